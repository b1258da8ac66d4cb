import { describe, expect, test } from '@jest/globals';
import { bridgeOf, changeBy, isStill } from '../../src/charts/drawing/bridge.ts';
import { stepsOf } from '../../src/charts/conversion.ts';
import { costliestFirst } from '../../src/charts/lost.ts';
import { outlookOf } from '../../src/charts/outlook.ts';
import { fiveSteps, moved, sixMonths, withoutTargets } from './sales-exhibits.ts';

describe('The bridge of what moved', () => {
  test('goes from what was open to what is open, each row from where the one before ended', () => {
    const spans = bridgeOf(moved());
    expect(spans.map(({ name }) => name).join(' ')).toBe(
      'Open at start New Reopened Increased Pulled in Decreased Slipped Lost Won Open now',
    );
    for (const [index, { from }] of spans.slice(1, -1).entries()) expect(from).toBe(spans[index]?.to);
    expect(spans.at(-2)?.to).toBe(spans.at(-1)?.to);
    expect([changeBy(spans, 'came'), changeBy(spans, 'went'), changeBy(spans, 'won')]).toEqual([
      29_900_000, -30_300_000, -26_000_000,
    ]);
  });

  test('names what the moves do not explain', () => {
    const spans = bridgeOf(moved({}, { now: { count: 49, value: 123_300_001 } }));
    expect(spans.at(-2)).toEqual({
      name: 'Other',
      effect: 'unexplained',
      from: 123_300_000,
      to: 123_300_001,
      count: null,
    });
  });

  test('takes a move for what it does: a negative new deal makes less, a lost debt more', () => {
    const spans = bridgeOf(moved({ new: { count: 1, value: -5 }, lost: { count: 1, value: 5 } }));
    const effects = Object.fromEntries(spans.map(({ name, effect }) => [name, effect]));
    expect(effects).toMatchObject({ New: 'went', Lost: 'came' });
  });

  test('is still only when nothing was open, is open or moved', () => {
    const none = { count: 0, value: 0 };
    const { moves } = moved({
      new: none,
      reopened: none,
      grown: none,
      shrunk: none,
      slipped: none,
      lost: none,
      won: none,
    });
    expect(isStill({ then: none, now: none, moves })).toBe(true);
    expect(isStill({ then: none, now: none, moves: { ...moves, won: { count: 1, value: 0 } } })).toBe(false);
  });
});

test('Conversion is the share of the stage before, and nobody can come on from an empty one', () => {
  expect(stepsOf(fiveSteps).map(({ cameOn, left }) => [cameOn?.toFixed(2), left])).toEqual([
    ['1.00', 0],
    ['0.75', 12],
    ['0.50', 18],
    ['0.78', 4],
    ['0.64', 5],
  ]);
  const odd = [0, 4, 6, 0].map((count) => ({ name: 'Stage', count, value: 0 }));
  expect(stepsOf(odd).map(({ cameOn, left }) => [cameOn, left])).toEqual([
    [null, 0],
    [null, 0],
    [1.5, 0],
    [0, 6],
  ]);
});

describe('An outlook', () => {
  test('compares with the target what is expected in the months that have one', () => {
    expect(outlookOf(sixMonths)).toMatchObject({
      won: 22_000_000,
      weighted: 66_500_000,
      expected: 88_500_000,
      target: 138_000_000,
    });
    const one = withoutTargets(sixMonths).map((month, index) =>
      index === 0 ? { ...month, target: 51_000_000 } : month,
    );
    expect(outlookOf(one)).toMatchObject({ target: 51_000_000, attained: 0.5 });
  });

  test('has no share of a target that is missing or zero', () => {
    const months = withoutTargets(sixMonths);
    expect(outlookOf(months)).toMatchObject({ target: null, attained: null });
    expect(outlookOf(months.map((month) => ({ ...month, target: 0 })))).toMatchObject({ target: 0, attained: null });
  });
});

test('Reasons start with the costliest, then the most frequent; those that cost nobody anything are left out', () => {
  const reasons = [
    { reason: 'Rare', count: 1, value: 0 },
    { reason: 'Often', count: 9, value: 0 },
    { reason: ' ', count: 2, value: 70 },
    { reason: 'Never', count: 0, value: 0 },
  ];
  expect(costliestFirst(reasons).map(({ reason }) => reason)).toEqual(['No reason given', 'Often', 'Rare']);
});
