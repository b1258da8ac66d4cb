import { defineEntity } from '../entity.ts';
import { reference, text } from '../fields.ts';
import { cooperative } from '../policies.ts';

export const subscriptions = defineEntity({
  name: 'subscription',
  plural: 'subscriptions',
  prefix: 'S',
  icon: ':bell:',
  table: 'subscriptions',
  help: 'A channel that hears what happens to deals.',
  title: 'name',
  fields: {
    name: text({ label: 'Name', required: true, max: 80 }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel id.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team id.' }),
    owner: reference('employee', { label: 'Made by', required: true, initial: 'me' }),
  },
  rules: [],
  list: { columns: ['name', 'owner'], search: ['name'], sort: { by: 'createdAt', descending: false } },
  access: cooperative,
});
