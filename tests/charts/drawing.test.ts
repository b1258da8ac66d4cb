import { afterAll, describe, expect, test } from '@jest/globals';
import type { Picture } from '../../src/charts/pictures.ts';
import { openChartPool } from '../../src/charts/pool.ts';
import { bright, paleBlue } from '../../src/charts/drawing/theme.ts';
import { activity, manyStages, pipeline, sixStages, twelveMonths, won } from './exhibits.ts';
import { eyesOn, look } from './seen.ts';

const charts = openChartPool();
afterAll(() => charts.close());
const { drawn, seen, same } = eyesOn(charts);

describe('A pipeline', () => {
  test('has bars as long as their values, dark for what is weighted', async () => {
    const stages = [
      { name: 'Whole', count: 1, value: 800, weighted: 600 },
      { name: 'Half', count: 1, value: 400, weighted: 100 },
    ];
    const picture = await seen(pipeline(stages));
    const [whole = 0, half = 0] = picture.bars(bright.blue);
    const [paleWhole = 0, paleHalf = 0] = picture.bars(paleBlue);
    expect(picture.bars(bright.blue)).toHaveLength(2);
    expect(whole / half).toBeCloseTo(6, 0);
    expect((whole + paleWhole) / (half + paleHalf)).toBeCloseTo(2, 1);
    expect(paleWhole / whole).toBeCloseTo(1 / 3, 1);
  });

  test.each([
    [1, 1, 900],
    [8, 8, 900],
    [14, 14, 1200],
    [24, 24, 1600],
    [40, 23, 1600],
  ])('of %i stages has %i bars and is %i pixels high', async (stages, bars, height) => {
    const picture = await drawn(pipeline(manyStages(stages)));
    expect(picture.height).toBe(height);
    expect((await look(picture)).bars(bright.blue)).toHaveLength(bars);
  });

  test('counts the stages that have no bar of their own in the totals', async () => {
    const stages = manyStages(40);
    const more = stages.map((stage, index) => (index === 39 ? { ...stage, count: 900_000 } : stage));
    expect(await same(pipeline(stages), pipeline(more))).toBe(false);
  });

  test('of zeros next to one value has one bar, of huge values fits on the card', async () => {
    const zeros = sixStages.map((stage, index) => (index === 2 ? stage : { ...stage, value: 0, weighted: 0 }));
    expect((await seen(pipeline(zeros))).bars(bright.blue)).toHaveLength(1);
    const huge = sixStages.map((stage) => ({ ...stage, value: Number.MAX_SAFE_INTEGER, count: 1e9 }));
    const picture = await seen(pipeline(huge, { locale: 'de-DE' }));
    for (let y = 10; y < 440; y++) expect([y, picture.at(790, y)]).toEqual([y, '#ffffff']);
  });
});

