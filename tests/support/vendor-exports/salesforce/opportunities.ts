import { always, empty, type Columns } from '../csv.ts';
import { fileOf } from '../file.ts';
import { dayAt } from '../moments.ts';
import type { Outcome } from '../truth.ts';
import { dealValues, NO_ACCOUNT, NO_REASON, ownersAsked, stagesAsked, stored, leftOut } from '../wanted.ts';
import type { Deal } from '../world.ts';
import { accountCell, contactCell, isMerged, KEYS, NONE, onDay, system, userKey, WANTED, write } from './org.ts';

const FOREIGN = 1;
const STAGES = ['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review'];
const isClosed = ({ outcome }: Deal): boolean => outcome !== 'open';
const decimal = (amount: number | null): string => (amount === null ? '' : (amount / 100).toFixed(1));

/** Reports write ids of fifteen signs. */
const accountIn = ({ n, company }: Deal): string =>
  n % 4 === 0 && company ? accountCell(company).slice(0, 15) : accountCell(company);

const stageCell = ({ outcome, step }: Deal): string =>
  outcome === 'open' ? (STAGES[step] ?? '') : outcome === 'won' ? 'Closed Won' : 'Closed Lost';

const columns: Columns<Deal> = [
  ['Id', KEYS.deal],
  ['IsDeleted', () => '0'],
  ['AccountId', accountIn],
  ['IsPrivate', () => '0'],
  ['Name', ({ name }) => name],
  ['Description', ({ n }) => (n % 10 === 0 ? `Three sites,\n"maybe four", n° ${n}` : '')],
  ['StageName', stageCell],
  ['Amount', ({ amount }) => decimal(amount)],
  ...always<Deal>({ Probability: '40.0', ExpectedRevenue: '1234.5', TotalOpportunityQuantity: '' }),
  ['CloseDate', ({ closedAt, expectedOn }) => onDay(closedAt ? dayAt(closedAt, 'UTC') : expectedOn)],
  ...always<Deal>({ Type: 'New Customer', NextStep: '', LeadSource: 'Web' }),
  ['IsClosed', (one) => (isClosed(one) ? '1' : '0')],
  ['IsWon', ({ outcome }) => (outcome === 'won' ? '1' : '0')],
  ...always<Deal>({ ForecastCategory: 'Pipeline', ForecastCategoryName: 'Pipeline' }),
  ['CurrencyIsoCode', ({ n }) => (n === FOREIGN ? 'EUR' : 'USD')],
  ...always<Deal>({ CampaignId: NONE, HasOpportunityLineItem: '0', Pricebook2Id: NONE }),
  ...system<Deal>({ owner: ({ owner }) => owner, createdAt: ({ createdAt }) => createdAt }),
  ...empty<Deal>(['LastStageChangeDate', 'FiscalQuarter', 'FiscalYear']),
  ['ContactId', ({ contact }) => contactCell(contact)],
  ['Loss_Reason__c', ({ reason }) => reason ?? ''],
];

const outcomeOf = (one: Deal): Outcome => {
  if (one.n === FOREIGN) return leftOut('another currency', 'CurrencyIsoCode');
  const isUnexplained = one.outcome === 'lost' && one.reason === null;
  const values = {
    ...dealValues(one, WANTED, 'UTC'),
    notes: one.n % 10 === 0 ? `Three sites,\n"maybe four", n° ${one.n}` : null,
  };
  const unknown = one.company === null ? 'no company' : isMerged(one.company) ? 'merged-away account' : null;
  const row = isUnexplained ? 'lost without a reason' : unknown;
  return stored('deal', values, row === null ? {} : { row });
};

export const opportunities = fileOf<Deal>({
  label: 'Opportunity',
  entity: 'deal',
  name: 'Opportunity.csv',
  answers: {
    values: { ...ownersAsked('OwnerId', userKey), StageName: { field: 'stage', words: stagesAsked(STAGES) } },
    defaults: {
      customer: { heading: 'AccountId', value: { make: NO_ACCOUNT } },
      lostReason: { heading: 'Loss_Reason__c', value: { is: NO_REASON } },
    },
  },
  write,
  columns,
  keyOf: KEYS.deal,
  outcomeOf,
});
