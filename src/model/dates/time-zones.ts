import { isTimeZone } from './time.ts';
import { normalizeText } from '../text/text.ts';

const all = (): string[] => Intl.supportedValuesOf('timeZone');

/** A zone by its own name, in whatever case; older names of a zone stay as they were written. */
const known = (name: string): string | null =>
  isTimeZone(name) ? (all().find((zone) => normalizeText(zone) === normalizeText(name)) ?? name) : null;

/** The zone of a city, where only one is called that: `berlin` -> `Europe/Berlin`. */
const ofCity = (city: string): string | null => {
  const wanted = normalizeText(city).replaceAll(' ', '_');
  const fitting = all().filter((zone) => normalizeText(zone).endsWith(`/${wanted}`));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
};

/** The IANA name that somebody meant: `europe/berlin`, `New York`, `UTC`; null where it is none. */
export function readTimeZone(words: string): string | null {
  // Offsets such as +02:00 know no summer time, so they are no zone to live by.
  return /^[a-z]/i.test(words) ? (known(words) ?? ofCity(words)) : null;
}