describe('Won by month', () => {
  test('has a grey bar behind a blue one, and no grey without a year before', async () => {
    const none = twelveMonths.map((month) => ({ ...month, before: 0 }));
    expect((await seen(won())).area(bright.grey)).toBeGreaterThan(5000);
    expect((await seen(won(none))).area(bright.grey)).toBeLessThan(100);
    expect((await seen(won(none))).area(bright.blue)).toBeGreaterThan(50_000);
  });

  test('hangs a month below zero from the line on which the others stand', async () => {
    const [gain, loss] = ['2026-05', '2026-06'].map((month, index) => ({
      ...{ month, count: 1, before: 0 },
      value: index === 0 ? 100 : -100,
    }));
    const picture = await seen(won([gain, loss].filter((month) => month !== undefined)));
    const coloured = (x: number): number[] =>
      Array.from({ length: 450 }, (_, y) => y).filter((y) => y > 130 && picture.at(x, y) === bright.blue);
    expect(Math.min(...coloured(550))).toBeGreaterThan(Math.max(...coloured(180)) - 2);
    expect(coloured(550).length / coloured(180).length).toBeCloseTo(1, 0);
  });

  test.each([1, 12, 24, 60])('of %i months is drawn within its margins', async (length) => {
    const months = Array.from({ length }, (_, index) => ({
      month: `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
      ...{ value: (index + 1) * 1_000_000, count: 1, before: 1_000_000 },
    }));
    const picture = await seen(won(months, { locale: 'pl-PL', currency: 'PLN' }));
    expect(picture.area(bright.blue)).toBeGreaterThan(10_000);
    for (let y = 130; y < 440; y++)
      expect([y, picture.at(20, y), picture.at(780, y)]).toEqual([y, '#ffffff', '#ffffff']);
  });
});

describe('Activity by person', () => {
  test('starts with the busiest and has a colour for each kind', async () => {
    const counts = { call: 9, email: 9, meeting: 9, message: 9, note: 9, fax: 9 };
    const picture = await seen(
      activity([
        { name: 'Ben', counts: { call: 5 } },
        { name: 'Ana', counts },
      ]),
    );
    const { red: _, ...used } = bright;
    for (const colour of Object.values(used)) expect([colour, picture.area(colour) > 3000]).toEqual([colour, true]);
    expect(
      await same(
        activity([
          { name: 'Ben', counts: { call: 5 } },
          { name: 'Ana', counts },
        ]),
        activity([
          { name: 'Ana', counts },
          { name: 'Ben', counts: { call: 5 } },
        ]),
      ),
    ).toBe(true);
  });

  test('leaves the busiest with their own rows when there are hundreds', async () => {
    const people = Array.from({ length: 300 }, (_, index) => ({ name: `Rep ${index}`, counts: { call: index } }));
    const picture = await drawn(activity(people));
    expect(picture.height).toBe(1600);
    expect((await look(picture)).bars(bright.blue)).toHaveLength(23);
  });
});

describe('Every picture', () => {
  test.each([
    pipeline([]),
    pipeline(sixStages.map(({ name }) => ({ name, count: 0, value: 0, weighted: 0 }))),
    won([]),
    won(twelveMonths.map(({ month }) => ({ month, value: 0, count: 0, before: 0 }))),
    activity([]),
    activity([{ name: 'Ana', counts: {} }]),
  ])('says "Nothing yet" instead of an empty axis ($kind)', async (picture) => {
    const empty = await drawn(picture);
    const { area } = await look(empty);
    // An edge of a letter may happen to have the colour of a bar.
    for (const colour of [...Object.values(bright), paleBlue]) expect(area(colour)).toBeLessThan(100);
    const untitled = await look(await drawn({ ...picture, title: '' }));
    expect(untitled.area('#1d1c1d')).toBeGreaterThan(1000); // the sentence itself
    expect(empty.alt).toBe(`${picture.title}: nothing yet.`);
  });

  test('is a white card with round corners through which the background is seen', async () => {
    const { at } = await seen(pipeline());
    for (const [x, y] of [
      [0, 0],
      [799, 0],
      [0, 449],
      [799, 449],
    ] as const)
      expect(at(x, y)).toBe('clear');
    for (const [x, y] of [
      [400, 4],
      [4, 225],
      [795, 225],
    ] as const)
      expect(at(x, y)).toBe('#ffffff');
  });

  test('leaves out what no bundled font can draw, and names by number who has nothing left', async () => {
    const named = (name: string): Picture => activity([{ name, counts: { call: 3 } }]);
    expect(await same(named('Priya 🎉 Sharma 👩‍🚀❤️'), named('Priya Sharma'))).toBe(true);
    expect(await same(named('王小明 2'), named('Person 1'))).toBe(true);
    expect(await same(named('Łukasz'), named('ukasz'))).toBe(false);
    expect(await same(named('محمد'), named('Person 1'))).toBe(false);
  });

  test('writes an amount in English rather than without the characters that make it', async () => {
    const yen = { currency: 'JPY' };
    expect(
      await same(pipeline(sixStages, { ...yen, locale: 'ja-JP' }), pipeline(sixStages, { ...yen, locale: 'en' })),
    ).toBe(true);
    expect(await same(pipeline(sixStages, { locale: 'de-DE' }), pipeline(sixStages))).toBe(false);
  });
});
