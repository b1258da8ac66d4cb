import { describe, expect, test } from '@jest/globals';
import { readDueDay, type DueDay } from '../../src/model/dates/due-day.ts';

/** A Monday. */
const TODAY = '2026-11-16';
const read = (words: string, today = TODAY, locale = 'en-GB'): DueDay => readDueDay(words, { today, locale });

test.each([
  ['today', '2026-11-16', ''],
  ['tomorrow send the offer', '2026-11-17', 'send the offer'],
  ['tomorrow: send the offer', '2026-11-17', 'send the offer'],
  ['fri call Iris', '2026-11-20', 'call Iris'],
  ['Monday', '2026-11-23', ''],
  ['next tuesday', '2026-11-17', ''],
  ['on friday', '2026-11-20', ''],
  ['in 2 weeks ask again', '2026-11-30', 'ask again'],
  ['next month', '2026-12-16', ''],
  ['2026-12-01 Kick-off', '2026-12-01', 'Kick-off'],
  ['eod', '2026-11-16', ''],
  ['eow call', '2026-11-22', 'call'],
  ['EOM send the invoice', '2026-11-30', 'send the invoice'],
  ['end of the month', '2026-11-30', ''],
  ['eoq', '2026-12-31', ''],
  ['eoy review', '2026-12-31', 'review'],
  ['dec 1 call', '2026-12-01', 'call'],
  ['1 Dec call', '2026-12-01', 'call'],
  ['1st of december 2027', '2027-12-01', ''],
  ['jan 15 renew', '2027-01-15', 'renew'],
])('%s means %s', (words, day, rest) => {
  expect(read(words)).toEqual({ day, rest, time: null });
});

describe('a day in digits goes by the region, and lies ahead', () => {
  test.each([
    ['12/01', 'en-US', '2026-12-01'],
    ['12/01', 'en-GB', '2027-01-12'],
    ['11/16', 'en-US', '2026-11-16'],
    ['11/15', 'en-US', '2027-11-15'],
    ['12/31', 'en-GB', '2026-12-31'],
    ['31/12', 'en-US', '2026-12-31'],
    ['1.12.', 'de-DE', '2026-12-01'],
    ['1.12.', 'en-US', '2026-12-01'],
    ['1.12.2027', 'en-US', '2027-12-01'],
    ['12/01/2027', 'en-US', '2027-12-01'],
    ['12/01/27', 'en-GB', '2027-01-12'],
    ['12/01', 'ja-JP', '2026-12-01'],
    ['2026/12/01', 'en-US', '2026-12-01'],
  ])('%s in %s is %s', (words, locale, day) => expect(read(`${words} call`, TODAY, locale).day).toBe(day));

  test.each(['13/13', '32/12', '12/00', '0/5', '1.13.', '29/02', '1/2/3/4', '12-01'])('%s is none', (words) =>
    expect(() => read(words)).toThrow(/Enter a date/),
  );
});

describe('a time behind the day is found, and stays in the words', () => {
  test.each([
    ['tomorrow 3pm call Iris', '3pm', '3pm call Iris'],
    ['tomorrow at 3 call Iris', 'at 3', 'at 3 call Iris'],
    ['tomorrow 15:30', '15:30', '15:30'],
    ['tomorrow 9.30 am', '9.30 am', '9.30 am'],
    ['tomorrow 17h', '17h', '17h'],
    ['tomorrow noon', 'noon', 'noon'],
  ])('%s', (words, time, rest) => expect(read(words)).toEqual({ day: '2026-11-17', rest, time }));

  test.each(['tomorrow 3 offers', 'tomorrow 3.5 tonnes', 'tomorrow at noonday', 'tomorrow 12 months later'])(
    '%s has none',
    (words) => expect(read(words).time).toBeNull(),
  );
});

test('a month later is its last day where it is shorter', () => {
  expect(read('in 1 month', '2027-01-31').day).toBe('2027-02-28');
});

test.each(['', 'someday', '2026-02-30', 'me', 'in a while', 'yesterday', 'december', '2026'])(
  '%j is no day, and the answer says what is',
  (words) => {
    expect(() => read(words)).toThrow(/Enter a date from today on: `today`/);
  },
);
