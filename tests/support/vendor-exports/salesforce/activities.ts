import { textOf } from '../bodies.ts';
import { always, empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { dayAt } from '../moments.ts';
import type { Outcome } from '../truth.ts';
import { activityOutcome, NO_ACCOUNT, ownersAsked } from '../wanted.ts';
import type { Activity } from '../world.ts';
import {
  accountCell,
  at,
  contactCell,
  dealCell,
  eventKey,
  isMerged,
  leadKey,
  NONE,
  noteKey,
  onDay,
  system,
  taskKey,
  userKey,
  WANTED,
  write,
} from './org.ts';

const isOfLead = ({ n, contacts }: Activity): boolean => n % 20 === 1 && contacts.length === 0;
const who = (one: Activity): string => (isOfLead(one) ? leadKey(one) : contactCell(one.contacts[0]));
/** A deal, or else the account itself. */
const what = ({ deal, company }: Activity): string => (deal ? dealCell(deal) : accountCell(company));

const common = (key: (one: Activity) => string): Columns<Activity> => [
  ['Id', key],
  ...always<Activity>({ IsDeleted: '0', RecordTypeId: NONE }),
  ['WhoId', who],
  ['WhatId', what],
  ['Subject', ({ title }) => title],
  ['Description', ({ body }) => textOf(body)],
  ['AccountId', ({ company }) => accountCell(company)],
  ...system<Activity>({
    owner: ({ owner }) => owner,
    createdAt: (one) => (one.isDone ? one.at : '2026-11-02T09:00:00.000Z'),
  }),
];

const taskColumns: Columns<Activity> = [
  ...common(taskKey),
  ['ActivityDate', (one) => onDay(dayAt(one.at, 'UTC'))],
  ['Status', ({ isDone }) => (isDone ? 'Completed' : 'Not Started')],
  ...always<Activity>({ Priority: 'Normal', IsHighPriority: '0' }),
  ['IsClosed', ({ isDone }) => (isDone ? '1' : '0')],
  ['TaskSubtype', ({ kind }) => (kind === 'call' ? 'Call' : 'Task')],
  ['CallType', ({ kind }) => (kind === 'call' ? 'Outbound' : '')],
  ['CompletedDateTime', (one) => (one.isDone ? at(one.at) : '')],
  ...empty<Activity>(['CallDurationInSeconds', 'ReminderDateTime', 'RecurrenceType']),
];

const eventColumns: Columns<Activity> = [
  ...common(eventKey),
  ['Location', () => ''],
  ['IsAllDayEvent', () => '0'],
  ['ActivityDateTime', (one) => at(one.at)],
  ['ActivityDate', (one) => onDay(dayAt(one.at, 'UTC'))],
  ...always<Activity>({ DurationInMinutes: '60', IsPrivate: '0', ShowAs: 'Busy', EventSubtype: 'Event' }),
];

const noteColumns: Columns<Activity> = [
  ['Id', noteKey],
  ['IsDeleted', () => '0'],
  ['ParentId', what],
  ['Title', ({ title }) => title],
  ['IsPrivate', () => '0'],
  ['Body', ({ body }) => textOf(body)],
  ...system<Activity>({ owner: ({ owner }) => owner, createdAt: (one) => one.at }),
];

const asked = (heading: string) => ({
  values: ownersAsked('OwnerId', userKey),
  defaults: { customer: { heading, value: { make: NO_ACCOUNT } } },
});

interface Kind {
  name: 'Task' | 'Event' | 'Note';
  columns: Columns<Activity>;
  keyOf: (one: Activity) => string;
  answers: ReturnType<typeof asked>;
}

const outcomeOf = (one: Activity): Outcome => {
  const outcome = activityOutcome(one, WANTED, { timeZone: 'UTC', hasTitle: true });
  const isOfMerged = one.company !== null && isMerged(one.company);
  return isOfMerged ? { ...outcome, traps: { ...outcome.traps, customer: 'merged-away account' } } : outcome;
};

/** @returns what writes the file of that kind */
const fileFor = ({ name, ...kind }: Kind) =>
  fileOf<Activity>({
    label: name,
    entity: 'interaction',
    name: `${name}.csv`,
    write,
    ...kind,
    outcomeOf,
  });

export const tasks = fileFor({ name: 'Task', columns: taskColumns, keyOf: taskKey, answers: asked('AccountId') });
export const events = fileFor({ name: 'Event', columns: eventColumns, keyOf: eventKey, answers: asked('AccountId') });
export const notes = fileFor({
  name: 'Note',
  columns: noteColumns,
  keyOf: noteKey,
  answers: asked('ParentId'),
});
