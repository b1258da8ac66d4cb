import { always, empty, writer, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { dayFirst } from '../moments.ts';
import type { Outcome } from '../truth.ts';
import { dealValues, NO_ACCOUNT, NO_REASON, ownersAsked, stagesAsked, stored, leftOut } from '../wanted.ts';
import type { Deal } from '../world.ts';
import { at, KEYS, ZONE } from './account.ts';

const FOREIGN = 1;
const ABSURD = 3;
const STAGES = ['Qualified In', 'Contact Made', 'Proposal Made', 'Negotiations Started'];

/** `12.500,50`, and `12.500` for twelve thousand five hundred; zero where nobody entered one. */
const value = ({ amount }: Deal): string => {
  const [whole = '', cents = ''] = ((amount ?? 0) / 100).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return cents === '00' ? grouped : `${grouped},${cents}`;
};

const statusOf = ({ outcome }: Deal): string => ({ open: 'Open', won: 'Won', lost: 'Lost' })[outcome];
const closedAt = ({ closedAt: moment }: Deal): string => (moment === null ? '' : at(moment));

const columns: Columns<Deal> = [
  ['Deal - ID', KEYS.deal],
  ['Deal - Title', ({ name }) => name],
  ['Deal - Creator', () => 'Maya Lind'],
  ['Deal - Owner', ({ owner }) => owner?.name ?? ''],
  ['Deal - Value', value],
  ['Deal - Currency of Value', ({ n }) => (n === FOREIGN ? 'CHF' : 'EUR')],
  ['Deal - Weighted value', value],
  ...always<Deal>({ 'Deal - Currency of Weighted value': 'EUR', 'Deal - Probability': '' }),
  ['Deal - Organization', ({ company }) => company?.name ?? ''],
  ['Deal - Organization ID', ({ company }) => (company ? KEYS.company(company) : '')],
  ['Deal - Pipeline', () => 'Pipeline'],
  ['Deal - Contact person', ({ contact }) => (contact ? `${contact.first} ${contact.last}` : '')],
  ['Deal - Contact person ID', ({ contact }) => (contact ? KEYS.contact(contact) : '')],
  ['Deal - Participants', () => '1'],
  ['Deal - Stage', ({ step }) => STAGES[step] ?? ''],
  ['Deal - Label', () => 'Hot'],
  ['Deal - Status', statusOf],
  ['Deal - Deal created', ({ createdAt }) => at(createdAt)],
  ['Deal - Update time', () => '2026-11-14 08:00:00'],
  ...empty<Deal>(['Deal - Next activity date', 'Deal - Last activity date']),
  ['Deal - Won time', (one) => (one.outcome === 'won' ? closedAt(one) : '')],
  ['Deal - Lost time', (one) => (one.outcome === 'lost' ? closedAt(one) : '')],
  ['Deal - Deal closed on', closedAt],
  ['Deal - Lost reason', ({ reason }) => reason ?? ''],
  ['Deal - Expected close date', ({ n, expectedOn }) => dayFirst(n === ABSURD ? '0026-04-03' : expectedOn)],
  ...always<Deal>({ 'Deal - Total activities': '4', 'Deal - Visible to': 'All users', 'Deal - Archive status': '' }),
  // A field of their own that is called like one of the system's.
  ['Deal - Status', ({ n }) => ['With legal', 'Waiting', ''][n % 3] ?? ''],
];

const outcomeOf = (one: Deal): Outcome => {
  if (one.n === FOREIGN) return leftOut('another currency', 'Deal - Currency of Value');
  if (one.n === ABSURD) return leftOut('day beyond reason', 'Deal - Expected close date');
  const isUnexplained = one.outcome === 'lost' && one.reason === null;
  const values = {
    ...dealValues(one, KEYS, ZONE),
    amount: one.amount ?? 0,
    closeOn: one.expectedOn,
  };
  const row = isUnexplained ? 'lost without a reason' : one.company === null ? 'no company' : null;
  const traps = { stage: statusOf(one), ...(row !== null && { row }) };
  return stored('deal', values, traps);
};

export const deals = fileOf<Deal>({
  label: 'deals',
  entity: 'deal',
  name: 'deals-4711-3.csv',
  answers: {
    values: { ...ownersAsked('Deal - Owner'), 'Deal - Stage': { field: 'stage', words: stagesAsked(STAGES) } },
    defaults: {
      customer: { heading: 'Deal - Organization', value: { make: NO_ACCOUNT } },
      lostReason: { heading: 'Deal - Lost reason', value: { is: NO_REASON } },
    },
  },
  write: writer({ quoteAll: false, lineEnd: '\n', byteOrderMark: false }),
  columns,
  keyOf: KEYS.deal,
  outcomeOf,
});
