import { describe, expect, test } from '@jest/globals';
import { editableMoney, formatMoney } from '../../src/model/money.ts';
import { readMoney } from '../../src/model/numbers/amounts.ts';

const read = (words: string, currency = 'EUR'): number | string => {
  const reading = readMoney(words, currency);
  return 'minor' in reading ? reading.minor : reading.problem;
};

describe('an amount is read as people write it', () => {
  test.each([
    ['1200', 120_000],
    ['1,200.50', 120_050],
    ['1.200,50', 120_050],
    ['1’200.50', 120_050],
    ['1 200,50', 120_050],
    ['1.200.000', 120_000_000],
    ['1,200', 120_000],
    ['0.5', 50],
    [',5', 50],
    ['0.500', 50],
    ['12k', 1_200_000],
    ['12 K', 1_200_000],
    ['1.5m', 150_000_000],
    ['2bn', 200_000_000_000],
    ['€12k', 1_200_000],
    ['12 €', 1_200],
    ['EUR 12', 1_200],
    ['12 EUR', 1_200],
    ['+5', 500],
    ['0', 0],
    ['1.999', 199_900],
    ['1000000000000', 100_000_000_000_000],
  ])('%s', (words, minor) => expect(read(words)).toBe(minor));

  test('in currencies with no decimals, and with three', () => {
    expect([read('1,200', 'JPY'), read('1,200', 'KWD'), read('1.234', 'KWD')]).toEqual([1200, 1200, 1234]);
    expect(read('12.5', 'JPY')).toBe('JPY has no decimals. Enter a whole amount.');
  });
});

describe('what is no amount is refused with what to do', () => {
  test.each([
    ['-5', 'can’t be negative'],
    ['−5', 'can’t be negative'],
    ['€-5', 'can’t be negative'],
    ['1e9', 'in digits'],
    ['NaN', 'in digits'],
    ['Infinity', 'in digits'],
    ['0x10', 'in digits'],
    ['', 'in digits'],
    ['.', 'in digits'],
    ['k', 'in digits'],
    ['1.2.3', 'in digits'],
    ['1,2,3', 'in digits'],
    ['12,34.5', 'in digits'],
    ['1.200,50.3', 'in digits'],
    ['five', 'in digits'],
    ['٣', 'in digits'],
    ['1.005,123', '2 decimals'],
    ['0.001', '2 decimals'],
    ['1.2345', '2 decimals'],
    ['1000000000001', 'That amount is too large'],
    ['9'.repeat(400), 'That amount is too large'],
  ])('%s', (words, problem) => expect(read(words)).toContain(problem));
});

test('an amount is shown with a fraction only where it has one, and edited as it would be typed', () => {
  expect([formatMoney(1_200_000, 'EUR', 'en-GB'), formatMoney(120_050, 'EUR', 'en-GB')]).toEqual([
    '€12,000',
    '€1,200.50',
  ]);
  expect([editableMoney(1_200_000, 'EUR'), editableMoney(120_050, 'EUR')]).toEqual(['12000', '1200.50']);
  expect(read(editableMoney(123_456_789, 'EUR'))).toBe(123_456_789);
});
