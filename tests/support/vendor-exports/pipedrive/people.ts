import { empty, writer, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { NO_ACCOUNT, contactValues, furtherOf, leftOut, ownersAsked, stored } from '../wanted.ts';
import type { Contact } from '../world.ts';
import { at, KEYS } from './account.ts';

const IMPOSSIBLE = 1;
const isInOneCell = ({ n }: Contact): boolean => n % 16 === 0;

const workPhone = (one: Contact): string => {
  if (one.n === IMPOSSIBLE) return '+1 067 555 0134';
  const numbers = one.phones.map(({ national }) => national);
  return numbers.slice(0, isInOneCell(one) ? 2 : 1).join(', ');
};

const columns: Columns<Contact> = [
  ['Person - ID', KEYS.contact],
  ['Person - Name', ({ first, last }) => `${first} ${last}`],
  ['Person - First name', ({ first }) => first],
  ['Person - Last name', ({ last }) => last],
  ...empty<Contact>(['Person - Labels']),
  ['Person - Email - Work', ({ emails }) => emails[0] ?? ''],
  ['Person - Email - Home', ({ emails }) => emails[1] ?? ''],
  ['Person - Email - Other', () => ''],
  ['Person - Phone - Work', workPhone],
  ['Person - Phone - Home', () => ''],
  ['Person - Phone - Mobile', (one) => (isInOneCell(one) ? '' : (one.phones[1]?.national ?? ''))],
  ['Person - Phone - Other', () => ''],
  ['Person - Organization', ({ company }) => company?.name ?? ''],
  ['Person - Organization ID', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Person - Job title', ({ job }) => job ?? ''],
  ['Person - Owner', ({ owner }) => owner?.name ?? ''],
  ['Person - Person created', ({ createdAt }) => at(createdAt)],
  ['Person - Update time', () => '2026-11-14 08:00:00'],
  ...empty<Contact>(['Person - Birthday', 'Person - Notes', 'Person - Instant messenger']),
];

const outcomeOf = (one: Contact): Outcome => {
  if (one.n === IMPOSSIBLE) return leftOut('impossible phone', 'Person - Phone - Work');
  const further = furtherOf(one);
  const { phone = null, ...known } = contactValues(one, KEYS, further);
  return stored(
    'contact',
    {
      ...known,
      // Without an organization nothing says where the number is dialled.
      ...(one.company !== null && { phone }),
      createdAt: one.createdAt,
    },
    {
      ...(one.company === null && { row: 'no company' }),
      ...(further.length > 0 && { notes: isInOneCell(one) ? 'two in a cell' : 'second column' }),
    },
  );
};

export const people = fileOf<Contact>({
  label: 'people',
  entity: 'contact',
  name: 'people-4711-2.csv',
  answers: {
    values: ownersAsked('Person - Owner'),
    defaults: { customer: { heading: 'Person - Organization', value: { make: NO_ACCOUNT } } },
  },
  write: writer({ quoteAll: false, lineEnd: '\n', byteOrderMark: false }),
  columns,
  keyOf: KEYS.contact,
  outcomeOf,
});
