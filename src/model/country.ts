import { getCountries } from 'libphonenumber-js/min';
import { normalizeText } from './text/text.ts';

/** What people write that no list of countries has. */
const OTHERWISE: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  us: 'US',
  usa: 'US',
  'united states of america': 'US',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  'republic of ireland': 'IE',
  uae: 'AE',
  korea: 'KR',
  turkey: 'TR',
};

const keyOf = (words: string): string => normalizeText(words).replace(/\./g, '');

const namesIn = (locale: string): [string, string][] => {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return getCountries().map((region) => [keyOf(names.of(region) ?? region), region]);
};

/** Each country by its name at home: Deutschland, España. */
const atHome = (): [string, string][] =>
  getCountries().map((region) => {
    const { language } = new Intl.Locale(`und-${region}`).maximize();
    return [keyOf(new Intl.DisplayNames(language, { type: 'region' }).of(region) ?? region), region];
  });

const codes = (): [string, string][] => getCountries().map((region) => [keyOf(region), region]);

const known = new Map<string, ReadonlyMap<string, string>>();

/** ISO code of the country that the words name: by its code, or by its name in English, in that language or at home. */
export function countryCalled(words: string, locale: string): string | null {
  const names =
    known.get(locale) ??
    new Map([...atHome(), ...namesIn(locale), ...namesIn('en'), ...codes(), ...Object.entries(OTHERWISE)]);
  known.set(locale, names);
  return names.get(keyOf(words)) ?? null;
}
