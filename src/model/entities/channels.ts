import { defineEntity } from '../entity.ts';
import { choice, text } from '../fields.ts';

/** One of it for each channel that a manager decided something for. */
export const channels = defineEntity({
  name: 'channel',
  plural: 'channels',
  prefix: 'H',
  icon: ':hash:',
  table: 'channels',
  help: 'What managers decided for a Slack channel.',
  title: 'name',
  traits: { affectsCards: { inChannel: 'channel' } },
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel id.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team id.' }),
    outsiders: choice({
      label: 'Guests and other companies',
      required: true,
      options: { masked: 'Read no amounts, contact details and notes', open: 'Read everything' },
      initial: 'masked',
    }),
  },
  rules: [],
  list: { columns: ['name', 'outsiders'], search: ['name'], sort: { by: 'name', descending: false } },
  access: { read: 'viewer', create: 'manager', update: 'manager', remove: 'nobody' },
});
