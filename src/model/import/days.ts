import { Temporal } from 'temporal-polyfill';
import { MONTHS } from '../dates/calendar.ts';
import { dayOrder, type DayPart } from '../dates/day-order.ts';
import { normalizeText } from '../text/text.ts';

/** Which comes first in `03/04/2027`. */
export type DayOrder = 'day first' | 'month first';

/** By what a day is read that could be two, or that is none elsewhere. */
export interface DayHabits {
  /** As the column shows it; the order of the region where it is left out. */
  order?: DayOrder | undefined;
  /** Numbers count days as spreadsheets do: 45631 is 2024-12-05. */
  serials?: boolean;
}

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

interface Region {
  order: DayPart[];
  months: string[][];
}
const known = new Map<string, Region>();
const regionOf = (locale: string): Region => {
  const region = known.get(locale) ?? { order: dayOrder(locale), months: monthNames(locale) };
  known.set(locale, region);
  return region;
};

/** Two digits are a year of our time: 26 is 2026, 99 is 1999. */
const fullYear = (year: string): number => {
  if (year.length !== 2) return Number(year);
  return Number(year) + (Number(year) < 70 ? 2000 : 1900);
};

const dayOf = (parts: Record<DayPart, number>): string | null => {
  try {
    return Temporal.PlainDate.from(parts, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
};

const DIGITS = /^(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})$/;
const PARTS: Readonly<Record<DayOrder, DayPart[]>> = {
  'day first': ['day', 'month', 'year'],
  'month first': ['month', 'day', 'year'],
};

/** With points the day comes first everywhere. */
const partsIn = (first: string, sign: string, third: string, region: Region, order?: DayOrder): DayPart[] => {
  if (first.length === 4) return ['year', 'month', 'day'];
  if (sign === '.') return PARTS['day first'];
  const isShort = third.length === 2 && region.order[0] === 'year';
  return order === undefined || isShort ? region.order : PARTS[order];
};

const inDigits = (words: string, region: Region, order?: DayOrder): string | null => {
  const [, first, sign, second, third] = DIGITS.exec(words) ?? [];
  if (first === undefined || sign === undefined || second === undefined || third === undefined) return null;
  const parts = partsIn(first, sign, third, region, order);
  const digits = [first, second, third];
  const year = digits[parts.indexOf('year')] ?? '';
  if (year.length !== 2 && year.length !== 4) return null;
  const numberOf = (part: DayPart): number => Number(digits[parts.indexOf(part)]);
  return dayOf({ day: numberOf('day'), month: numberOf('month'), year: fullYear(year) });
};

/** What the order of a day in digits is up to: one of two, or null where it is clear or none. */
export function orderShown(words: string, locale: string): DayOrder | 'either' | null {
  const [, first = '', sign, second, third = ''] = DIGITS.exec(dayPart(words)) ?? [];
  if (sign === undefined || sign === '.' || first.length > 2 || third.length % 2 === 1) return null;
  if (third.length === 2 && regionOf(locale).order[0] === 'year') return null;
  const [one, other] = [Number(first), Number(second)];
  if (one === other || (one > 12 && other > 12)) return null;
  if (one > 12) return 'day first';
  return other > 12 ? 'month first' : 'either';
}

/** `31 March 2026`, `Mar 31, 2026`, `31. März 2026`, `31-Dec-27`. */
const inWords = (words: string, { months }: Region): string | null => {
  const folded = normalizeText(words).replace(/[,/-]/g, ' ');
  const [, name = ''] = /(\p{L}[\p{L}.]*)/u.exec(folded.replace(/\bde\b/g, ' ')) ?? [];
  const month = months.findIndex((names) => names.includes(name.replace(/\.$/, '')));
  const digits = folded.match(/\d+/g) ?? [];
  const [first = '', second = ''] = digits;
  if (month === -1 || digits.length !== 2) return null;
  const [year, day] = first.length === 4 ? [first, second] : [second, first];
  if (day.length > 2 || (year.length !== 2 && year.length !== 4)) return null;
  return dayOf({ day: Number(day), month: month + 1, year: fullYear(year) });
};

/** No day and time that people write is longer, and looking for a time in a whole page of blanks takes minutes. */
const LONGEST = 100;

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?`;
const TIME = new RegExp(String.raw`^(.*?)(?:T|,?\s+)${CLOCK}\s*(?:Z|UTC|GMT)?$`, 'i');
const ZONED = /^\d{4}-\d{2}-\d{2}[T ][\d:.]+\s?(?:Z|[+-]\d{2}:?\d{2})$/i;
const IN_UTC = /(?:Z|UTC|GMT)$/i;
const MIDNIGHT = /[T ]0{1,2}:00(?::00(?:\.0+)?)?\s?(?:Z|\+00:?00)?$/i;

/** The words without the time behind them. */
const dayPart = (words: string): string => {
  const trimmed = words.trim();
  return trimmed.length > LONGEST ? trimmed : (TIME.exec(trimmed)?.[1] ?? trimmed);
};

/** 1970 and 2100, between which numbers of spreadsheets are taken for days. */
const [FIRST_SERIAL, LAST_SERIAL] = [25_569, 73_415];
const SERIAL = /^(\d{5})(?:[.,](\d+))?$/;
const DAY_SECONDS = 86_400;

interface Serial {
  day: string;
  /** Of the day, 0 to 1. */
  part: number;
}

const inSerial = (words: string): Serial | null => {
  const [, whole, rest = '0'] = SERIAL.exec(words.trim()) ?? [];
  const days = Number(whole);
  if (whole === undefined || days < FIRST_SERIAL || days > LAST_SERIAL) return null;
  const day = Temporal.PlainDate.from('1970-01-01').add({ days: days - FIRST_SERIAL });
  return { day: day.toString(), part: Number(`0.${rest}`) };
};

/**
 * A day as people write it: `2026-03-31`, `31.03.2026`, `31 March 2026`; digits with strokes in the order of the language,
 * or of their column. A moment is no day, but for midnight, which spreadsheets write behind days.
 * @returns `YYYY-MM-DD`, or null
 */
export function readDay(words: string, locale: string, { order, serials }: DayHabits = {}): string | null {
  const bare = words.trim().replace(MIDNIGHT, '');
  const region = regionOf(locale);
  return (
    inDigits(bare, region, order) ?? inWords(bare, region) ?? (serials === true ? (inSerial(bare)?.day ?? null) : null)
  );
}

/**
 * The day that a cell means: a day, or the day of a moment. A moment with an offset is on the day that it has in that
 * time zone; any other on the day that is written.
 * @returns `YYYY-MM-DD`, or null
 */
export function readDayOfMoment(
  words: string,
  locale: string,
  timeZone: string,
  habits: DayHabits = {},
): string | null {
  const day = readDay(words, locale, habits);
  const at = day === null ? readMoment(words, locale, 'UTC', habits) : null;
  if (at === null) return day;
  const zone = ZONED.test(words.trim()) || IN_UTC.test(words.trim()) ? timeZone : 'UTC';
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

const timeIn = (hour: string, half: string | undefined): number =>
  half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);

const momentAt = (day: string, time: Temporal.PlainTimeLike, timeZone: string): string | null => {
  try {
    const plainTime = Temporal.PlainTime.from(time, { overflow: 'reject' });
    const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime });
    return new Date(at.epochMilliseconds).toISOString();
  } catch {
    return null;
  }
};

const ofSerial = ({ day, part }: Serial, timeZone: string): string | null => {
  const seconds = Math.min(DAY_SECONDS - 1, Math.round(part * DAY_SECONDS));
  const [hour, rest] = [Math.floor(seconds / 3600), seconds % 3600];
  return momentAt(day, { hour, minute: Math.floor(rest / 60), second: rest % 60 }, timeZone);
};

/**
 * A moment as people write it: ISO 8601 as it is, everything else by the clock of that time zone; a day alone begins it.
 * @returns ISO 8601 in UTC, or null
 */
export function readMoment(words: string, locale: string, timeZone: string, habits: DayHabits = {}): string | null {
  const trimmed = words.trim();
  if (trimmed.length > LONGEST) return null;
  if (ZONED.test(trimmed)) return isoOf(trimmed);
  const serial = habits.serials === true ? inSerial(trimmed) : null;
  if (serial) return ofSerial(serial, timeZone);
  const [, before = trimmed, hour = '0', minute = '0', second = '0', half] = TIME.exec(trimmed) ?? [];
  const day = readDay(before, locale, habits);
  const zone = IN_UTC.test(trimmed) ? 'UTC' : timeZone;
  const time = { hour: timeIn(hour, half), minute: Number(minute), second: Number(second) };
  return day === null ? null : momentAt(day, time, zone);
}

const isoOf = (words: string): string | null => {
  const at = new Date(words.replace(/^(\S{10}) /, '$1T').replace(/\s/, ''));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
