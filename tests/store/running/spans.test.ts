import { expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { piecesOf, type Stretch } from '../../../src/store/totals/spans.ts';

const QUARTER_HOUR = 900_000;
const first = Date.parse('2024-01-15T00:00:00Z');
const moment = fc.nat(100_000).map((n) => new Date(first + n * QUARTER_HOUR).toISOString());
const end = fc.option(moment, { freq: 4 });

const holds = ({ from, to }: Stretch, at: string): boolean => (from === null || at >= from) && (to === null || at < to);
const times = (stretches: readonly Stretch[], at: (stretch: Stretch) => string): number =>
  stretches.reduce((sum, stretch) => sum + (holds(stretch, at(stretch)) ? stretch.sign : 0), 0);

test('the pieces of a stretch of time hold each moment of it once and no other', () => {
  fc.assert(
    fc.property(end, end, moment, (one, other, at) => {
      const [from, to] = one !== null && other !== null && one > other ? [other, one] : [one, other];
      const { lines, rows, whole } = piecesOf(from, to);
      const inLines = lines.reduce((sum, line) => sum + times([line], () => at.slice(0, line.span)), 0);
      const inRows = times(rows, () => at);
      expect(inLines + inRows).toBe(holds({ sign: 1, from, to }, at) ? 1 : 0);
      expect(times(whole, () => at)).toBe(inLines);
    }),
    { numRuns: 5000 },
  );
});

test('a month of another time zone is a month of the totals and a few hours of rows', () => {
  expect(piecesOf('2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z')).toEqual({
    lines: [{ sign: 1, span: 7, from: '2026-11', to: '2026-12' }],
    rows: [
      { sign: 1, from: '2026-10-31T23:00:00.000Z', to: '2026-11-01T00:00:00.000Z' },
      { sign: -1, from: '2026-11-30T23:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
    ],
    whole: [{ sign: 1, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' }],
  });
});

test('a few days are read as days, and a year as months', () => {
  const spans = (from: string, to: string) =>
    piecesOf(`${from}T00:00:00.000Z`, `${to}T00:00:00.000Z`).lines.map(({ span }) => span);
  expect(spans('2026-11-16', '2026-11-23')).toEqual([10]);
  expect(spans('2025-01-01', '2026-01-01')).toEqual([7]);
});
