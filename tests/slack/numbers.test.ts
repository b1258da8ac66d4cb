import { describe, expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import { beside, cellsBeside, percent, text, type Table } from '../../src/crm/summary/table.ts';
import type { Figure } from '../../src/crm/summary/summary.ts';
import { numberTable } from '../../src/slack/commands/summary/number-table.ts';
import { figureWords } from '../../src/slack/commands/summary/summary-view.ts';

const context = { locale: 'en', currency: 'EUR', masked: false };

const rate = (value: number, before: number): string =>
  figureWords(
    {
      ...{ key: 'winRate', label: 'Win rate', unit: 'percent', formula: '', hidden: null },
      ...{ value, before, change: value - before },
    } satisfies Figure,
    context,
  );

/** The cells of a table with that percent beside what it was. */
const cells = (value: number, before: number): unknown[] => {
  const table: Table = {
    title: 'Rates',
    columns: [text('Person'), ...beside(percent('Win rate'))],
    rows: [['Ana', ...cellsBeside(value, before)]],
    total: null,
  };
  const [block] = numberTable(table, context);
  const [, row = []] = block && 'rows' in block ? block.rows : [];
  return row.slice(1).map((cell) => 'text' in cell && cell.text);
};

describe('percent pts', () => {
  test.each([
    [50.4, 49.6, '*50.4%*  (▲ 0.8 pts, was 49.6%)'],
    [49.6, 50.4, '*49.6%*  (▼ 0.8 pts, was 50.4%)'],
    [50, 67, '*50%*  (▼ 17 pts, was 67%)'],
    [57.4, 62.6, '*57.4%*  (▼ 5.2 pts, was 62.6%)'],
    [100 / 3, 25, '*33%*  (▲ 8 pts, was 25%)'],
    [51, 50, '*51%*  (▲ 1 pt, was 50%)'],
    [50.4, 50.2, '*50.4%*  (▲ 0.2 pts, was 50.2%)'],
    [50.04, 50, '*50.04%*  (▲ 0.04 pts, was 50%)'],
    [50, 50, '*50%*  (no change)'],
  ])('from %d the rate of %d is told so that what is shown adds up', (value, before, told) =>
    expect(rate(value, before)).toBe(told),
  );

  test('are the same in a table', () => {
    expect(cells(50.4, 49.6)).toEqual(['50.4%', '49.6%', '+0.8 pts']);
    expect(cells(50, 67)).toEqual(['50%', '67%', '−17 pts']);
    expect(cells(100, 100)).toEqual(['100%', '100%', '0 pts']);
  });

  test('always add up, and are those of the values themselves', () => {
    const share = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }))
      .map(([part, rest]) => (100 * part) / (part + rest));
    const numberIn = (words: unknown): number =>
      Number(
        String(words)
          .replace('−', '-')
          .replace(/[ %].*/, ''),
      );
    fc.assert(
      fc.property(share, share, (value, before) => {
        const [now = 0, then = 0, moved = 0] = cells(value, before).map(numberIn);
        expect(Math.abs(moved - (value - before))).toBeLessThanOrEqual(0.5);
        const isFine = Math.abs(now - then - moved) < 0.0101;
        expect([now, then, moved, isFine]).toEqual([now, then, moved, true]);
        if (Math.abs(value - before) > 0.005) expect(Math.sign(moved)).toBe(Math.sign(value - before));
      }),
    );
  });
});
