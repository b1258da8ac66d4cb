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
  help: 'A summary that is sent regularly to a channel or a person.',
  title: 'words',
  traits: {},
  fields: {
    words: text({
      label: 'Summary',
      required: true,
      max: 1000,
      help: 'What you type after /crm summary. “This week” stays current.',
    }),
    every: text({ label: 'Every', required: true, max: 60, help: 'Like monday 9:00, weekday 17:00, day or month.' }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel or user ID.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team ID.' }),
    pausedUntil: date({ label: 'Paused until', help: 'Resumes automatically on this day.' }),
    broken: text({ label: 'Stopped', max: 500, hidden: true, help: 'Why it stopped. Edit it to restart it.' }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
  },
  rules: [],
  list: { columns: ['words', 'every', 'owner'], search: ['words'], sort: { by: 'createdAt', descending: false } },
  access: cooperative,
});

export type ScheduleRecord = RecordOf<typeof schedules>;
