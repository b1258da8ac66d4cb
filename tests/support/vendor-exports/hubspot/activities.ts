import { htmlOf } from '../bodies.ts';
import { always, empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { VendorFile } from '../truth.ts';
import { activityOutcome, NO_ACCOUNT, ownersAsked } from '../wanted.ts';
import type { Activity } from '../world.ts';
import { at, inOrder, KEYS, ownerCell, write, ZONE } from './portal.ts';

const keyOf = ({ n }: Activity): string => String(56_000_000_000 + n * 23);

const associated: Columns<Activity> = [
  ['Associated Company', ({ company }) => company?.name ?? ''],
  ['Associated Contact', ({ contacts }) => contacts.map(({ first, last }) => `${first} ${last}`).join(';')],
  ['Associated Deal', ({ deal }) => deal?.name ?? ''],
  ['Associated Company IDs', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Associated Contact IDs', ({ contacts }) => contacts.map(KEYS.contact).join(';')],
  ['Associated Deal IDs', ({ deal }) => (deal ? KEYS.deal(deal) : '')],
];

const common: Columns<Activity> = [
  ['Activity assigned to', ({ owner }) => ownerCell(owner)],
  ['Create Date', (one) => at(one.isDone ? one.at : '2026-11-02T09:00:00.000Z')],
  ...empty<Activity>(['Source', 'Pinned', 'Number of times contacted', 'Import ID']),
];

/** Columns of each kind. */
const COLUMNS: Readonly<Record<Activity['kind'], Columns<Activity>>> = {
  note: [
    ['Activity date', (one) => at(one.at)],
    ['Note body', ({ body }) => htmlOf(body)],
  ],
  call: [
    ['Activity date', (one) => at(one.at)],
    ['Call Title', ({ title }) => title],
    ['Call notes', ({ body }) => htmlOf(body)],
    ['Call status', ({ isDone }) => (isDone ? 'Completed' : 'Scheduled')],
    ...always<Activity>({ 'Call outcome': 'Connected', 'Call direction': 'Outbound', 'Call duration': '63000.0' }),
  ],
  meeting: [
    ['Start Time', (one) => at(one.at)],
    ['End Time', (one) => at(one.at)],
    ['Meeting name', ({ title }) => title],
    ['Meeting description', ({ body }) => htmlOf(body)],
    ['Meeting outcome', ({ isDone }) => (isDone ? 'Completed' : 'Scheduled')],
    ...empty<Activity>(['Internal notes']),
  ],
  task: [
    ['Due date', (one) => at(one.at)],
    ['Task Title', ({ title }) => title],
    ['Notes', ({ body }) => htmlOf(body)],
    ['Task Status', ({ isDone }) => (isDone ? 'Completed' : 'Not started')],
    ['Completed at', (one) => (one.isDone ? at(one.at) : '')],
    ...always<Activity>({ 'Task Type': 'Todo', Priority: 'None' }),
  ],
};

const FILES: Readonly<Record<Activity['kind'], string>> = {
  note: 'notes',
  call: 'calls',
  meeting: 'meetings',
  task: 'tasks',
};

/** Its exports have a file for each kind. */
export const activitiesOf = (kind: Activity['kind'], all: readonly Activity[]): VendorFile =>
  fileOf<Activity>({
    label: FILES[kind],
    entity: 'interaction',
    name: `hubspot-crm-exports-all-${FILES[kind]}-2026-11-14.csv`,
    answers: {
      values: ownersAsked('Activity assigned to'),
      defaults: { customer: { heading: 'Associated Company', value: { make: NO_ACCOUNT } } },
    },
    write,
    columns: inOrder(keyOf, [...COLUMNS[kind], ...common], associated),
    keyOf,
    outcomeOf: (one) => activityOutcome(one, KEYS, { timeZone: ZONE, hasTitle: kind !== 'note' }),
  })(all.filter((one) => one.kind === kind));
