import { htmlOf } from '../bodies.ts';
import { always, writer, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { activityOutcome, NO_ACCOUNT, ownersAsked } from '../wanted.ts';
import type { Activity } from '../world.ts';
import { at, KEYS, ZONE } from './account.ts';

const write = writer({ quoteAll: false, lineEnd: '\n', byteOrderMark: false });
const keyOf = ({ n }: Activity): string => String(n);
const contactOf = ({ contacts: [contact] }: Activity): string => (contact ? `${contact.first} ${contact.last}` : '');

const LUNCH = 5;
const typeOf = ({ n, kind }: Activity): string => {
  if (kind === 'meeting') return n % LUNCH === 0 ? 'Lunch' : 'Meeting';
  return kind === 'call' ? 'Call' : 'Task';
};

const activityColumns: Columns<Activity> = [
  ['Activity - ID', keyOf],
  ['Activity - Subject', ({ title }) => title],
  ['Activity - Type', typeOf],
  ['Activity - Due date', (one) => at(one.at).slice(0, 10)],
  ['Activity - Due time', (one) => at(one.at).slice(11, 16)],
  ['Activity - Duration', () => '00:30'],
  ['Activity - Done', ({ isDone }) => (isDone ? 'Done' : 'To do')],
  ['Activity - Note', ({ body }) => htmlOf(body)],
  ['Activity - Assigned to user', ({ owner }) => owner?.name ?? ''],
  ['Activity - Deal', ({ deal }) => deal?.name ?? ''],
  ['Activity - Contact person', contactOf],
  ['Activity - Organization', ({ company }) => company?.name ?? ''],
  ['Activity - Add time', () => '2024-02-01 09:00:00'],
  ['Activity - Marked as done time', (one) => (one.isDone ? at(one.at) : '')],
  ...always<Activity>({ 'Activity - Priority': 'None', 'Activity - Location': '' }),
];

export const activities = fileOf<Activity>({
  label: 'activities',
  entity: 'interaction',
  name: 'activities-4711-4.csv',
  answers: {
    values: {
      ...ownersAsked('Activity - Assigned to user'),
      'Activity - Type': { field: 'kind', words: { Lunch: { is: 'Meeting' } } },
    },
    defaults: { customer: { heading: 'Activity - Organization', value: { make: NO_ACCOUNT } } },
  },
  write,
  columns: activityColumns,
  keyOf,
  outcomeOf: (one) => activityOutcome(one, KEYS, { timeZone: ZONE, hasTitle: true }),
});

const noteColumns: Columns<Activity> = [
  ['ID', keyOf],
  ['Content', ({ body }) => htmlOf(body)],
  ['Organization', ({ company }) => company?.name ?? ''],
  ['Organization ID', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Contact person', contactOf],
  ['Contact person ID', ({ contacts: [contact] }) => (contact ? KEYS.contact(contact) : '')],
  ['Deal title', ({ deal }) => deal?.name ?? ''],
  ['Deal ID', ({ deal }) => (deal ? KEYS.deal(deal) : '')],
  ['Add time', (one) => at(one.at)],
  ['Update time', (one) => at(one.at)],
  ['User', ({ owner }) => owner?.name ?? ''],
  ['Note is pinned to deal', () => 'No'],
];

/** Their numbers are those of activities too. */
export const notes = fileOf<Activity>({
  label: 'notes',
  entity: 'interaction',
  name: 'notes-4711-5.csv',
  answers: {
    values: ownersAsked('User'),
    defaults: { customer: { heading: 'Organization', value: { make: NO_ACCOUNT } } },
  },
  write,
  columns: noteColumns,
  keyOf,
  outcomeOf: (one) => activityOutcome(one, KEYS, { timeZone: ZONE, hasTitle: false }),
});
