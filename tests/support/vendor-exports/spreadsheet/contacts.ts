import { empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { NO_ACCOUNT, contactValues, furtherOf, leftOut, ownersAsked, stored } from '../wanted.ts';
import type { Contact } from '../world.ts';
import { KEYS, sellerCell, write } from './sheet.ts';

const IMPOSSIBLE = 1;

const phoneCell = ({ n, phones }: Contact): string => {
  if (n === IMPOSSIBLE) return '+1 067 555 0134';
  return phones.length === 0 ? 'none' : phones.map(({ national }) => national).join(' / ');
};

const columns: Columns<Contact> = [
  ['Ref', KEYS.contact],
  ['Name', ({ first, last }) => `${first} ${last}`],
  ['Company', ({ company }) => company?.name ?? ''],
  ['Customer ID', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Position', ({ job }) => job ?? ''],
  ['E-mail', ({ emails }) => (emails.length === 0 ? '-' : emails.join('; '))],
  ['Tel', phoneCell],
  ['Owner', ({ owner, n }) => sellerCell(owner, n)],
  ...empty<Contact>(['Christmas card', 'Notes', '']),
];

const outcomeOf = (one: Contact): Outcome => {
  if (one.n === IMPOSSIBLE) return leftOut('impossible phone', 'Tel');
  const further = furtherOf(one);
  const { phone = null, ...known } = contactValues(one, KEYS, further);
  return stored(
    'contact',
    {
      ...known,
      // Without a company nothing says where the number is dialled.
      ...(one.company !== null && { phone }),
    },
    { ...(one.company === null && { row: 'no company' }), ...(further.length > 0 && { notes: 'two in a cell' }) },
  );
};

export const contacts = fileOf<Contact>({
  label: 'contacts',
  entity: 'contact',
  name: 'Contacts.csv',
  answers: {
    values: ownersAsked('Owner'),
    defaults: { customer: { heading: 'Company', value: { make: NO_ACCOUNT } } },
  },
  write,
  columns,
  keyOf: KEYS.contact,
  outcomeOf,
});
