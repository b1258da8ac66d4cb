import { describe, expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import { Temporal } from 'temporal-polyfill';
import { readPeriod } from '../../src/model/dates/periods.ts';
import { Unclear } from '../../src/model/errors.ts';
import { dayOf } from '../../src/model/dates/time.ts';

/** A Monday, in week 47, in the fourth quarter. */
const TODAY = '2026-11-16';

const days = ({ from, to }: { from: string; to: string }) => `${from}..${to}`;
/** Words, the period's name and days, and those of the one before. */
type Reading = [words: string, name: string, days: string, nameBefore: string, before: string];
const holds = (readings: Reading[], today = TODAY) =>
  test.each(readings)('%s is %s, %s', (words, name, asked, nameBefore, before) => {
    const period = readPeriod(words, today);
    expect([period.name, days(period), period.before.name, days(period.before)]).toEqual([
      name,
      asked,
      nameBefore,
      before,
    ]);
  });

describe('a period that still runs stands beside the whole one before, and both names say so', () => {
  holds([
    ['', 'This month', '2026-11-01..2026-11-30', 'All of last month', '2026-10-01..2026-10-31'],
    ['today', 'Today', '2026-11-16..2026-11-16', 'All of yesterday', '2026-11-15..2026-11-15'],
    ['this week', 'This week', '2026-11-16..2026-11-22', 'All of last week', '2026-11-09..2026-11-15'],
    ['this-quarter', 'This quarter', '2026-10-01..2026-12-31', 'All of last quarter', '2026-07-01..2026-09-30'],
    ['This Year', 'This year', '2026-01-01..2026-12-31', 'All of last year', '2025-01-01..2025-12-31'],
    ['Q4 2026', 'Q4 2026 so far', '2026-10-01..2026-12-31', 'All of Q3 2026', '2026-07-01..2026-09-30'],
    ['2026', '2026 so far', '2026-01-01..2026-12-31', 'All of 2025', '2025-01-01..2025-12-31'],
    [
      '2026-W47',
      'Week 47 of 2026 so far',
      '2026-11-16..2026-11-22',
      'All of Week 46 of 2026',
      '2026-11-09..2026-11-15',
    ],
  ]);
});

describe('a period that is over stands beside the one before', () => {
  holds([
    ['yesterday', 'Yesterday', '2026-11-15..2026-11-15', 'The day before', '2026-11-14..2026-11-14'],
    ['last week', 'Last week', '2026-11-09..2026-11-15', 'The week before', '2026-11-02..2026-11-08'],
    ['last-month', 'Last month', '2026-10-01..2026-10-31', 'The month before', '2026-09-01..2026-09-30'],
    ['previous quarter', 'Last quarter', '2026-07-01..2026-09-30', 'The quarter before', '2026-04-01..2026-06-30'],
    ['last year', 'Last year', '2025-01-01..2025-12-31', 'The year before', '2024-01-01..2024-12-31'],
    ['2025', '2025', '2025-01-01..2025-12-31', '2024', '2024-01-01..2024-12-31'],
    ['2026-Q3', 'Q3 2026', '2026-07-01..2026-09-30', 'Q2 2026', '2026-04-01..2026-06-30'],
    ['q3 2026', 'Q3 2026', '2026-07-01..2026-09-30', 'Q2 2026', '2026-04-01..2026-06-30'],
    ['q1-2026', 'Q1 2026', '2026-01-01..2026-03-31', 'Q4 2025', '2025-10-01..2025-12-31'],
    ['2026-09', 'September 2026', '2026-09-01..2026-09-30', 'August 2026', '2026-08-01..2026-08-31'],
    ['sep 2026', 'September 2026', '2026-09-01..2026-09-30', 'August 2026', '2026-08-01..2026-08-31'],
    ['2026 sept', 'September 2026', '2026-09-01..2026-09-30', 'August 2026', '2026-08-01..2026-08-31'],
    ['2026-W07', 'Week 7 of 2026', '2026-02-09..2026-02-15', 'Week 6 of 2026', '2026-02-02..2026-02-08'],
    ['2026-09-01', '1 September 2026', '2026-09-01..2026-09-01', '31 August 2026', '2026-08-31..2026-08-31'],
  ]);
});

describe('days are named in more ways than one', () => {
  test.each([
    ['since 1 sep', '2026-09-01..2026-11-16'],
    ['since dec 1', '2025-12-01..2026-11-16'],
    ['Sep 1 to Sep 15', '2026-09-01..2026-09-15'],
    ['1st of september 2025', '2025-09-01..2025-09-01'],
    ['2026-10-01..eom', '2026-10-01..2026-11-30'],
    ['2026-10-01 to end of the quarter', '2026-10-01..2026-12-31'],
  ])('%s', (words, asked) => expect(days(readPeriod(words, TODAY))).toBe(asked));

  test.each(['31 feb', 'dec 32', '0 may'])('%s is no day', (words) =>
    expect(() => readPeriod(words, TODAY)).toThrow(Unclear),
  );
});

describe('without a year the latest that has begun is meant', () => {
  holds([
    ['Q3', 'Q3 2026', '2026-07-01..2026-09-30', 'Q2 2026', '2026-04-01..2026-06-30'],
    ['november', 'November 2026 so far', '2026-11-01..2026-11-30', 'All of October 2026', '2026-10-01..2026-10-31'],
    ['december', 'December 2025', '2025-12-01..2025-12-31', 'November 2025', '2025-11-01..2025-11-30'],
    [
      'monday',
      '16 November 2026 so far',
      '2026-11-16..2026-11-16',
      'All of 15 November 2026',
      '2026-11-15..2026-11-15',
    ],
    ['tuesday', '10 November 2026', '2026-11-10..2026-11-10', '9 November 2026', '2026-11-09..2026-11-09'],
  ]);
});

describe('days up to today', () => {
  holds([
    ['last 90 days', 'Last 90 days', '2026-08-19..2026-11-16', 'The 90 days before', '2026-05-21..2026-08-18'],
    ['past 1 day', 'Last 1 day', '2026-11-16..2026-11-16', 'The 1 day before', '2026-11-15..2026-11-15'],
    ['last-6-weeks', 'Last 6 weeks', '2026-10-06..2026-11-16', 'The 6 weeks before', '2026-08-25..2026-10-05'],
    ['last 6 months', 'Last 6 months', '2026-05-17..2026-11-16', 'The 6 months before', '2025-11-17..2026-05-16'],
    ['last 2 quarters', 'Last 2 quarters', '2026-05-17..2026-11-16', 'The 2 quarters before', '2025-11-17..2026-05-16'],
    ['last 10 years', 'Last 10 years', '2016-11-17..2026-11-16', 'The 10 years before', '2006-11-17..2016-11-16'],
    [
      'since 2026-09-01',
      'Since 1 September 2026',
      '2026-09-01..2026-11-16',
      'The 77 days before',
      '2026-06-16..2026-08-31',
    ],
    ['since monday', 'Since 16 November 2026', '2026-11-16..2026-11-16', 'The day before', '2026-11-15..2026-11-15'],
    [
      'since last month',
      'Since 1 October 2026',
      '2026-10-01..2026-11-16',
      'The 47 days before',
      '2026-08-15..2026-09-30',
    ],
    ['ytd', 'Year to date', '2026-01-01..2026-11-16', 'The same days of last year', '2025-01-01..2025-11-16'],
    ['YTD', 'Year to date', '2026-01-01..2026-11-16', 'The same days of last year', '2025-01-01..2025-11-16'],
    ['mtd', 'Month to date', '2026-11-01..2026-11-16', 'The same days of last month', '2026-10-01..2026-10-16'],
    ['year to date', 'Year to date', '2026-01-01..2026-11-16', 'The same days of last year', '2025-01-01..2025-11-16'],
    [
      'quarter-to-date',
      'Quarter to date',
      '2026-10-01..2026-11-16',
      'The same days of last quarter',
      '2026-07-01..2026-08-16',
    ],
  ]);
});

describe('from one day to another stands beside as many days before', () => {
  const first: [string, string, string, string] = [
    '1 January 2026 to 31 March 2026',
    '2026-01-01..2026-03-31',
    'The 90 days before',
    '2025-10-03..2025-12-31',
  ];
  holds([
    ['2026-01-01..2026-03-31', ...first],
    ['2026-01-01 to 2026-03-31', ...first],
    ['from 2026-01-01 until 2026-03-31', ...first],
    ['2026-01-01…2026-03-31', ...first],
    ['2026-01..2026-03', ...first],
    ['jan to march', ...first],
    [
      '2026-11-16..2026-11-16',
      '16 November 2026 to 16 November 2026 so far',
      '2026-11-16..2026-11-16',
      'The day before',
      '2026-11-15..2026-11-15',
    ],
  ]);
});

describe('at the edges of the calendar', () => {
  describe('on the last day of a long month', () =>
    holds(
      [
        ['last 6 months', 'Last 6 months', '2026-03-01..2026-08-31', 'The 6 months before', '2025-09-01..2026-02-28'],
        [
          'month to date',
          'Month to date',
          '2026-08-01..2026-08-31',
          'The same days of last month',
          '2026-07-01..2026-07-31',
        ],
        ['last month', 'Last month', '2026-07-01..2026-07-31', 'The month before', '2026-06-01..2026-06-30'],
      ],
      '2026-08-31',
    ));
  describe('on the last of March, after a shorter February', () =>
    holds(
      [
        [
          'month to date',
          'Month to date',
          '2026-03-01..2026-03-31',
          'The same days of last month',
          '2026-02-01..2026-02-28',
        ],
      ],
      '2026-03-31',
    ));
  describe('on a leap day', () =>
    holds(
      [
        ['', 'This month', '2028-02-01..2028-02-29', 'All of last month', '2028-01-01..2028-01-31'],
        [
          'year to date',
          'Year to date',
          '2028-01-01..2028-02-29',
          'The same days of last year',
          '2027-01-01..2027-02-28',
        ],
        ['last 1 year', 'Last 1 year', '2027-03-01..2028-02-29', 'The 1 year before', '2026-03-01..2027-02-28'],
        [
          '2028-02-29',
          '29 February 2028 so far',
          '2028-02-29..2028-02-29',
          'All of 28 February 2028',
          '2028-02-28..2028-02-28',
        ],
      ],
      '2028-02-29',
    ));
  describe('in a week that belongs to another year', () =>
    holds(
      [
        ['2026-W01', 'Week 1 of 2026', '2025-12-29..2026-01-04', 'Week 52 of 2025', '2025-12-22..2025-12-28'],
        [
          '2026-W53',
          'Week 53 of 2026 so far',
          '2026-12-28..2027-01-03',
          'All of Week 52 of 2026',
          '2026-12-21..2026-12-27',
        ],
        ['this week', 'This week', '2026-12-28..2027-01-03', 'All of last week', '2026-12-21..2026-12-27'],
      ],
      '2027-01-01',
    ));
});

test('today is the asker’s: far from UTC the month can be another', () => {
  const moment = Date.parse('2026-10-31T11:00:00Z');
  expect(readPeriod('today', dayOf(moment, 'Pacific/Kiritimati')).from).toBe('2026-11-01');
  expect(readPeriod('', dayOf(moment, 'Pacific/Kiritimati')).from).toBe('2026-11-01');
  expect(readPeriod('', dayOf(moment, 'Pacific/Pago_Pago')).from).toBe('2026-10-01');
});

describe('what is no period is refused with the word and examples', () => {
  test.each([
    'fortnight',
    'last',
    'last 0 days',
    'last -3 days',
    'last 1.5 weeks',
    'last 99999 days',
    '2026-02-30',
    '2026-13',
    '2026-Q5',
    '2025-W53',
    '2026-W00',
    '1850',
    '0000-01-01',
    'since',
    'since forever',
    '..',
    '2026-01-01..',
    '..2026-01-01',
    '2026-01-01..soon',
    'se',
    'septembers',
    '🎉',
    "'; drop table deals",
  ])('%s', (words) => {
    expect(() => readPeriod(words, TODAY)).toThrow(Unclear);
    expect(() => readPeriod(words, TODAY)).toThrow(`“${words}” isn’t a period. Try \`this month\``);
  });

  test.each(['since yesterday 3pm', 'today 15:30'])('%s names a time, and a period has none', (words) => {
    expect(() => readPeriod(words, TODAY)).toThrow('Periods are whole days: leave out the time.');
  });

  test('overlong words are cut', () => {
    expect(() => readPeriod('x'.repeat(5000), TODAY)).toThrow(`“${'x'.repeat(59)}…” isn’t a period`);
  });
});

describe('a period that cannot be is refused with its reason', () => {
  test.each([
    ['2026-03-31..2026-01-01', 'ends before it starts'],
    ['today to yesterday', 'ends before it starts'],
    ['next month', 'is in the future'],
    ['tomorrow', 'is in the future'],
    ['2027', 'is in the future'],
    ['2026-12-01..2026-12-31', 'is in the future'],
    ['since 2026-12-01', 'is in the future'],
    ['last 11 years', 'is longer than 10 years'],
    ['since 1976', 'is longer than 10 years'],
    ['2016-11-16..2026-11-16', 'is longer than 10 years'],
  ])('%s %s', (words, reason) => {
    expect(() => readPeriod(words, TODAY)).toThrow(Unclear);
    expect(() => readPeriod(words, TODAY)).toThrow(`“${words}” ${reason}`);
  });

  test('ten years to the day are taken', () => {
    expect(days(readPeriod('2016-11-17..2026-11-16', TODAY))).toBe('2016-11-17..2026-11-16');
  });
});

test('on every day each period holds today or ends before it, and the one before ends where it begins', () => {
  const words = [
    '',
    'this week',
    'last quarter',
    'last 5 months',
    'last 3 quarters',
    'since friday',
    'Q2',
    'oct',
    'last year',
  ];
  const day = fc
    .integer({ min: 0, max: 20_000 })
    .map((n) => Temporal.PlainDate.from('1990-01-01').add({ days: n }).toString());
  fc.assert(
    fc.property(day, fc.constantFrom(...words), (today, asked) => {
      const { from, to, before } = readPeriod(asked, today);
      expect(from <= to && from <= today).toBe(true);
      expect(before.from <= before.to).toBe(true);
      expect(Temporal.PlainDate.from(before.to).add({ days: 1 }).toString()).toBe(from);
    }),
  );
});

test('no words at all make it fail in any other way', () => {
  const anything = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a-z0-9 .-]{0,30}$/));
  fc.assert(
    fc.property(anything, (words) => {
      try {
        readPeriod(words, TODAY);
      } catch (error) {
        expect(error).toBeInstanceOf(Unclear);
      }
    }),
  );
});
