import { empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { customerWanted, NO_ACCOUNT, ownersAsked, ownerWanted, stored, leftOut } from '../wanted.ts';
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
  const further = [...one.emails.slice(1), ...one.phones.slice(1).map(({ national }) => national)];
  return stored(
    'contact',
    {
      name: `${one.first} ${one.last}`,
      customer: customerWanted(one.company, KEYS),
      role: one.job,
      email: one.emails[0] ?? null,
      // Without a company nothing says where the number is dialled.
      ...(one.company !== null && { phone: one.phones[0]?.e164 ?? null }),
      owner: ownerWanted(one.owner),
      notes: further.length === 0 ? null : { says: further },
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
