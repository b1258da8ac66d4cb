import { always, empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { addressWanted, ownersAsked, ownerWanted, stored, leftOut } from '../wanted.ts';
import type { Company } from '../world.ts';
import { isMerged, KEYS, MERGED, NONE, system, userKey, write } from './org.ts';

const columns: Columns<Company> = [
  ['Id', KEYS.company],
  ['IsDeleted', (one) => (isMerged(one) ? '1' : '0')],
  ['MasterRecordId', (one) => (isMerged(one) ? KEYS.company({ ...one, n: MERGED.into }) : NONE)],
  ['Name', ({ name }) => name],
  ...always<Company>({ Type: 'Customer - Direct', ParentId: NONE }),
  ['BillingStreet', ({ street }) => street],
  ['BillingCity', ({ country }) => country.city],
  ['BillingState', ({ country }) => country.region],
  ['BillingPostalCode', ({ country }) => country.postalCode],
  ['BillingCountry', ({ country }) => country.short],
  ...empty<Company>(['ShippingStreet', 'ShippingCity', 'ShippingState', 'ShippingPostalCode', 'ShippingCountry']),
  ['Phone', ({ phone }) => phone?.national ?? ''],
  ...empty<Company>(['Fax', 'AccountNumber']),
  ['Website', ({ domain }) => `http://www.${domain}`],
  ...always<Company>({ Sic: '', AnnualRevenue: '2500000.0', NumberOfEmployees: '117', Rating: 'Hot' }),
  ['Industry', ({ industry }) => industry ?? ''],
  ['Description', ({ about }) => about ?? ''],
  ['CurrencyIsoCode', () => 'USD'],
  ...system<Company>({ owner: ({ owner }) => owner, createdAt: ({ createdAt }) => createdAt }),
];

const outcomeOf = (one: Company): Outcome => {
  if (isMerged(one)) return leftOut('merged away', null);
  return stored('customer', {
    name: one.name,
    website: `http://www.${one.domain}`,
    phone: one.phone?.e164 ?? null,
    address: addressWanted(one),
    country: one.country.short,
    industry: one.industry,
    owner: ownerWanted(one.owner),
    notes: one.about,
    createdAt: one.createdAt,
  });
};

export const accounts = fileOf<Company>({
  label: 'Account',
  entity: 'customer',
  name: 'Account.csv',
  answers: { values: ownersAsked('OwnerId', userKey) },
  write,
  columns,
  keyOf: KEYS.company,
  outcomeOf,
});
