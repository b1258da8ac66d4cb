import { always, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { dayAt, dayFirst, serialOf, shortDay } from '../moments.ts';
import type { Outcome } from '../truth.ts';
import { dealValues, NO_ACCOUNT, NO_REASON, ownersAsked, STEPS, stored, leftOut } from '../wanted.ts';
import type { Deal } from '../world.ts';
import { KEYS, sellerCell, startOf, unclearDay, write, ZONE } from './sheet.ts';

/** Rows that are not in pounds. */
const FOREIGN: Readonly<Record<number, string>> = { 1: '€', 2: '$' };
const ABSURD = 4;

const grouped = (amount: number): string =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(amount / 100);

/** `£1,200.50`, `1200.50`, `£12.5k`, or `-` where there is none. */
const value = ({ n, amount }: Deal): string => {
  if (amount === null) return n % 2 === 0 ? '-' : 'N/A';
  const sign = FOREIGN[n];
  if (sign !== undefined) return `${sign}${grouped(amount)}`;
  if (n % 5 === 0) return String(amount / 100);
  return n % 7 === 0 && amount % 10_000 === 0 ? `£${amount / 100_000}k` : `£${grouped(amount)}`;
};

/** Days as three people typed them, and as a spreadsheet counts them. */
const dayCell = (day: string, n: number): string => {
  if (n % 10 === 0) return serialOf(day);
  return n % 4 === 0 ? shortDay(day) : dayFirst(day);
};
const expected = ({ n, expectedOn }: Deal): string => (n === ABSURD ? '03/04/2206' : dayCell(expectedOn, n));

const stageCell = ({ n, outcome, step }: Deal): string => {
  if (outcome !== 'open') return { won: ['Won', 'won'], lost: ['Lost', 'LOST'] }[outcome][n % 2] ?? '';
  return step === 0 && n % 2 === 0 ? 'Enquiry' : (STEPS[step] ?? '');
};

const columns: Columns<Deal> = [
  ['Ref', KEYS.deal],
  ['Deal', ({ name }) => name],
  ['Customer', ({ company }) => company?.name ?? ''],
  ['Customer ID', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Contact', ({ contact }) => (contact ? `${contact.first} ${contact.last}` : '')],
  ['Stage', stageCell],
  ['Value', value],
  ['Expected close', expected],
  ['Closed', ({ n, closedAt }) => (closedAt ? dayCell(dayAt(closedAt, ZONE), n) : '')],
  ['Why lost', ({ reason }) => reason ?? ''],
  ['Sales person', ({ owner, n }) => sellerCell(owner, n)],
  ['Created', ({ createdAt }) => dayFirst(unclearDay(createdAt))],
  ...always<Deal>({ 'Probability %': '50', Margin: '12%', '': '' }),
];

const outcomeOf = (one: Deal): Outcome => {
  if (one.n in FOREIGN && one.amount !== null) return leftOut('another currency', 'Value');
  if (one.n === ABSURD) return leftOut('day beyond reason', 'Expected close');
  const values = {
    ...dealValues(one, KEYS, ZONE),
    closeOn: one.expectedOn,
    createdAt: startOf(unclearDay(one.createdAt)),
  };
  return stored('deal', values, {
    ...(one.company === null && { row: 'no company' }),
    ...(one.outcome === 'lost' && one.reason === null && { row: 'lost without a reason' }),
  });
};

export const deals = fileOf<Deal>({
  label: 'deals',
  entity: 'deal',
  name: 'Pipeline.csv',
  answers: {
    values: { ...ownersAsked('Sales person'), Stage: { field: 'stage', words: { Enquiry: { is: 'Lead' } } } },
    defaults: {
      customer: { heading: 'Customer', value: { make: NO_ACCOUNT } },
      lostReason: { heading: 'Why lost', value: { is: NO_REASON } },
    },
  },
  write,
  columns,
  keyOf: KEYS.deal,
  outcomeOf,
});
