import { Temporal } from 'temporal-polyfill';
import { MONTHS } from '../dates/calendar.ts';
import { dayOrder, type DayPart } from '../dates/day-order.ts';
import { normalizeText } from '../text/text.ts';

const monthNames = (locale: string): string[][] =>
  MONTHS.map((english, at) => {
    const day = Date.UTC(2026, at, 15);
    const inWords = (month: 'long' | 'short'): string =>
      new Intl.DateTimeFormat(locale, { month, day: 'numeric', timeZone: 'UTC' })
        .formatToParts(day)
        .find(({ type }) => type === 'month')?.value ?? '';
    return [english, english.slice(0, 3), inWords('long'), inWords('short')].map((name) =>
      normalizeText(name).replace(/\.$/, ''),
    );
  });

interface Habits {
  order: DayPart[];
  months: string[][];
}
const known = new Map<string, Habits>();
const habitsOf = (locale: string): Habits => {
  const habits = known.get(locale) ?? { order: dayOrder(locale), months: monthNames(locale) };
  known.set(locale, habits);
  return habits;
};

/** `26` is 2026; a file of a CRM holds no day that is far off. */
const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

const dayOf = (parts: Record<DayPart, number>): string | null => {
  try {
    return Temporal.PlainDate.from(parts, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
};

const inDigits = (words: string, { order }: Habits): string | null => {
  const [, first, sign, second, third] = /^(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})$/.exec(words) ?? [];
  if (first === undefined || second === undefined || third === undefined) return null;
  const parts: DayPart[] =
    first.length === 4 ? ['year', 'month', 'day'] : sign === '.' ? ['day', 'month', 'year'] : order;
  const digits = [first, second, third];
  const year = digits[parts.indexOf('year')] ?? '';
  if (year.length !== 2 && year.length !== 4) return null;
  const numberOf = (part: DayPart): number => Number(digits[parts.indexOf(part)]);
  return dayOf({ day: numberOf('day'), month: numberOf('month'), year: fullYear(year) });
};

/** `31 March 2026`, `Mar 31, 2026`, `31. März 2026`. */
const inWords = (words: string, { months }: Habits): string | null => {
  const folded = normalizeText(words).replace(/,/g, ' ');
  const [, name = ''] = /(\p{L}[\p{L}.]*)/u.exec(folded.replace(/\bde\b/g, ' ')) ?? [];
  const month = months.findIndex((names) => names.includes(name.replace(/\.$/, '')));
  const digits = folded.match(/\d+/g) ?? [];
  const [year, day] = [digits.find(({ length }) => length === 4), digits.find(({ length }) => length <= 2)];
  if (month === -1 || digits.length !== 2 || year === undefined || day === undefined) return null;
  return dayOf({ day: Number(day), month: month + 1, year: Number(year) });
};

/**
 * A day as people write it: `2026-03-31`, `31.03.2026`, `31 March 2026`; digits with strokes in the order of the language.
 * @returns `YYYY-MM-DD`, or null
 */
export function readDay(words: string, locale: string): string | null {
  // A spreadsheet writes midnight behind a day that it takes for a moment.
  const bare = words.trim().replace(/[T ]0{1,2}:00(?::00(?:\.0+)?)?Z?$/, '');
  const habits = habitsOf(locale);
  return inDigits(bare, habits) ?? inWords(bare, habits);
}

/** No day and time that people write is longer, and looking for a time in a whole page of blanks takes minutes. */
const LONGEST = 100;

const TIME = /^(.*?)(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?$/i;

const timeIn = (hour: string, half: string | undefined): number =>
  half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);

/**
 * A moment as people write it: ISO 8601 as it is, everything else by the clock of that time zone; a day alone begins it.
 * @returns ISO 8601 in UTC, or null
 */
export function readMoment(words: string, locale: string, timeZone: string): string | null {
  const trimmed = words.trim();
  if (trimmed.length > LONGEST) return null;
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/i.test(trimmed)) return isoOf(trimmed);
  const [, before = trimmed, hour = '0', minute = '0', second = '0', half] = TIME.exec(trimmed) ?? [];
  const day = readDay(before, locale);
  if (day === null) return null;
  const parts = { hour: timeIn(hour, half), minute: Number(minute), second: Number(second) };
  try {
    const time = Temporal.PlainTime.from(parts, { overflow: 'reject' });
    const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: time });
    return new Date(at.epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

const isoOf = (words: string): string | null => {
  const at = new Date(words);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
