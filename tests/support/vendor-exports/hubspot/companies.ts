import { always, empty } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { addressWanted, ownersAsked, ownerWanted, stored } from '../wanted.ts';
import type { Company } from '../world.ts';
import { COMPANY_EXTRAS } from './labels.ts';
import { at, inOrder, KEYS, MERGED, ownerCell, write } from './portal.ts';

const isBare = ({ n }: Company): boolean => n % 6 === 0;
const isPlaceholder = ({ n, industry }: Company): boolean => industry === null && n % 2 === 0;

const companyColumns = inOrder<Company>(
  KEYS.company,
  [
    ['Company name', ({ name }) => name],
    ['Company Domain Name', ({ domain }) => domain],
    ['Website URL', (one) => (isBare(one) ? '' : `https://www.${one.domain}/`)],
    ['Phone Number', ({ phone }) => phone?.national ?? ''],
    ['Street Address', ({ street }) => street],
    ['City', ({ country }) => country.city],
    ['State/Region', ({ country }) => country.region],
    ['Postal Code', ({ country }) => country.postalCode],
    ['Country/Region', ({ country }) => country.name],
    ['Industry', (one) => one.industry ?? (isPlaceholder(one) ? 'N/A' : '')],
    ['Description', ({ about }) => about ?? ''],
    ['Company owner', ({ owner }) => ownerCell(owner)],
    ['Create Date', ({ createdAt }) => at(createdAt)],
    ['Merged record IDs', ({ n }) => (n === MERGED.into ? `${MERGED.key};31399999002` : '')],
    ...always<Company>({
      'Number of Employees': '117.0',
      'Annual Revenue': '2500000.0',
      'Lifecycle Stage': 'Customer',
    }),
    ...always<Company>({ 'Last Activity Date': '2026-11-20 11:40', 'Is Public': 'No' }),
    ...empty<Company>(COMPANY_EXTRAS),
  ],
  [...empty<Company>(['Associated Contact', 'Associated Deal', 'Associated Contact IDs', 'Associated Deal IDs'])],
);

const companyOutcome = (one: Company): Outcome =>
  stored(
    'customer',
    {
      name: one.name,
      website: isBare(one) ? `https://${one.domain}` : `https://www.${one.domain}`,
      phone: one.phone?.e164 ?? null,
      address: addressWanted(one),
      country: one.country.name,
      industry: one.industry,
      owner: ownerWanted(one.owner),
      notes: one.about,
      createdAt: one.createdAt,
    },
    {
      ...(isBare(one) && { website: 'only the domain' }),
      ...(isPlaceholder(one) && { industry: 'N/A' }),
      ...(one.owner?.hasLeft && { owner: 'left' }),
    },
  );

export const companies = fileOf<Company>({
  label: 'companies',
  entity: 'customer',
  name: 'hubspot-crm-exports-all-companies-2026-11-14.csv',
  answers: { values: ownersAsked('Company owner'), blanks: ['Industry'] },
  write,
  columns: companyColumns,
  keyOf: KEYS.company,
  outcomeOf: companyOutcome,
});
