import { always, empty } from '../csv.ts';
import { fileOf } from '../file.ts';
import type { Outcome } from '../truth.ts';
import { dealValues, NO_ACCOUNT, NO_REASON, ownersAsked, stagesAsked, stored, leftOut } from '../wanted.ts';
import type { Deal } from '../world.ts';
import { DEAL_MEASURES } from './labels.ts';
import { at, inOrder, KEYS, ownerCell, write, ZONE } from './portal.ts';

const STAGES = ['Appointment Scheduled', 'Qualified To Buy', 'Presentation Scheduled', 'Contract Sent'];
const stageCell = ({ n, outcome, step }: Deal): string => {
  if (outcome === 'open') return STAGES[step] ?? '';
  return (outcome === 'won' ? ['Closed Won', 'closedwon'] : ['Closed Lost', 'closedlost'])[n % 2] ?? '';
};

const decimal = (minor: number): string => {
  const major = String(minor / 100);
  return major.includes('.') ? major : `${major}.0`;
};

const FOREIGN = 1;
const ABSURD = 3;

const dealColumns = inOrder<Deal>(
  KEYS.deal,
  [
    ['Deal Name', ({ name }) => name],
    ['Deal Stage', stageCell],
    ['Amount', ({ amount }) => (amount === null ? '' : decimal(amount))],
    ['Amount in company currency', ({ amount }) => (amount === null ? '' : decimal(amount))],
    ['Currency', ({ n }) => (n === FOREIGN ? 'USD' : 'EUR')],
    [
      'Close Date',
      ({ n, closedAt, expectedOn }) =>
        n === ABSURD ? '2206-04-03 10:00' : closedAt ? at(closedAt) : `${expectedOn} 11:40`,
    ],
    ['Create Date', ({ createdAt }) => at(createdAt)],
    ['Deal owner', ({ owner }) => ownerCell(owner)],
    ['Closed Lost Reason', ({ reason }) => reason ?? ''],
    ['Deal Description', ({ n }) => (n % 10 === 0 ? `Three sites,\n"maybe four", n° ${n}` : '')],
    ...always<Deal>({ Pipeline: 'Sales Pipeline', 'Deal Type': 'New Business', 'Deal probability': '0.4' }),
    ...always<Deal>({ 'Last Activity Date': '2026-11-20 11:40', 'Is Deal Closed?': 'false' }),
    ...empty<Deal>(['Closed Won Reason', ...DEAL_MEASURES]),
  ],
  [
    ['Associated Company', ({ company }) => company?.name ?? ''],
    ['Associated Contact', ({ contact }) => (contact ? `${contact.first} ${contact.last}` : '')],
    ['Associated Company IDs', ({ company }) => (company ? KEYS.company(company) : '')],
    ['Associated Company IDs (Primary)', ({ company }) => (company ? KEYS.company(company) : '')],
    ['Associated Contact IDs', ({ contact }) => (contact ? KEYS.contact(contact) : '')],
  ],
);

const dealOutcome = (one: Deal): Outcome => {
  if (one.n === FOREIGN) return leftOut('another currency', 'Currency');
  if (one.n === ABSURD) return leftOut('day beyond reason', 'Close Date');
  const values = dealValues(one, KEYS, ZONE);
  return stored(
    'deal',
    { ...values, notes: one.n % 10 === 0 ? `Three sites,\n"maybe four", n° ${one.n}` : null },
    {
      stage: stageCell(one),
      ...(one.company === null && { row: 'no company' }),
      ...(one.outcome === 'lost' && one.reason === null && { row: 'lost without a reason' }),
    },
  );
};

export const deals = fileOf<Deal>({
  label: 'deals',
  entity: 'deal',
  name: 'hubspot-crm-exports-all-deals-2026-11-14.csv',
  answers: {
    values: {
      ...ownersAsked('Deal owner'),
      'Deal Stage': { field: 'stage', words: stagesAsked(STAGES) },
    },
    defaults: {
      customer: { heading: 'Associated Company', value: { make: NO_ACCOUNT } },
      lostReason: { heading: 'Closed Lost Reason', value: { is: NO_REASON } },
    },
  },
  write,
  columns: dealColumns,
  keyOf: KEYS.deal,
  outcomeOf: dealOutcome,
});
