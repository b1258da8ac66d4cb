import { always, empty } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { NO_ACCOUNT, contactValues, furtherOf, leftOut, ownersAsked, stored } from '../wanted.ts';
import type { Contact } from '../world.ts';
import { CONTACT_EXTRAS } from './labels.ts';
import { at, inOrder, KEYS, MERGED, ownerCell, write } from './portal.ts';

const IMPOSSIBLE = 1;
const companyKey = ({ n, company }: Contact): string =>
  n === 3 ? MERGED.key : company === null ? '' : KEYS.company(company);
const isInOneCell = ({ n }: Contact): boolean => n % 16 === 0;

const contactColumns = inOrder<Contact>(
  KEYS.contact,
  [
    ['First Name', ({ first }) => first],
    ['Last Name', ({ last }) => last],
    ['Email', ({ emails }) => emails[0] ?? ''],
    ['Additional email addresses', ({ emails }) => emails.slice(1).join(';')],
    [
      'Phone Number',
      (one) => {
        if (one.n === IMPOSSIBLE) return '+1 067 555 0134';
        return one.phones
          .slice(0, isInOneCell(one) ? 2 : 1)
          .map(({ national }) => national)
          .join('; ');
      },
    ],
    ['Mobile Phone Number', (one) => (isInOneCell(one) ? '' : (one.phones[1]?.national ?? ''))],
    ['Job Title', ({ job }) => job ?? ''],
    ['Company Name', ({ company }) => company?.name ?? ''],
    ['Contact owner', ({ owner }) => ownerCell(owner)],
    ['Country/Region', ({ country }) => country.name],
    ['City', ({ country }) => country.city],
    ['Create Date', ({ createdAt }) => at(createdAt)],
    ...always<Contact>({ 'Lead Status': 'Open', 'Lifecycle Stage': 'Lead', 'Marketing contact status': 'No' }),
    ...empty<Contact>(CONTACT_EXTRAS),
  ],
  [
    ['Associated Company', ({ company }) => company?.name ?? ''],
    ['Associated Deal', () => ''],
    ['Associated Company IDs', (one) => (one.n === 2 ? `${companyKey(one)};31400000034` : companyKey(one))],
    ['Associated Company IDs (Primary)', companyKey],
    ['Associated Deal IDs', () => ''],
  ],
);

const contactOutcome = (one: Contact): Outcome => {
  const further = furtherOf(one);
  const isMerged = one.n === 3;
  if (one.n === IMPOSSIBLE) return leftOut('impossible phone', 'Phone Number');
  return stored(
    'contact',
    {
      ...contactValues(one, KEYS, further),
      ...(isMerged && { customer: { entity: 'customer' as const, key: String(31_400_000_000 + MERGED.into * 17) } }),
      createdAt: one.createdAt,
    },
    {
      ...(isMerged && { row: 'merged-away company' }),
      ...(one.company === null && { row: 'no company', phone: 'by its own country' }),
      ...(further.length > 0 && { notes: isInOneCell(one) ? 'two in a cell' : 'second column' }),
    },
  );
};

export const contacts = fileOf<Contact>({
  label: 'contacts',
  entity: 'contact',
  name: 'hubspot-crm-exports-all-contacts-2026-11-14.csv',
  answers: {
    values: ownersAsked('Contact owner'),
    defaults: { customer: { heading: 'Associated Company', value: { make: NO_ACCOUNT } } },
  },
  write,
  columns: contactColumns,
  keyOf: KEYS.contact,
  outcomeOf: contactOutcome,
});
