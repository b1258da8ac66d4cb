import { always, empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { NO_ACCOUNT, contactValues, leftOut, ownersAsked, stored } from '../wanted.ts';
import type { Contact } from '../world.ts';
import { accountCell, isMerged, KEYS, NONE, system, userKey, WANTED, write } from './org.ts';

const IMPOSSIBLE = 1;

const columns: Columns<Contact> = [
  ['Id', KEYS.contact],
  ...always<Contact>({ IsDeleted: '0', MasterRecordId: NONE }),
  ['AccountId', ({ company }) => accountCell(company)],
  ['LastName', ({ last }) => last],
  ['FirstName', ({ first }) => first],
  ...empty<Contact>(['Salutation', 'OtherStreet', 'OtherCity', 'OtherCountry', 'MailingStreet']),
  ['MailingCity', ({ country }) => country.city],
  ...empty<Contact>(['MailingState', 'MailingPostalCode']),
  ['MailingCountry', ({ country }) => country.short],
  ['Phone', ({ n, phones }) => (n === IMPOSSIBLE ? '+1 067 555 0134' : (phones[0]?.national ?? ''))],
  ['Fax', () => ''],
  ['MobilePhone', ({ phones }) => phones[1]?.national ?? ''],
  ...always<Contact>({ HomePhone: '', OtherPhone: '', AssistantPhone: '', ReportsToId: NONE }),
  ['Email', ({ emails }) => emails[0] ?? ''],
  ['Title', ({ job }) => job ?? ''],
  ...always<Contact>({ Department: 'Works', AssistantName: '', LeadSource: 'Web', Birthdate: '', Description: '' }),
  ...system<Contact>({ owner: ({ owner }) => owner, createdAt: ({ createdAt }) => createdAt }),
];

const outcomeOf = (one: Contact): Outcome => {
  if (one.n === IMPOSSIBLE) return leftOut('impossible phone', 'Phone');
  const further = one.phones.slice(1).map(({ national }) => national);
  const row = one.company === null ? 'no company' : isMerged(one.company) ? 'merged-away account' : null;
  return stored(
    'contact',
    {
      ...contactValues(one, WANTED, further),
      createdAt: one.createdAt,
    },
    {
      ...(row !== null && { row }),
      ...(one.company === null && { phone: 'by its own country' }),
      ...(further.length > 0 && { notes: 'second column' }),
    },
  );
};

export const contacts = fileOf<Contact>({
  label: 'Contact',
  entity: 'contact',
  name: 'Contact.csv',
  answers: {
    values: ownersAsked('OwnerId', userKey),
    defaults: { customer: { heading: 'AccountId', value: { make: NO_ACCOUNT } } },
  },
  write,
  columns,
  keyOf: KEYS.contact,
  outcomeOf,
});
