import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

/** E.164 of a number written in any notation, or null where it is none. `region` is assumed where no country code stands. */
export const readPhone = (words: string, region: string | undefined): string | null => {
  const number = parsePhoneNumberFromString(words, region as CountryCode | undefined);
  return number?.isPossible() ? number.number : null;
};

/** `+49 30 1234567`, as people write it abroad. */
export const formatPhone = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;

/** The region whose numbers people of this locale write without a country code: `DE` for `de`. */
export const regionOf = (locale: string): string | undefined => new Intl.Locale(locale).maximize().region;

/** `301234567` of `+49301234567`: the number without its country's code. */
export const nationalDigits = (e164: string): string =>
  parsePhoneNumberFromString(e164)?.nationalNumber ?? e164.replace(/\D/g, '');
