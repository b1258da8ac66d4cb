import { afterAll, describe, expect, test } from '@jest/globals';
import type { AgeingStage, ForecastMonth, Worth } from '../../src/charts/pictures.ts';
import { openChartPool } from '../../src/charts/pool.ts';
import { ages, bright, ink, paleBlue } from '../../src/charts/drawing/theme.ts';
import { ageing, forecast, funnel, lost, moved, sixMonths, withoutTargets } from './sales-exhibits.ts';
import { eyesOn, look } from './seen.ts';

const charts = openChartPool();
afterAll(() => charts.close());
const { drawn, seen, same } = eyesOn(charts);

const none: Worth = { count: 0, value: 0 };
const huge: Worth = { count: 1e9, value: Number.MAX_SAFE_INTEGER };
const times = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));
const steps = (...counts: number[]) => counts.map((count, index) => ({ name: `Stage ${index}`, count, value: count }));

/** Names as they are: too long, right to left, without a letter that the fonts have, empty, in two lines. */
const names = [
  'Waiting for the approval of the procurement department',
  'שלב המשא ומתן',
  '王小明',
  '🎉',
  '',
  'Two\nlines',
];
const nameOf = (index: number): string => names[index % names.length] ?? '';
const agesOf = (index: number, worth: Worth): AgeingStage => ({
  name: nameOf(index),
  bands: [worth, none, worth, worth],
});

describe('A funnel', () => {
  test('has a dark bar for who reached a stage and a pale one for who did not come on', async () => {
    const picture = await seen(funnel(steps(80, 40, 10)));
    const [first = 0, second = 0, third = 0] = picture.bars(bright.blue);
    const [stayed = 0, stayedLater = 0] = picture.bars(paleBlue);
    expect([first / second, first / third, stayed / second].map(Math.round)).toEqual([2, 8, 1]);
    expect(stayedLater / third).toBeCloseTo(3, 0);
  });

  test('draws no loss where more reached a stage than the one before', async () => {
    const picture = await seen(funnel(steps(10, 20, 40)));
    expect(picture.bars(bright.blue)).toHaveLength(3);
    expect(picture.bars(paleBlue)).toHaveLength(0);
  });
});

