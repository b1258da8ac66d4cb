import { describe, expect, test } from '@jest/globals';
import { isBlankCell } from '../../../src/model/import/blanks.ts';
import { columnFacts, conventionOf } from '../../../src/model/import/columns.ts';
import type { DayOrder } from '../../../src/model/import/days.ts';
import { severalEmails, severalPhones } from '../../../src/model/import/several.ts';
import { readMoney, withDecimal } from '../../../src/model/numbers/amounts.ts';
import type { DecimalSign } from '../../../src/model/numbers/decimals.ts';
import { readPhone } from '../../../src/model/phone.ts';
import fc from '../../support/random.ts';

const facts = (...cells: string[]) => columnFacts(cells, 'en-GB');

describe('the order of days in a column', () => {
  test.each<[string[], unknown]>([
    [['03/04/2027', '13/04/2027'], { is: 'shown', way: 'day first' }],
    [['03/04/27 08:55 PM', '', '04/13/27 08:55 PM'], { is: 'shown', way: 'month first' }],
    [['03/04/2027', '05/06/2027'], { is: 'open', example: '03/04/2027' }],
    [['03/04/2027', '13/04/2027', '04/13/2027'], { is: 'open', example: '03/04/2027' }],
    [['13/04/2027', '04/13/2027'], { is: 'clear' }],
    [['2027-04-03', '03.04.2027', '31-Dec-27', '03/03/2027', ''], { is: 'clear' }],
    [['Call on 03/04/2027'], { is: 'clear' }],
  ])('%j', (cells, days) => {
    expect(facts(...cells).days).toEqual(days);
  });
});

describe('the sign before fractions in a column', () => {
  test.each<[string[], unknown]>([
    [['1.234', '1.200,50'], { is: 'shown', way: ',' }],
    [['1.234', '1,200.50'], { is: 'shown', way: '.' }],
    [['19.990', '117.0'], { is: 'shown', way: '.' }],
    [['19.990', '125.5000', '1500.0000'], { is: 'shown', way: '.' }],
    [['€ 1.234', '1.234.567 €'], { is: 'shown', way: ',' }],
    [['$1,234', '12.5k'], { is: 'shown', way: '.' }],
    [['1.234', '5.678'], { is: 'open', example: '1.234' }],
    [['1.234', '1,5', '1.5'], { is: 'open', example: '1.234' }],
    [['117.0', '1200', '1 200,50'], { is: 'clear' }],
  ])('%j', (cells, decimal) => {
    expect(facts(...cells).decimal).toEqual(decimal);
  });
});

test('an answer counts where nothing decides, and nowhere else', () => {
  const answers = { days: 'month first', decimal: ',' } as const;
  expect(conventionOf(facts('03/04/2027'), answers)).toEqual({ days: 'month first', decimal: undefined });
  expect(conventionOf(facts('1.234'), answers)).toEqual({ days: undefined, decimal: ',' });
  expect(conventionOf(facts('03/04/2027', '13/04/2027'), answers).days).toBe('day first');
  expect(conventionOf(facts('1.234'))).toEqual({});
});

test('numbers of a column in one convention mean what was written, whatever the region', () => {
  const column = fc.record({
    amounts: fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 20 }),
    decimal: fc.constantFrom<DecimalSign>('.', ','),
    places: fc.constantFrom(2, 3, 4),
    locale: fc.constantFrom('en-US', 'de-DE'),
  });
  fc.assert(
    fc.property(column, ({ amounts, decimal, places, locale }) => {
      const written = [...amounts, 1_234_567].map((minor) => {
        const [whole = '', cents = ''] = (minor / 100).toFixed(places).split('.');
        return `${whole.replace(/\B(?=(?:\d{3})+$)/g, decimal === '.' ? ',' : '.')}${decimal}${cents}`;
      });
      const convention = conventionOf(columnFacts(written, locale));
      const read = written.map((cell) =>
        readMoney(convention.decimal ? withDecimal(cell, convention.decimal) : cell, 'EUR', { locale }),
      );
      expect(read).toEqual([...amounts, 1_234_567].map((minor) => ({ minor })));
    }),
  );
});

test('days of a column show their order as soon as one of them can', () => {
  const day = fc.record({ day: fc.integer({ min: 1, max: 28 }), month: fc.integer({ min: 1, max: 12 }) });
  fc.assert(
    fc.property(
      fc.array(day, { minLength: 1 }),
      fc.constantFrom<DayOrder>('day first', 'month first'),
      (all, order) => {
        const cells = all.map(
          ({ day: d, month }) => `${order === 'day first' ? `${d}/${month}` : `${month}/${d}`}/2027`,
        );
        const open = all.some(({ day: d, month }) => d <= 12 && d !== month);
        const shown = all.some(({ day: d }) => d > 12);
        const { days } = columnFacts(cells, 'en-US');
        expect(days.is).toBe(open ? (shown ? 'shown' : 'open') : 'clear');
        if (days.is === 'shown') expect(days.way).toBe(order);
      },
    ),
  );
});

test('words that may stand for nothing are counted, and are blank where nothing else can be meant', () => {
  const column = facts('N/A', 'N/A', 'none', '-', 'Acme', '', ' ', '000000000000000AAA', 'None of them');
  expect(column).toMatchObject({ filled: 7, placeholders: { 'N/A': 2, none: 1, '-': 1, '000000000000000AAA': 1 } });
  const blank = ['', ' ', 'N/A', 'none', '(none)', 'null', '-', '000000000000000AAA'];
  expect(blank.filter((cell) => !isBlankCell(cell, 'phone'))).toEqual([]);
  expect(blank.filter((cell) => isBlankCell(cell, 'text'))).toEqual(['', ' ']);
  expect(blank.filter((cell) => !isBlankCell(cell, 'text', true))).toEqual([]);
  expect(['Noone', '0', 'Nullarbor', '-5'].filter((cell) => isBlankCell(cell, 'money', true))).toEqual([]);
});

describe('several values in a cell', () => {
  test.each([
    ['a@x.example; b@x.example', 'a@x.example', ['b@x.example']],
    ['a@x.example,b@x.example\nc@x.example', 'a@x.example', ['b@x.example', 'c@x.example']],
    ['a@x.example / a@x.example', 'a@x.example', []],
    ['a@x.example', 'a@x.example', []],
    ['a b@x.example', 'a b@x.example', []],
  ])('e-mail addresses: %j', (cell, first, rest) => {
    expect(severalEmails(cell)).toEqual({ first, rest });
  });

  test.each([
    ['030 1234567; 030 7654321', '030 1234567', ['030 7654321']],
    ['030 1234567, 030 7654321', '030 1234567', ['030 7654321']],
    ['030 1234567\n030 7654321', '030 1234567', ['030 7654321']],
    ['030 1234567 / 030 7654321', '030 1234567', ['030 7654321']],
    ['030/1234567', '030/1234567', []],
    ['0049 (0)30 / 123 45-67', '0049 (0)30 / 123 45-67', []],
  ])('phone numbers: %j', (cell, first, rest) => {
    const isOne = (part: string): boolean => readPhone(part, 'DE') !== null;
    expect(severalPhones(cell, isOne)).toEqual({ first, rest });
  });
});
