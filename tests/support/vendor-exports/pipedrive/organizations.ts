import { always, empty, writer, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { ownersAsked, ownerWanted, stored } from '../wanted.ts';
import type { Company } from '../world.ts';
import { at, KEYS } from './account.ts';

const addressOf = ({ street, country }: Company): string =>
  `${street.replaceAll('\n', ', ')}, ${country.postalCode} ${country.city}, ${country.name}`;

const columns: Columns<Company> = [
  ['Organization - ID', KEYS.company],
  ['Organization - Name', ({ name }) => name],
  ...empty<Company>(['Organization - Label(s)']),
  ['Organization - Owner', ({ owner }) => owner?.name ?? ''],
  ['Organization - Address', addressOf],
  ['Organization - Street/road name of Address', ({ street }) => street.replaceAll('\n', ', ')],
  ['Organization - City/town/village/locality of Address', ({ country }) => country.city],
  ['Organization - State/county of Address', ({ country }) => country.region],
  ['Organization - Country of Address', ({ country }) => country.name],
  ['Organization - ZIP/Postal code of Address', ({ country }) => country.postalCode],
  ['Organization - Full/combined address of Address', addressOf],
  ['Organization - Website', ({ domain }) => domain],
  ['Organization - Industry', ({ industry }) => industry ?? ''],
  ...always<Company>({
    'Organization - People': '3',
    'Organization - Open deals': '1',
    'Organization - Won deals': '2',
  }),
  ...always<Company>({ 'Organization - Lost deals': '0', 'Organization - Closed deals': '2' }),
  ['Organization - Organization created', ({ createdAt }) => at(createdAt)],
  ...always<Company>({ 'Organization - Update time': '2026-11-14 08:00:00', 'Organization - Visible to': 'All users' }),
];

export const organizations = fileOf<Company>({
  label: 'organizations',
  entity: 'customer',
  name: 'organizations-4711-1.csv',
  answers: { values: ownersAsked('Organization - Owner') },
  write: writer({ quoteAll: false, lineEnd: '\r\n', byteOrderMark: true }),
  columns,
  keyOf: KEYS.company,
  outcomeOf: (one) =>
    stored(
      'customer',
      {
        name: one.name,
        website: `https://${one.domain}`,
        address: addressOf(one),
        country: one.country.name,
        industry: one.industry,
        owner: ownerWanted(one.owner),
        createdAt: one.createdAt,
      },
      one.owner?.hasLeft ? { owner: 'left' } : {},
    ),
});
