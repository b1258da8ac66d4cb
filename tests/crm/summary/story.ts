import type { DataSet } from './rows.ts';

export const [LEAD, QUALIFIED, PROPOSAL, NEGOTIATION, WON, LOST] = [1, 2, 3, 4, 5, 6];
const [ANA, BEN, CY] = [0, 1, 2];

/** In Berlin, where November began on 31 October at 23:00 UTC and October, in summer time, on 30 September at 22:00. */
const LAST_OF_OCTOBER = '2026-10-31T22:59:59.999Z';
export const FIRST_OF_NOVEMBER = '2026-10-31T23:00:00.000Z';
const LAST_OF_SEPTEMBER = '2026-09-30T21:59:59.999Z';
const FIRST_OF_OCTOBER = '2026-09-30T22:00:00.000Z';

const moved = (from: number | null, to: number, at: string) => ({ field: 'stage' as const, from, to, at });
const put = (from: string | null, to: string, at: string) => ({ field: 'closeOn' as const, from, to, at });

/** What the figures are counted by hand from, as of 16 November 2026 in Berlin. */
export const DATA: DataSet = {
  people: ['Ana', 'Ben', 'Cy'],
  customers: [
    { createdAt: '2026-03-02T09:00:00.000Z' },
    { createdAt: LAST_OF_SEPTEMBER },
    { createdAt: FIRST_OF_OCTOBER },
    { createdAt: LAST_OF_OCTOBER },
    { createdAt: FIRST_OF_NOVEMBER },
    { createdAt: '2026-11-16T13:59:00.000Z' },
    { createdAt: '2026-11-10T09:00:00.000Z', deleted: true },
  ],
  contacts: [
    { createdAt: '2026-01-15T09:00:00.000Z' },
    { createdAt: '2026-10-05T09:00:00.000Z' },
    { createdAt: '2026-10-25T01:30:00.000Z' }, // the hour that came twice
    { createdAt: '2026-11-02T09:00:00.000Z' },
    { createdAt: '2026-11-03T09:00:00.000Z', deleted: true },
  ],
  deals: [
    {
      ...{ stage: LEAD, amount: 10_000, createdAt: '2026-03-02T09:00:00.000Z', closeOn: '2026-10-20' },
      moves: [
        moved(LOST, LEAD, LAST_OF_OCTOBER),
        put('2026-11-30', '2026-12-15', '2026-11-10T09:00:00.000Z'),
        put('2026-12-15', '2027-01-10', '2026-11-12T09:00:00.000Z'),
      ],
    },
    {
      ...{ stage: LEAD, amount: null, createdAt: '2026-10-10T09:00:00.000Z' },
      moves: [
        moved(LEAD, QUALIFIED, '2026-10-12T09:00:00.000Z'),
        moved(QUALIFIED, LEAD, '2026-11-02T09:00:00.000Z'),
        put(null, '2026-12-01', '2026-11-10T09:00:00.000Z'),
      ],
    },
    {
      ...{ stage: QUALIFIED, amount: 3_333, createdAt: FIRST_OF_NOVEMBER, closeOn: '2026-11-20' },
      moves: [
        { ...moved(WON, QUALIFIED, '2026-11-07T09:00:00.000Z'), undone: 1 },
        { ...put('2026-11-20', '2026-11-30', '2026-11-08T09:00:00.000Z'), undone: 1 },
      ],
    },
    {
      ...{ stage: PROPOSAL, amount: 200_001, createdAt: LAST_OF_OCTOBER, closeOn: '2026-11-20' },
      moves: [
        moved(NEGOTIATION, LOST, '2026-11-03T09:00:00.000Z'),
        moved(LOST, PROPOSAL, '2026-11-05T09:00:00.000Z'),
        { ...put('2026-11-10', '2026-11-20', '2026-11-09T09:00:00.000Z'), undone: 2 },
      ],
    },
    {
      ...{ stage: NEGOTIATION, amount: 50_000, currency: 'USD', createdAt: '2026-11-05T09:00:00.000Z' },
      closeOn: '2026-11-20',
      moves: [put('2026-12-01', '2026-11-20', '2026-11-10T09:00:00.000Z')],
    },
    {
      ...{ stage: NEGOTIATION, amount: 1_000_000, createdAt: '2026-09-01T09:00:00.000Z', closeOn: '2026-11-30' },
      owner: BEN,
      moves: [
        moved(LEAD, WON, '2026-10-05T09:00:00.000Z'),
        moved(WON, NEGOTIATION, '2026-10-06T09:00:00.000Z'),
        put('2026-10-31', '2026-11-30', '2026-10-15T09:00:00.000Z'),
      ],
    },
    {
      ...{ stage: WON, amount: 500_000, createdAt: '2026-08-01T09:00:00.000Z', closedOn: '2026-11-01' },
      moves: [
        moved(null, QUALIFIED, '2026-08-01T09:00:00.000Z'),
        moved(QUALIFIED, PROPOSAL, '2026-11-01T09:00:00.000Z'),
        moved(PROPOSAL, WON, '2026-11-01T21:00:00.000Z'),
      ],
    },
    { stage: WON, amount: 700_050, createdAt: '2026-11-02T09:00:00.000Z', closedOn: '2026-11-15', owner: BEN },
    { stage: WON, amount: 90_000, currency: 'GBP', createdAt: '2026-11-02T09:00:00.000Z', closedOn: '2026-11-10' },
    {
      ...{ stage: LOST, amount: 300_000, createdAt: '2026-09-05T09:00:00.000Z', closedOn: '2026-11-03' },
      lostReason: 'Too expensive',
    },
    { stage: WON, amount: 100_000, createdAt: '2026-07-01T09:00:00.000Z', closedOn: '2026-10-31' },
    { stage: WON, amount: 250_000, createdAt: '2026-07-01T09:00:00.000Z', closedOn: '2026-10-01' },
    {
      ...{ stage: LOST, amount: 400_000, createdAt: '2026-10-02T09:00:00.000Z', closedOn: '2026-10-20' },
      lostReason: 'TOO EXPENSIVE',
    },
    { stage: LOST, amount: null, createdAt: '2026-09-02T09:00:00.000Z', closedOn: '2026-09-30' },
    { stage: WON, amount: 800_000, createdAt: '2025-10-01T09:00:00.000Z', closedOn: '2025-11-30' },
    { stage: WON, amount: 60_000, createdAt: '2025-10-01T09:00:00.000Z', closedOn: '2025-12-01' },
    { stage: WON, amount: 45_000, createdAt: '2024-11-01T09:00:00.000Z', closedOn: '2024-12-31' },
    { stage: WON, amount: 999_999, createdAt: '2026-11-02T09:00:00.000Z', closedOn: '2026-11-12', deleted: true },
    {
      ...{ stage: LEAD, amount: 111_111, createdAt: '2026-11-03T09:00:00.000Z', deleted: true },
      moves: [moved(LOST, LEAD, '2026-11-04T09:00:00.000Z')],
    },
  ],
  interactions: [
    { by: ANA, kind: 'call', happenedAt: LAST_OF_SEPTEMBER },
    { by: BEN, kind: 'call', happenedAt: '2026-09-10T09:00:00.000Z', customer: 0 },
    { by: ANA, kind: 'call', happenedAt: FIRST_OF_OCTOBER, customer: 1 },
    { by: ANA, kind: 'email', happenedAt: LAST_OF_OCTOBER, customer: 2 },
    { by: ANA, kind: 'call', happenedAt: FIRST_OF_NOVEMBER },
    { by: ANA, kind: 'email', happenedAt: '2026-11-16T13:00:00.000Z' },
    { by: BEN, kind: 'meeting', happenedAt: '2026-11-04T09:00:00.000Z' },
    { by: BEN, kind: 'meeting', happenedAt: '2026-11-05T09:00:00.000Z' },
    { by: BEN, kind: 'call', happenedAt: '2026-11-06T09:00:00.000Z' },
    { by: CY, kind: 'note', happenedAt: '2026-11-06T09:00:00.000Z' },
    { by: CY, kind: 'note', happenedAt: '2026-11-07T09:00:00.000Z', deleted: true },
  ],
  targets: [
    { by: ANA, quarter: '2026-Q4', amount: 4_600_000 },
    { by: BEN, quarter: '2026-Q4', amount: 4_600_000 },
    { by: ANA, quarter: '2026-Q2', amount: 1 },
    { by: ANA, quarter: '2026-Q3', amount: 1_000, currency: 'USD' },
    { by: CY, quarter: '2026-Q4', amount: 1_000, deleted: true },
  ],
};
