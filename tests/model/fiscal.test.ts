import { describe, expect, test } from '@jest/globals';
import { readPeriod } from '../../src/model/dates/periods.ts';
import { quarterCalled, quartersOf } from '../../src/model/dates/quarters.ts';

const days = ({ from, to }: { from: string; to: string }): string => `${from}..${to}`;

describe('a fiscal year', () => {
  test.each([
    ['fy2026', 4, '2025-04-01..2026-03-31', '2024-04-01..2025-03-31'],
    ['FY26', 10, '2025-10-01..2026-09-30', '2024-10-01..2025-09-30'],
    ['fy 2026', 1, '2026-01-01..2026-12-31', '2025-01-01..2025-12-31'],
    ['this fiscal year', 4, '2026-04-01..2027-03-31', '2025-04-01..2026-03-31'],
    ['last fy', 4, '2025-04-01..2026-03-31', '2024-04-01..2025-03-31'],
    ['this fiscal year', 12, '2025-12-01..2026-11-30', '2024-12-01..2025-11-30'],
    ['fy2024', 3, '2023-03-01..2024-02-29', '2022-03-01..2023-02-28'],
  ])('“%s” that begins in month %d is %s, beside %s', (words, month, expected, before) => {
    const period = readPeriod(words, '2026-11-16', month);
    expect([days(period), days(period.before)]).toEqual([expected, before]);
  });

  test('says so while it still runs', () => {
    expect(readPeriod('fy2027', '2026-11-16', 4)).toMatchObject({
      name: 'FY 2027 so far',
      before: { name: 'All of FY 2026' },
    });
    expect(readPeriod('fy2026', '2026-11-16', 4)).toMatchObject({ name: 'FY 2026', before: { name: 'FY 2025' } });
  });

  test.each(['fy2028', 'next fiscal year', 'fy1', 'fy20266'])('“%s” is refused', (words) =>
    expect(() => readPeriod(words, '2026-11-16', 4)).toThrow(`“${words}”`),
  );
});

test.each([
  ['2026-Q4', '2026-Q4'],
  ['q4 2026', '2026-Q4'],
  ['Q1/2027', '2027-Q1'],
  ['2026 q2', '2026-Q2'],
  ['2026-Q5', null],
  ['q4', null],
  ['', null],
])('the quarter “%s” is kept as %s', (words, kept) => expect(quarterCalled(words)).toBe(kept));

test('a span of days touches quarters, by their days', () => {
  expect(quartersOf({ from: '2026-01-01', to: '2026-12-31' }).map(({ quarter, share }) => [quarter, share])).toEqual([
    ['2026-Q1', 1],
    ['2026-Q2', 1],
    ['2026-Q3', 1],
    ['2026-Q4', 1],
  ]);
  expect(quartersOf({ from: '2028-02-29', to: '2028-04-01' })).toEqual([
    { quarter: '2028-Q1', share: 32 / 91 },
    { quarter: '2028-Q2', share: 1 / 91 },
  ]);
});
