import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/min';

/**
 * Nowhere but where the plan of a country says so does a number begin with zero behind the country's code, and the plan of
 * North America is one of ten digits. Elsewhere new ranges come faster than what is known of them.
 */
const isDialled = (number: PhoneNumber): boolean =>
  number.isPossible() &&
  (number.isValid() || !(number.nationalNumber.startsWith('0') || number.countryCallingCode === '1'));

/** E.164 of a number written in any notation, or null where it is none. `region` is assumed where no country code stands. */
export function readPhone(words: string, region: string | undefined): string | null {
  const number = parsePhoneNumberFromString(words, region as CountryCode | undefined);
  return number && isDialled(number) ? number.number : null;
}

/** `+49 30 1234567`, as people write it abroad. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/** The region whose numbers people of this locale write without a country code: `DE` for `de`. */
export function regionOf(locale: string): string | undefined {
  return new Intl.Locale(locale).maximize().region;
}

/** `301234567` of `+49301234567`: the number without its country's code. */
export function nationalDigits(e164: string): string {
  return parsePhoneNumberFromString(e164)?.nationalNumber ?? e164.replace(/\D/g, '');
}

const LOOKS_LIKE_ONE = /^[+(\d][\d\s()./+-]{3,24}$/;

/** The digits of a number without those that stand for the way out of a country or a town: `0049 (0)30` -> `4930`. */
export function digitsOf(words: string): string {
  return words.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '');
}

/** What to look for among stored numbers, where the words may be one in whatever notation; nothing where they are none. */
export function notationsOf(words: string, locale: string): string[] {
  const typed = words.trim();
  if (!LOOKS_LIKE_ONE.test(typed)) return [];
  const whole = readPhone(typed, regionOf(locale))?.slice(1);
  return [...new Set([...(whole ? [whole] : []), digitsOf(typed)])].filter((digits) => digits.length >= 4);
}
