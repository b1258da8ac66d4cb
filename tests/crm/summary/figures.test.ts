import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../src/model/actor.ts';
import { readQuestion } from '../../../src/crm/summary/question.ts';
import { summarize, type FigureKey, type Summary } from '../../../src/crm/summary/summary.ts';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { fill } from './rows.ts';
import { DATA, FIRST_OF_NOVEMBER, WON } from './story.ts';

const valuesOf = ({ figures }: Summary): Record<string, [number | null, number | null, number | null]> =>
  Object.fromEntries(Object.values(figures).map(({ key, value, before, change }) => [key, [value, before, change]]));

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    await fill(crm, DATA);
  });
  afterEach(() => crm.end());

  const summaryOf = async (words: string, actor: Actor = ana): Promise<Summary> =>
    summarize({ crm, actor }, await readQuestion({ crm, actor }, words));

  test('this month beside October: every figure as counted by hand', async () => {
    expect(valuesOf(await summaryOf(''))).toEqual({
      customers: [6, 4, 2],
      customersNew: [2, 2, 0],
      customersSilent30: [2, 1, 1],
      customersSilent60: [1, 0, 1],
      customersSilent90: [0, 0, 0],
      contacts: [4, 3, 1],
      contactsNew: [1, 2, -1],
      dealsNew: [4, 3, 1],
      dealsOpen: [6, 6, 0],
      dealsWon: [3, 2, 1],
      dealsLost: [1, 1, 0],
      dealsReopened: [1, 2, -1],
      dealsSlipped: [2, 1, 1],
      winRate: [75, expect.closeTo(66.6667, 3), expect.closeTo(8.3333, 3)],
      winRateValue: [expect.closeTo(80.0007, 4), expect.closeTo(46.6667, 4), expect.closeTo(33.334, 4)],
      valueOpen: [1_213_334, 2_010_001, -796_667],
      valueWeighted: [851_834, null, null], // 1,000 + 833.25 + 100,000.50 + 750,000
      valueWon: [1_200_050, 350_000, 850_050],
      averageWon: [600_025, 175_000, 425_025],
      cycleMedian: [13, 107, -94], // 8, 13 and 92 days; 92 and 122
      cycleP90: [expect.closeTo(76.2, 6), expect.closeTo(119, 6), expect.closeTo(-42.8, 6)],
      // 30 and 31 of the 92 days of a quarter in which 92,000.00 are to be won.
      targetAttained: [expect.closeTo(40.0017, 4), expect.closeTo(11.2903, 4), expect.closeTo(28.7113, 4)],
      interactions: [6, 2, 4],
    } satisfies Record<FigureKey, unknown>);
  });

  test('the last month beside September: over, so without a weighted value, and with the deals that were open then', async () => {
    const summary = await summaryOf('last month');
    expect(valuesOf(summary)).toEqual({
      customers: [4, 2, 2],
      customersNew: [2, 1, 1],
      customersSilent30: [1, 0, 1],
      customersSilent60: [0, 0, 0],
      customersSilent90: [0, 0, 0],
      contacts: [3, 1, 2],
      contactsNew: [2, 0, 2],
      dealsNew: [3, 3, 0],
      dealsOpen: [6, 6, 0],
      dealsWon: [2, 0, 2],
      dealsLost: [1, 1, 0],
      dealsReopened: [2, 0, 2],
      dealsSlipped: [1, 0, 1],
      winRate: [expect.closeTo(66.6667, 3), 0, expect.closeTo(66.6667, 3)],
      winRateValue: [expect.closeTo(46.6667, 4), null, null],
      valueOpen: [2_010_001, 2_160_000, -149_999],
      valueWeighted: [null, null, null],
      valueWon: [350_000, 0, 350_000],
      averageWon: [175_000, null, null],
      cycleMedian: [107, null, null],
      cycleP90: [expect.closeTo(119, 6), null, null],
      targetAttained: [expect.closeTo(11.2903, 4), null, null],
      interactions: [2, 2, 0],
    });
    expect(summary.notes).toEqual([
      '1 open deal has no amount yet.',
      'The pipeline by stage shows today, not the end of the period.',
    ]);
  });

  test('the pipeline holds what stands in each open stage now', async () => {
    expect((await summaryOf('')).pipeline).toEqual([
      { name: 'Lead', count: 2, value: 10_000, weighted: 1_000 },
      { name: 'Qualified', count: 1, value: 3_333, weighted: 833 },
      { name: 'Proposal', count: 1, value: 200_001, weighted: 100_001 },
      { name: 'Negotiation', count: 2, value: 1_000_000, weighted: 750_000 },
    ]);
  });

  test('while the period runs the open deals are those in open stages, also when a won one closes on a day to come', async () => {
    const deals = [{ stage: WON as number, amount: 100, createdAt: FIRST_OF_NOVEMBER, closedOn: '2026-12-24' }];
    await fill(crm, { people: ['Dee'], customers: [], contacts: [], deals, interactions: [] });
    const { figures, pipeline } = await summaryOf('');
    expect(figures.dealsOpen.value).toBe(6);
    expect(pipeline.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(figures.dealsWon.value).toBe(3);
  });

  test('won by month goes back twelve months, each beside the year before', async () => {
    const months = (await summaryOf('')).wonByMonth;
    expect(months.map(({ month }) => month)).toEqual([
      '2025-12',
      ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11'].map((month) => `2026-${month}`),
    ]);
    expect(months.filter(({ value, count, before }) => value + count + before > 0)).toEqual([
      { month: '2025-12', value: 60_000, count: 1, before: 45_000 },
      { month: '2026-10', value: 350_000, count: 2, before: 0 },
      { month: '2026-11', value: 1_200_050, count: 3, before: 800_000 },
    ]);
  });

  test('won by month ends with the period, and with today while the period runs', async () => {
    const lastOf = async (words: string) => (await summaryOf(words)).wonByMonth.at(-1)?.month;
    expect(await lastOf('2025-Q4')).toBe('2025-12');
    expect(await lastOf('this year')).toBe('2026-11');
  });

  test('activity shows who did what, the most active first', async () => {
    expect((await summaryOf('')).activity).toEqual([
      { name: 'Ben', counts: { meeting: 2, call: 1 } },
      { name: 'Ana', counts: { call: 1, email: 1 } },
      { name: 'Cy', counts: { note: 1 } },
    ]);
  });

  test('it says where the numbers come from and what they leave out', async () => {
    const { provenance, notes } = await summaryOf('');
    expect(provenance).toEqual({
      asOf: '2026-11-16T14:00:00.000Z',
      day: '2026-11-16',
      deals: 17,
      from: '2026-11-01',
      to: '2026-11-30',
      currency: 'EUR',
      filter: '',
    });
    expect(notes).toEqual([
      '1 open deal has no amount yet.',
      '1 deal in GBP and 1 in USD are counted, but their amounts are not in the totals, which are in EUR.',
    ]);
  });

  test('it mentions only what the asked sums leave out', async () => {
    const over = 'The pipeline by stage shows today, not the end of the period.';
    expect((await summaryOf('yesterday')).notes).toEqual([
      '1 open deal has no amount yet.',
      '1 deal in USD is counted, but its amount is not in the totals, which are in EUR.',
      over,
    ]);
    expect((await summaryOf('2024-12')).notes).toEqual([over]);
  });

  test('where nothing closed there is no win rate', async () => {
    const { figures } = await summaryOf('2026-05');
    expect(figures.winRate).toMatchObject({ value: null, before: null, change: null });
    expect(figures.dealsWon).toMatchObject({ value: 0, before: 0, change: 0 });
  });

  test('the answer is plain JSON', async () => {
    const summary = await summaryOf('');
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  describe('days are those of the asker', () => {
    const from = (timeZone: string): Actor => ({ ...ana, timeZone });

    test('the day on which clocks go back has 25 hours', async () => {
      crm.at('2026-10-25T23:30:00Z');
      const touches = ['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'];
      const interactions = [...touches, '2026-10-25T23:00:00.000Z'].map((at) => ({
        by: 0,
        kind: 'call',
        happenedAt: at,
      }));
      await fill(crm, { people: ['Dee'], customers: [], contacts: [], deals: [], interactions });
      expect((await summaryOf('2026-10-25')).figures.interactions).toMatchObject({ value: 2, before: 1 });
    });

    test('a day ends a day apart between Kiritimati and Pago Pago', async () => {
      const at = { by: 0, kind: 'call', happenedAt: '2026-06-15T10:30:00.000Z' };
      await fill(crm, { people: ['Dee'], customers: [], contacts: [], deals: [], interactions: [at] });
      const seen = async (day: string, zone: string) => (await summaryOf(day, from(zone))).figures.interactions.value;
      expect(await seen('2026-06-16', 'Pacific/Kiritimati')).toBe(1);
      expect(await seen('2026-06-15', 'Pacific/Kiritimati')).toBe(0);
      expect(await seen('2026-06-14', 'Pacific/Pago_Pago')).toBe(1);
      expect(await seen('2026-06-15', 'Pacific/Pago_Pago')).toBe(0);
    });

    test('the leap day belongs to February', async () => {
      crm.at('2028-03-10T12:00:00Z');
      const deals = ['2028-02-28', '2028-02-29', '2028-03-01'].map((closedOn) => ({
        ...{ stage: WON as number, amount: 100, createdAt: '2028-01-01T00:00:00.000Z', closedOn },
      }));
      await fill(crm, { people: ['Dee'], customers: [], contacts: [], deals, interactions: [] });
      expect((await summaryOf('')).figures.dealsWon).toMatchObject({ value: 1, before: 2 });
      expect((await summaryOf('')).wonByMonth.at(-2)).toEqual({ month: '2028-02', value: 200, count: 2, before: 0 });
    });
  });

  test('beyond 24 people the rest stand together as Others, last', async () => {
    const people = Array.from({ length: 27 }, (_, index) => `P${String(index).padStart(2, '0')}`);
    const happenedAt = '2026-06-15T10:00:00.000Z';
    const interactions = people.flatMap((_, by) => [
      { by, kind: 'call', happenedAt },
      ...(by < 24 ? [{ by, kind: 'note', happenedAt }] : []),
    ]);
    await fill(crm, { people, customers: [], contacts: [], deals: [], interactions });
    const { activity } = await summaryOf('2026-06');
    expect(activity.map(({ name }) => name)).toEqual([...people.slice(0, 24), 'Others']);
    expect(activity.at(-1)).toEqual({ name: 'Others', counts: { call: 3 } });
  });

  test('who may not read is told nothing', async () => {
    await expect(summaryOf('', { ...ana, role: 'none' })).rejects.toThrow('you can’t see customers');
    await expect(summaryOf('', { ...ana, role: 'viewer' })).resolves.toMatchObject({ provenance: { deals: 17 } });
  });
});
