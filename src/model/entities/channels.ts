import { defineEntity } from '../entity.ts';
import { choice, text } from '../fields.ts';

/** One of it for each channel that a manager decided something for. */
export const channels = defineEntity({
  name: 'channel',
  plural: 'channels',
  prefix: 'H',
  icon: ':hash:',
  table: 'channels',
  help: 'What external people can see in a Slack channel.',
  title: 'name',
  traits: { affectsCards: { inChannel: 'channel' } },
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel ID.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team ID.' }),
    outsiders: choice({
      label: 'Guests and external people',
      required: true,
      options: { masked: 'Can’t see amounts, contact details and notes', open: 'Can see everything' },
      initial: 'masked',
    }),
  },
  rules: [],
  list: { columns: ['name', 'outsiders'], search: ['name'], sort: { by: 'name', descending: false } },
  access: { read: 'viewer', create: 'manager', update: 'manager', remove: 'nobody' },
});