describe('A forecast', () => {
  test('has a line at the target only when there is one', async () => {
    const untold = withoutTargets(sixMonths);
    const lines = async (months: ForecastMonth[]) => (await seen(forecast(months))).bars(ink.strong);
    expect(Math.max(...(await lines(sixMonths.slice(0, 1))))).toBeGreaterThan(300);
    expect(Math.max(...(await lines(untold)))).toBeLessThan(30); // letters
  });

  test('stands what is sure on what is won, and has room for a target above all columns', async () => {
    const month = { month: '2026-05', won: 100, commit: 100, bestCase: 100, weighted: 100, target: 800 };
    const picture = await seen(forecast([month]));
    const [green, blue] = [picture.area(bright.green), picture.area(bright.blue)];
    expect(blue / green).toBeGreaterThan(0.8); // the point hides a part
    expect(picture.at(400, 169)).toBe(ink.card); // over the line, which is at the top
    expect(picture.at(100, 172)).toBe(ink.strong);
  });

  test.each([1, 12, 24])('of %i months is drawn within its margins', async (length) => {
    const months = times(length, (index) => ({
      month: `${2026 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
      ...{ won: index === 2 ? -5e6 : 1e6, commit: index * 1e6, bestCase: index * 2e6, weighted: index * 1e6 },
    }));
    const picture = await seen(forecast(months, { locale: 'pl-PL', currency: 'PLN' }));
    for (let y = 130; y < 440; y++)
      expect([y, picture.at(20, y), picture.at(780, y)]).toEqual([y, '#ffffff', '#ffffff']);
  });
});

describe('What moved', () => {
  test('is a waterfall: totals from zero, moves as long as what they moved', async () => {
    const moves = { reopened: none, shrunk: none, slipped: none, lost: none };
    const worth = (value: number): Worth => ({ count: 1, value });
    const picture = await seen(
      moved({ ...moves, new: worth(200), grown: worth(400), won: worth(-500) }, { then: worth(800), now: worth(900) }),
    );
    const [then = 0, now = 0] = picture.bars(bright.blue);
    const [added = 0, grown = 0] = picture.bars(bright.cyan);
    const [won = 0] = picture.bars(bright.green);
    for (const [length, value] of [
      [now, 900],
      [added, 200],
      [grown, 400],
      [won, 500],
    ] as const)
      expect(length / then).toBeCloseTo(value / 800, 1);
    expect(picture.area(bright.grey)).toBeLessThan(100);
  });

  test('shows what the moves leave unexplained, and an open value below zero', async () => {
    const worth = { count: 1, value: -100_000_000 };
    expect((await seen(moved({}, { now: worth }))).area(bright.grey)).toBeGreaterThan(1000);
    expect((await seen(moved({}, { now: worth }))).bars(bright.blue)).toHaveLength(2);
  });
});

describe('Ageing', () => {
  test('has a colour for each band, and counts of stages without a bar in the whole', async () => {
    const stages = times(40, (index) => agesOf(index, { count: 3, value: 100 }));
    const picture = await drawn(ageing(stages));
    const { area, bars } = await look(picture);
    expect([picture.height, bars(ages[3]).length]).toEqual([1600, 23]);
    expect(ages.map((colour) => area(colour) > 5000)).toEqual([true, false, true, true]);
  });
});

describe('Lost reasons', () => {
  test('start with the costliest and fold the tail', async () => {
    const reasons = times(24, (index) => ({ reason: `Reason ${index}`, count: 1, value: index * 1000 }));
    expect(await same(lost(reasons), lost(reasons.toReversed()))).toBe(true);
    expect((await seen(lost(reasons))).bars(bright.red)).toHaveLength(9);
  });

  test('are compared by their number when no deal had an amount', async () => {
    const [first = 0, second = 0] = (
      await seen(lost([2, 6].map((count) => ({ reason: `For ${count}`, count, value: 0 }))))
    ).bars(bright.red);
    expect(first / second).toBeCloseTo(3, 1);
  });
});

describe('Each of them', () => {
  const still = { new: none, reopened: none, grown: none, shrunk: none, slipped: none, lost: none, won: none };
  test.each([
    funnel([]),
    funnel(steps(0, 0)),
    forecast([]),
    forecast([{ month: '2026-01', won: 0, commit: 0, bestCase: 0, weighted: 0 }]),
    moved(still, { then: none, now: none }),
    ageing([]),
    ageing([agesOf(0, none)]),
    lost([]),
    lost([{ reason: 'Price', count: 0, value: 0 }]),
  ])('says "Nothing yet" instead of an empty axis ($kind)', async (picture) => {
    const empty = await drawn(picture);
    const { area } = await look(empty);
    for (const colour of [...Object.values(bright), ...ages]) expect(area(colour)).toBeLessThan(100);
    expect(empty.alt).toBe(`${picture.title}: nothing yet.`);
  });

  test.each([
    ['1', 1, huge],
    ['24', 24, huge],
    ['8 below zero', 8, { count: 3, value: -7_000_000 }],
  ])('is right with %s and with any names', async (_, length, worth) => {
    const stages = times(length, (index) => ({ name: nameOf(index), ...worth }));
    const pictures = [
      funnel(stages, { locale: 'de-DE' }),
      ageing(times(length, (index) => agesOf(index, worth))),
      lost(stages.map(({ name, ...each }) => ({ reason: name, ...each }))),
      moved({ new: worth, lost: worth, won: worth }, { then: worth, now: worth, locale: 'ar' }),
    ];
    for (const picture of pictures) {
      const { at } = await seen(picture);
      for (let y = 130; y < 440; y++)
        expect([picture.kind, y, at(785, y), at(15, y)]).toEqual([picture.kind, y, '#ffffff', '#ffffff']);
    }
  });
});
