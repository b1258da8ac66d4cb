import type { RecordOf } from '../record.ts';
import { defineEntity } from '../entity.ts';
import { date, reference, text } from '../fields.ts';
import { cooperative } from '../policies.ts';

export const schedules = defineEntity({
  name: 'schedule',
  plural: 'schedules',
  prefix: 'R',
  icon: ':calendar:',
  table: 'schedules',
  help: 'A summary that comes by itself, to a channel or to one person.',
  title: 'words',
  traits: {},
  fields: {
    words: text({
      label: 'Summary',
      required: true,
      max: 1000,
      help: 'What you would write after /crm summary, so that “this week” moves on.',
    }),
    every: text({ label: 'Every', required: true, max: 60, help: 'Such as monday 9:00, weekday 17:00, day or month.' }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel or user id.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team id.' }),
    pausedUntil: date({ label: 'Paused until', help: 'It goes on by itself on that day.' }),
    broken: text({ label: 'Stopped', max: 500, hidden: true, help: 'Why it does not come until it is edited.' }),
    owner: reference('employee', { label: 'Made by', required: true, initial: 'me' }),
  },
  rules: [],
  list: { columns: ['words', 'every', 'owner'], search: ['words'], sort: { by: 'createdAt', descending: false } },
  access: cooperative,
});

export type ScheduleRecord = RecordOf<typeof schedules>;
