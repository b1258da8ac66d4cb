/** Signs, codes and names of currencies, as people write them beside an amount. */

const DISPLAYS = ['code', 'symbol', 'narrowSymbol', 'name'] as const;
type Display = (typeof DISPLAYS)[number];

const keyOf = (unit: string): string =>
  unit
    .replace(/[\s\u200e\u200f\u061c]/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

const called = (currency: string, locale: string, currencyDisplay: Display, n: number): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
    .formatToParts(n)
    .filter(({ type }) => type === 'currency')
    .map(({ value }) => value)
    .join(' ');

/** What one and several of it are called; of `US dollars` also `dollars`. */
const unitsIn = (currency: string, locale: string): string[] =>
  DISPLAYS.flatMap((display) => [called(currency, locale, display, 1), called(currency, locale, display, 2)])
    .flatMap((unit) => [unit, unit.split(/\s/).at(-1) ?? unit])
    .map(keyOf);

/** The locale of the country whose currency it is: there yen are 円. */
const home = (currency: string): string => {
  const { language, region } = new Intl.Locale(`und-${currency.slice(0, 2)}`).maximize();
  return region === undefined ? 'en' : `${language}-${region}`;
};

/** Where currencies have their signs in English. In Canada the dollar of the United States has a longer one. */
const ABROAD = ['en', 'en-CA'];

const own = new Map<string, ReadonlySet<string>>();

/** Is this how the currency is written in that locale, in English or at home: `€`, `EUR`, `euros`? */
export function isUnitOf(unit: string, currency: string, locale: string): boolean {
  const key = `${currency} ${locale}`;
  const locales = [...ABROAD, locale, home(currency)];
  const units = own.get(key) ?? new Set(locales.flatMap((one) => unitsIn(currency, one)));
  own.set(key, units);
  return units.has(keyOf(unit));
}

let all: ReadonlySet<string> | null = null;

/** Is this how some currency is written? A single letter may be anything. */
export function isUnit(unit: string): boolean {
  all ??= new Set(
    Intl.supportedValuesOf('currency').flatMap((one) => ABROAD.flatMap((locale) => unitsIn(one, locale))),
  );
  return /^\p{Sc}$/u.test(unit) || (!/^\p{L}$/u.test(unit) && all.has(keyOf(unit)));
}

/** `euros`, as somebody would say in which currency to write. */
export function nameOfUnit(currency: string): string {
  return called(currency, 'en', 'name', 2);
}
