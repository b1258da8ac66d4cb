import { describe, expect, test } from '@jest/globals';
import { countOf, fullMoney, listed, monthName, percentOf, shortMoney } from '../../src/charts/format.ts';

const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('Money', () => {
  test.each([
    [42_000_000, 'EUR', 'en', '€420K', '€420,000'],
    [123_456_789, 'EUR', 'en', '€1.2M', '€1,234,568'],
    [123_456_789, 'EUR', 'de-DE', '1,2 Mio. €', '1.234.568 €'],
    [950, 'EUR', 'en', '€9.5', '€9.50'],
    [420_000, 'JPY', 'en', '¥420K', '¥420,000'],
    [420_000, 'KWD', 'en', 'KWD 420', 'KWD 420'],
    [0, 'USD', 'en', '$0', '$0'],
  ])('%i of %s in %s', (minor, currency, locale, short, full) => {
    expect(plain(shortMoney(minor, currency, locale))).toBe(short);
    expect(plain(fullMoney(minor, currency, locale))).toBe(full);
  });
});

test('Changes have a sign, except for none', () => {
  expect([5000, -5000, 0].map((minor) => shortMoney(minor, 'EUR', 'en', 'exceptZero'))).toEqual(['+€50', '-€50', '€0']);
  expect(fullMoney(42_000_000, 'EUR', 'en', 'exceptZero')).toBe('+€420,000');
});

test('Shares are whole percents, and something is never nothing', () => {
  expect([0, 0.001, 0.25, 1, 1.5].map((share) => percentOf(share, 'en'))).toEqual(['0%', '<1%', '25%', '100%', '150%']);
});

test('Counts, lists and months are words', () => {
  expect([countOf(1, 'deal', 'en'), countOf(1200, 'deal', 'en'), countOf(0, 'deal', 'en')]).toEqual([
    '1 deal',
    '1,200 deals',
    '0 deals',
  ]);
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect([monthName('2026-03', 'long', 'en'), monthName('2026-03', 'short', 'de')]).toEqual(['March 2026', 'Mär']);
  expect(() => monthName('2026-13', 'short', 'en')).toThrow(RangeError);
});
