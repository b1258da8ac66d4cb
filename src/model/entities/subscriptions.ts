import type { RecordOf } from '../record.ts';
import { defineEntity } from '../entity.ts';
import { choice, date, longText, number, reference, text } from '../fields.ts';
import { SETTLING_TIMES } from '../subscriptions/coalescing.ts';
import { cooperative } from '../policies.ts';

export const subscriptions = defineEntity({
  name: 'subscription',
  plural: 'subscriptions',
  prefix: 'S',
  icon: ':bell:',
  table: 'subscriptions',
  help: 'What a channel, or a person in private, hears of deals.',
  title: 'name',
  traits: {},
  fields: {
    name: text({ label: 'Name', required: true, max: 80 }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel or user id.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team id.' }),
    events: text({ label: 'Events', max: 400, help: 'Keys with blanks between them. Blank means the usual ones.' }),
    filter: longText({
      label: 'Only where',
      max: 2000,
      help: 'As in lists, and by:@ana for who did it. Blank means all of them.',
    }),
    meaning: longText({
      label: 'Meaning',
      max: 100_000,
      hidden: true,
      help: 'Whom and what the filter names, as ids.',
    }),
    automatic: choice({
      label: 'Imports and apps',
      required: true,
      options: { no: 'Leave out', yes: 'Tell as well' },
      initial: 'no',
    }),
    style: choice({
      label: 'Style',
      required: true,
      options: { full: 'Full: a card with all that matters', compact: 'Compact: one or two lines' },
      initial: 'full',
    }),
    settle: choice({
      label: 'Settling time',
      options: SETTLING_TIMES,
      help: 'Changes of one deal within it become one message. Blank means as in the settings.',
    }),
    broadcast: text({
      label: 'Also show in the channel',
      max: 400,
      help: 'Events that are told in the thread of the deal’s card and in the channel. Blank means won and lost.',
    }),
    digest: text({
      label: 'Digest',
      max: 60,
      help: 'Everything together: daily 9:00 or weekly monday 9:00, on working days, in your time zone.',
    }),
    stream: choice({
      label: 'At once',
      required: true,
      options: { yes: 'Tell each thing as it happens', no: 'Only in the digest' },
      initial: 'yes',
    }),
    budget: number({
      label: 'Messages a week at most',
      min: 1,
      max: 500,
      help: 'What is more comes once a day, together. Blank means no limit.',
    }),
    stalledAfter: number({
      label: 'Stalled after so many days',
      min: 1,
      max: 365,
      help: 'Without a change or an interaction. Blank means 14.',
    }),
    silentAfter: number({
      label: 'Silent after so many days',
      min: 1,
      max: 365,
      help: 'Without an interaction with the customer. Blank means 30.',
    }),
    pausedUntil: date({ label: 'Paused until', help: 'It goes on by itself on that day.' }),
    broken: text({ label: 'Broken', max: 500, hidden: true, help: 'Why it tells nothing until it is edited.' }),
    unheard: text({
      label: 'Not heard',
      max: 500,
      hidden: true,
      help: 'Why Slack takes nothing for its channel, until somebody lets it go on.',
    }),
    owner: reference('employee', { label: 'Made by', required: true, initial: 'me' }),
  },
  rules: [],
  list: { columns: ['name', 'owner'], search: ['name'], sort: { by: 'createdAt', descending: false } },
  access: cooperative,
});

export type SubscriptionRecord = RecordOf<typeof subscriptions>;
