import { describe, expect, test } from '@jest/globals';
import { editableMoney, formatMoney, fractionDigits } from '../../../src/model/money.ts';
import { readMoney, type NumberHabits } from '../../../src/model/numbers/amounts.ts';
import fc from '../../support/random.ts';

const read = (words: string, currency: string, habits: NumberHabits = {}): number | string => {
  const reading = readMoney(words, currency, habits);
  return 'minor' in reading ? reading.minor : reading.problem;
};

describe('the currency beside an amount', () => {
  test.each([
    ['£12k', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without £.'],
    ['12000 USD', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without USD.'],
    ['JPY 500', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without JPY.'],
    ['usd 5', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without usd.'],
    ['500 dollars', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without dollars.'],
    ['5 zł', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without zł.'],
    ['12k MAD', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without MAD.'],
    ['¥500000', 'USD', 'Amounts here are in USD. Enter the amount in US dollars, without ¥.'],
    ['A$5', 'USD', 'Amounts here are in USD. Enter the amount in US dollars, without A$.'],
    ['US$5', 'AUD', 'Amounts here are in AUD. Enter the amount in Australian dollars, without US$.'],
    ['12 kr', 'USD', 'Amounts here are in USD. Enter the amount in US dollars, without kr.'],
    ['€5', 'KWD', 'Amounts here are in KWD. Enter the amount in Kuwaiti dinars, without €.'],
    ['€ 5 USD', 'EUR', 'Amounts here are in EUR. Enter the amount in euros, without USD.'],
  ])('that is another than the one counted in is told: %s in %s', (words, currency, problem) =>
    expect(read(words, currency)).toBe(problem),
  );

  test.each([
    ['$12k', 'USD', 1_200_000],
    ['$12k', 'AUD', 1_200_000],
    ['A$12k', 'AUD', 1_200_000],
    ['US$ 12', 'USD', 1200],
    ['12 dollars', 'USD', 1200],
    ['¥500000', 'JPY', 500_000],
    ['￥500000', 'JPY', 500_000],
    ['1500円', 'JPY', 1500],
    ['¥5', 'CNY', 500],
    ['12 kr', 'SEK', 1200],
    ['12 kr.', 'DKK', 1200],
    ['12 mkr', 'NOK', 1_200_000_000],
    ['12,5k€', 'EUR', 1_250_000],
    ['eur 12', 'EUR', 1200],
    ['12 Mio. €', 'EUR', 1_200_000_000],
    ['€ 12 EUR', 'EUR', 1200],
    ['5 MAD', 'MAD', 500],
    ['Rs.500', 'LKR', 50_000],
    ['₹12,34,567', 'INR', 123_456_700],
    ['１０ｋ', 'EUR', 1_000_000],
    ['€.50', 'EUR', 50],
  ])('that is counted in is taken in front and behind: %s in %s', (words, currency, minor) =>
    expect(read(words, currency)).toBe(minor),
  );

  test.each(['abc 5', 'Room 12', '5 pieces', '12 months', 'k5', '5 of 7', '(500)', 'R 5', '12 %', '5/7'])(
    'is no word: %s',
    (words) => expect(read(words, 'EUR')).toBe('Enter an amount in digits, like 1,200.50 or 12k.'),
  );
});

describe('one sign with three digits after it', () => {
  test.each<[string, NumberHabits, string | number]>([
    ['19.990', { locale: 'en-US' }, '“19.990” could be two amounts. Enter 19990 or 19.99.'],
    ['1.234', { locale: 'en-GB' }, '“1.234” could be two amounts. Enter 1234 or 1.23.'],
    ['$1.234', { locale: 'en-US' }, '“1.234” could be two amounts. Enter 1234 or 1.23.'],
    ['1,234', { locale: 'de-DE' }, '“1,234” could be two amounts. Enter 1234 or 1.23.'],
    ['1,234', { locale: 'en-US' }, 123_400],
    ['19.990', { locale: 'de-DE' }, 1_999_000],
    ['19.990', { locale: 'de-DE', decimal: '.' }, 1999],
    ['19.990', { locale: 'en-US', decimal: ',' }, 1_999_000],
    ['1.234,500', { locale: 'en-US', decimal: '.' }, 123_450],
    ['1 234.500', { locale: 'de-DE' }, 123_450],
    ['1234.500', { locale: 'de-DE' }, 123_450],
  ])('%s with %o', (words, habits, meant) => {
    expect(read(words, 'USD', habits)).toBe(meant);
  });

  test('is asked about nowhere where the currency has no decimals, and begins a fraction where it has three', () => {
    expect(read('1.234', 'JPY', { locale: 'en-US' })).toBe(1234);
    expect([read('1.234', 'KWD', { locale: 'en-US' }), read('1,234', 'KWD', { locale: 'en-US' })]).toEqual([
      1234, 1_234_000,
    ]);
  });
});

const LOCALES =
  'en-US en-GB en-IN de-DE de-AT de-CH fr-FR fr-CA fr-CH es-ES es-MX it-IT pt-PT pt-BR nl-NL sv-SE nb-NO da-DK fi-FI pl-PL cs-CZ hu-HU tr-TR ru-RU ja-JP zh-CN ko-KR hi-IN ar-EG fa-IR bn-BD he-IL'.split(
    ' ',
  );
const CURRENCIES = 'EUR USD GBP JPY SEK NOK CHF INR BRL AUD CAD PLN KWD KRW HUF CZK ILS'.split(' ');

test('what is shown in a region is read there', () => {
  const minor = fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 10_000_000_000 }));
  fc.assert(
    fc.property(minor, fc.constantFrom(...LOCALES), fc.constantFrom(...CURRENCIES), (amount, locale, currency) => {
      expect(read(formatMoney(amount, currency, locale), currency, { locale })).toBe(amount);
    }),
    { numRuns: 2000 },
  );
});

test('what stands in a form to be edited is read in every region', () => {
  const minor = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(
      minor,
      fc.constantFrom(...LOCALES),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (amount, locale, currency) => {
        expect(read(editableMoney(amount, currency), currency, { locale })).toBe(amount);
      },
    ),
    { numRuns: 500 },
  );
});

test('what is written in one convention is read in it, grouped or not', () => {
  const written = fc.record({
    amount: fc.integer({ min: 0, max: 1_000_000_000 }),
    decimal: fc.constantFrom<'.' | ','>('.', ','),
    grouped: fc.boolean(),
    places: fc.integer({ min: 2, max: 5 }),
  });
  fc.assert(
    fc.property(written, ({ amount, decimal, grouped, places }) => {
      const [whole, cents] = (amount / 10 ** fractionDigits('EUR')).toFixed(places).split('.');
      const groups = grouped ? (whole ?? '').replace(/\B(?=(?:\d{3})+$)/g, decimal === '.' ? ',' : '.') : (whole ?? '');
      expect(read(`${groups}${decimal}${cents ?? ''}`, 'EUR', { decimal })).toBe(amount);
      const bare = amount % 100 === 0 ? groups : `${groups}${decimal}${(cents ?? '').slice(0, 2)}`;
      expect(read(bare, 'EUR', { decimal })).toBe(amount);
    }),
    { numRuns: 1000 },
  );
});
