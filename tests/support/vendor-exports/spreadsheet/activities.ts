import { textOf } from '../bodies.ts';
import type { Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { clockAt, dayFirst } from '../moments.ts';
import { activityOutcome, NO_ACCOUNT, ownersAsked } from '../wanted.ts';
import type { Activity } from '../world.ts';
import { activityKey, KEYS, sellerCell, write, ZONE } from './sheet.ts';

const when = ({ at }: Activity): string => {
  const [day = '', time = ''] = clockAt(at, ZONE).split(' ');
  return `${dayFirst(day)} ${time}`;
};

const KINDS: Readonly<Record<Activity['kind'], string>> = {
  note: 'Note',
  call: 'Call',
  meeting: 'Visit',
  task: 'Task',
};

const columns: Columns<Activity> = [
  ['Ref', activityKey],
  ['Date', when],
  ['Kind', ({ kind }) => KINDS[kind]],
  ['Customer', ({ company }) => company?.name ?? ''],
  ['Customer ID', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Contact', ({ contacts }) => contacts.map(({ first, last }) => `${first} ${last}`).join('; ')],
  ['Deal', ({ deal }) => deal?.name ?? ''],
  ['Deal ID', ({ deal }) => (deal ? KEYS.deal(deal) : '')],
  ['Subject', ({ title }) => title],
  ['Notes', ({ body }) => textOf(body)],
  ['Done', ({ isDone }) => (isDone ? 'Yes' : 'No')],
  ['By', ({ owner, n }) => sellerCell(owner, n)],
];

export const activities = fileOf<Activity>({
  label: 'activities',
  entity: 'interaction',
  name: 'Contact log.csv',
  answers: {
    values: { ...ownersAsked('By'), Kind: { field: 'kind', words: { Visit: { is: 'Meeting' } } } },
    defaults: { customer: { heading: 'Customer', value: { make: NO_ACCOUNT } } },
  },
  write,
  columns,
  keyOf: activityKey,
  outcomeOf: (one) => activityOutcome(one, KEYS, { timeZone: ZONE, hasTitle: true }),
});
