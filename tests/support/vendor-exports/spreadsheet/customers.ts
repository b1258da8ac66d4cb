import { always, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { dayFirst } from '../moments.ts';
import { ownersAsked, ownerWanted, stored } from '../wanted.ts';
import type { Company } from '../world.ts';
import { KEYS, sellerCell, startOf, unclearDay, write } from './sheet.ts';

const STATUSES = ['Prospect', 'Client', 'Former', 'active'];
const STORED = ['prospect', 'active', 'former', 'active'];
const addressCell = ({ street, country }: Company): string => `${street}\n${country.city} ${country.postalCode}`;
const second = ({ n }: Company): string => (n % 20 === 0 ? `Pays late ${n}` : '');

const columns: Columns<Company> = [
  ['Ref', KEYS.company],
  ['Company', ({ name }) => name],
  ['Status', ({ n }) => STATUSES[n % 4] ?? ''],
  ['Sector', () => ''],
  ['Industry', ({ n, industry }) => industry ?? ['none', '-', 'N/A'][n % 3] ?? ''],
  ['Web', ({ domain }) => domain],
  ['E-mail', ({ domain }) => `Info@${domain}`],
  ['Tel', ({ n, phone }) => phone?.national ?? (n % 2 === 0 ? 'n/a' : '-')],
  ['Address', addressCell],
  ['Country', ({ country }) => country.short],
  ['Account manager', ({ owner, n }) => sellerCell(owner, n)],
  ['Notes', ({ about }) => about ?? ''],
  ['Added', ({ createdAt }) => dayFirst(unclearDay(createdAt))],
  ...always<Company>({ Turnover: '"£2.5m"', 'Credit terms': '30 days' }),
  ['', () => ''],
  ['Notes', second],
  ['', () => ''],
];

export const customers = fileOf<Company>({
  label: 'customers',
  entity: 'customer',
  name: 'Customers 2026 FINAL.csv',
  answers: {
    values: { ...ownersAsked('Account manager'), Status: { field: 'status', words: { Client: { is: 'Active' } } } },
    blanks: ['Industry'],
  },
  write,
  columns,
  keyOf: KEYS.company,
  outcomeOf: (one) => {
    const notes = [...(one.about?.split('\n') ?? []), ...(second(one) === '' ? [] : [second(one)])];
    return stored(
      'customer',
      {
        name: one.name,
        status: STORED[one.n % 4] ?? null,
        industry: one.industry,
        website: `https://${one.domain}`,
        email: `info@${one.domain}`,
        phone: one.phone?.e164 ?? null,
        address: addressCell(one),
        country: one.country.short,
        owner: ownerWanted(one.owner),
        notes: notes.length === 0 ? null : { says: notes },
        createdAt: startOf(unclearDay(one.createdAt)),
      },
      second(one) === '' ? {} : { notes: 'two columns of one name' },
    );
  },
});
