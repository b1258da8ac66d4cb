import fc from '../../support/random.ts';
import { describe, expect, test } from '@jest/globals';
import {
  orderShown,
  readDay,
  readDayOfMoment,
  readMoment,
  type DayHabits,
  type DayOrder,
} from '../../../src/model/import/days.ts';

describe('a day', () => {
  test.each([
    ['2026-03-31', 'en-US', '2026-03-31'],
    ['2026/3/31', 'de', '2026-03-31'],
    ['2026-03-31T00:00:00', 'en-US', '2026-03-31'],
    ['2026-03-31 00:00:00.000', 'en-US', '2026-03-31'],
    ['3/31/2026', 'en-US', '2026-03-31'],
    ['03/04/2026', 'en-US', '2026-03-04'],
    ['03/04/2026', 'en-GB', '2026-04-03'],
    ['3/4/26', 'en-GB', '2026-04-03'],
    ['31.03.2026', 'en-US', '2026-03-31'],
    ['1. 3. 2026', 'de', '2026-03-01'],
    ['31-03-2026', 'de', '2026-03-31'],
    ['31 March 2026', 'en-US', '2026-03-31'],
    ['Mar 31, 2026', 'en-GB', '2026-03-31'],
    ['31. März 2026', 'de', '2026-03-31'],
    ['31 de marzo de 2026', 'es', '2026-03-31'],
    ['31 mars 2026', 'fr', '2026-03-31'],
    [' 29.2.2028 ', 'de', '2028-02-29'],
    ['31-Dec-27', 'en-GB', '2027-12-31'],
    ['16-Apr-24', 'en-US', '2024-04-16'],
    ['31-Dec-2025', 'en-GB', '2025-12-31'],
    ['Dec 31, 27', 'en-US', '2027-12-31'],
    ['2026 March 31', 'en-US', '2026-03-31'],
    ['31-Dec-99', 'en-GB', '1999-12-31'],
  ])('%s in %s is %s', (words, locale, day) => {
    expect(readDay(words, locale)).toBe(day);
  });

  test.each([
    ['31/03/2026', 'en-US'],
    ['3/31/2026', 'en-GB'],
    ['30.02.2026', 'de'],
    ['2026-13-01', 'en-US'],
    ['29.2.2027', 'de'],
    ['46112', 'en-US'],
    ['31.03', 'de'],
    ['31 Marsh 2026', 'en-US'],
    ['March 2026', 'en-US'],
    ['31/03-2026', 'en-GB'],
    ['1/2/202', 'en-GB'],
    ['soon', 'en-US'],
    ['', 'en-US'],
  ])('%s in %s is none', (words, locale) => {
    expect(readDay(words, locale)).toBeNull();
  });
});

describe('a moment', () => {
  test.each([
    ['2026-11-16T14:00:00.000Z', '2026-11-16T14:00:00.000Z'],
    ['2026-11-16T14:00+0100', '2026-11-16T13:00:00.000Z'],
    ['2026-11-16 14:00', '2026-11-16T13:00:00.000Z'],
    ['2026-07-16T14:00', '2026-07-16T12:00:00.000Z'],
    ['16/11/2026, 2:05 pm', '2026-11-16T13:05:00.000Z'],
    ['16/11/2026 12:05 a.m.', '2026-11-15T23:05:00.000Z'],
    ['16.11.2026 14:00:30', '2026-11-16T13:00:30.000Z'],
    ['16.11.2026', '2026-11-15T23:00:00.000Z'],
  ])('%s in Berlin is %s', (words, moment) => {
    expect(readMoment(words, 'en-GB', 'Europe/Berlin')).toBe(moment);
  });

  test.each(['2026-11-16 25:00', '2026-11-16 14:77', '2026-11-16T99:00:00Z', '14:00', 'yesterday'])(
    '%s is none',
    (words) => {
      expect(readMoment(words, 'en-GB', 'Europe/Berlin')).toBeNull();
    },
  );
});

const GB: [string, string] = ['en-GB', 'Europe/Berlin'];

describe('the day in a cell', () => {
  test.each<[string, string | null, DayHabits?]>([
    ['2026-11-20 11:40', '2026-11-20'],
    ['2026-03-22 00:00:00', '2026-03-22'],
    ['2026-03-22T00:00:00.000Z', '2026-03-22'],
    ['2026-03-22T23:30:00.000Z', '2026-03-23'],
    ['2026-03-22 23:30:00+00:00', '2026-03-23'],
    ['2026-03-22T00:30:00+09:00', '2026-03-21'],
    ['2026-03-22 23:30 UTC', '2026-03-23'],
    ['2026-03-22 23:30', '2026-03-22'],
    ['02/23/26 08:55 PM', '2026-02-23', { order: 'month first' }],
    ['02/03/26 08:55 PM', '2026-03-02', { order: 'day first' }],
    ['31-Dec-27 10:00', '2027-12-31'],
    ['03/04/2027', '2027-04-03'],
    ['03/04/2027', '2027-03-04', { order: 'month first' }],
    ['03.04.2027', '2027-04-03', { order: 'month first' }],
    ['2027-04-03', '2027-04-03', { order: 'month first' }],
    ['13/04/2027', null, { order: 'month first' }],
    ['45631', '2024-12-05', { serials: true }],
    ['45631.75', '2024-12-05', { serials: true }],
    ['25569', '1970-01-01', { serials: true }],
    ['45631', null],
    ['12345', null, { serials: true }],
    ['100000', null, { serials: true }],
    ['2026-11-20 25:40', null],
  ])('%s is %s', (words, day, habits = {}) => {
    expect(readDayOfMoment(words, ...GB, habits)).toBe(day);
  });
});

test.each([
  ['45631.75', '2024-12-05T17:00:00.000Z'],
  ['45631', '2024-12-04T23:00:00.000Z'],
])('the moment %s of a spreadsheet is %s', (words, moment) => {
  expect(readMoment(words, ...GB, { serials: true })).toBe(moment);
});

test.each([
  ['13/04/2027', 'day first'],
  ['04/13/2027', 'month first'],
  ['04/13/27 08:55 PM', 'month first'],
  ['13-04-2027', 'day first'],
  ['03/04/2027', 'either'],
  ['03/03/2027', null],
  ['03.04.2027', null],
  ['2027/03/04', null],
  ['2027-03-04', null],
  ['31-Dec-27', null],
  ['33/44/2027', null],
  ['soon', null],
])('%s shows the order %s', (words, order) => {
  expect(orderShown(words, 'en-GB')).toBe(order);
});

test('days are read as they were written, in either order', () => {
  const day = fc.record({
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    year: fc.integer({ min: 1970, max: 2069 }),
  });
  const how = fc.record({
    order: fc.constantFrom<DayOrder>('day first', 'month first'),
    sign: fc.constantFrom('/', '-'),
    padded: fc.boolean(),
    short: fc.boolean(),
    time: fc.constantFrom('', ' 00:00', ' 23:59:59', ' 08:55 PM'),
  });
  fc.assert(
    fc.property(day, how, ({ day: d, month, year }, { order, sign, padded, short, time }) => {
      const two = (n: number): string => (padded ? String(n).padStart(2, '0') : String(n));
      const parts = order === 'day first' ? [two(d), two(month)] : [two(month), two(d)];
      const words = `${[...parts, String(year).slice(short ? 2 : 0)].join(sign)}${time}`;
      const iso = `${year}-${String(month).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
      expect(readDayOfMoment(words, ...GB, { order })).toBe(iso);
      expect([order, 'either', null]).toContain(orderShown(words, 'en-GB'));
    }),
    { numRuns: 1000 },
  );
});
