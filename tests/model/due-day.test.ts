import { expect, test } from '@jest/globals';
import { readDueDay } from '../../src/model/due-day.ts';

/** A Monday. */
const TODAY = '2026-11-16';

test.each([
  ['today', '2026-11-16', ''],
  ['tomorrow send the offer', '2026-11-17', 'send the offer'],
  ['fri call Iris', '2026-11-20', 'call Iris'],
  ['Monday', '2026-11-23', ''],
  ['next tuesday', '2026-11-17', ''],
  ['in 2 weeks ask again', '2026-11-30', 'ask again'],
  ['next month', '2026-12-16', ''],
  ['2026-12-01 Kick-off', '2026-12-01', 'Kick-off'],
])('%s means %s', (words, day, rest) => {
  expect(readDueDay(words, TODAY)).toEqual({ day, rest });
});

test('a month later is its last day where it is shorter', () => {
  expect(readDueDay('in 1 month', '2027-01-31').day).toBe('2027-02-28');
});

test.each(['', 'someday', '2026-02-30', 'me', 'in a while'])('%j is no day, and the answer says what is', (words) => {
  expect(() => readDueDay(words, TODAY)).toThrow(/Say when/);
});
