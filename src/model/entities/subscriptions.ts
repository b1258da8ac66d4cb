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
  help: 'Deal updates for a channel, or for a person by direct message.',
  title: 'name',
  traits: {},
  fields: {
    name: text({ label: 'Name', required: true, max: 80 }),
    channel: text({ label: 'Channel', required: true, max: 20, hidden: true, help: 'Slack channel or user ID.' }),
    team: text({ label: 'Workspace', required: true, max: 20, hidden: true, help: 'Slack team ID.' }),
    events: text({ label: 'Events', max: 400, help: 'Event keys, separated by spaces. Default: the usual ones.' }),
    filter: longText({
      label: 'Filter',
      max: 2000,
      help: 'Optional. Same filters as lists, and by:@ana for who made the change.',
    }),
    meaning: longText({
      label: 'Meaning',
      max: 100_000,
      hidden: true,
      help: 'IDs of the records that the filter names.',
    }),
    automatic: choice({
      label: 'Changes by imports and apps',
      required: true,
      options: { no: 'Don’t include', yes: 'Include' },
      initial: 'no',
    }),
    style: choice({
      label: 'Style',
      required: true,
      options: { full: 'Full: a card with all details', compact: 'Compact: one or two lines' },
      initial: 'full',
    }),
    settle: choice({
      label: 'Combine changes within',
      options: SETTLING_TIMES,
      help: 'Changes to a deal in this time become one message. Default: workspace setting.',
    }),
    broadcast: text({
      label: 'Also post in channel',
      max: 400,
      help: 'Events posted in the channel as well as in the deal card’s thread. Default: won and lost.',
    }),
    digest: text({
      label: 'Digest',
      max: 60,
      help: 'One message, like daily 9:00 or weekly monday 9:00. Weekdays, your time zone.',
    }),
    stream: choice({
      label: 'Instant updates',
      required: true,
      options: { yes: 'As they happen', no: 'Only in the digest' },
      initial: 'yes',
    }),
    budget: number({
      label: 'Weekly limit',
      min: 1,
      max: 500,
      help: 'Messages a week. Further updates come in one daily message. Default: no limit.',
    }),
    stalledAfter: number({
      label: 'Stalled after (days)',
      min: 1,
      max: 365,
      help: 'Without changes or interactions. Default: 14.',
    }),
    silentAfter: number({
      label: 'Inactive after (days)',
      min: 1,
      max: 365,
      help: 'Without interactions with the customer. Default: 30.',
    }),
    pausedUntil: date({ label: 'Paused until', help: 'Resumes automatically on this day.' }),
    broken: text({ label: 'Stopped', max: 500, hidden: true, help: 'Why it stopped. Edit it to restart it.' }),
    unheard: text({
      label: 'Paused by Slack',
      max: 500,
      hidden: true,
      help: 'Why its channel doesn’t accept messages, until someone resumes it.',
    }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
  },
  rules: [],
  list: { columns: ['name', 'owner'], search: ['name'], sort: { by: 'createdAt', descending: false } },
  access: cooperative,
});

export type SubscriptionRecord = RecordOf<typeof subscriptions>;
