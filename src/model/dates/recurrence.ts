import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from './calendar.ts';

/** The days on which something comes back: every day, working days, the first working day of the month, or one of the week. */
export const DAYS = ['day', 'weekday', 'month', ...WEEKDAYS.map((name) => name.toLowerCase())] as const;

/** When something comes back, by a clock on the wall. */
export interface Rhythm {
  /** One of `DAYS`. */
  on: string;
  /** `09:00` */
  at: string;
}

type Day = Temporal.PlainDate;

/** Monday to Friday. */
const isWorking = ({ dayOfWeek }: Day): boolean => dayOfWeek <= 5;

/** The same of a day as it is stored. @param day `YYYY-MM-DD` */
export function isWorkingDay(day: string): boolean {
  return isWorking(Temporal.PlainDate.from(day));
}

const isFirstWorkingDay = (day: Day): boolean =>
  isWorking(day) && (day.day === 1 || (day.dayOfWeek === 1 && day.day <= 3));

const falls = ({ on }: Rhythm, day: Day): boolean => {
  if (on === 'day') return true;
  if (on === 'weekday') return isWorking(day);
  if (on === 'month') return isFirstWorkingDay(day);
  return WEEKDAYS[day.dayOfWeek - 1]?.toLowerCase() === on;
};

/**
 * When that time of the clock comes on that day. One that the clock skips in spring is an hour later by it; of two in
 * autumn it is the first.
 */
const momentOn = (day: Day, at: string, timeZone: string): number =>
  day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds;

/** Longer than from one first working day of a month to the next. */
const FURTHEST = 40;

/**
 * The first time after a moment that it comes, once on each of its days.
 * @param after milliseconds since 1970, like the answer
 * @param timeZone IANA
 */
export function nextTime(rhythm: Rhythm, after: number, timeZone: string): number {
  let day = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let tries = 0; tries < FURTHEST; tries += 1, day = day.add({ days: 1 })) {
    const moment = falls(rhythm, day) ? momentOn(day, rhythm.at, timeZone) : after;
    if (moment > after) return moment;
  }
  throw new Error(`it never comes: ${formatRhythm(rhythm)}`);
}

/** As it is stored: `weekday 09:00`. */
export function formatRhythm({ on, at }: Rhythm): string {
  return `${on} ${at}`;
}

/** A stored one; null when there is none. */
export function storedRhythm(stored: unknown): Rhythm | null {
  const [on = '', at = ''] = String(stored ?? '').split(' ');
  return DAYS.includes(on) && /^\d\d:\d\d$/.test(at) ? { on, at } : null;
}

const DAY_WORDS: Readonly<Record<string, string>> = {
  day: 'every day',
  weekday: 'every weekday',
  month: 'on the first weekday of every month',
};

/** `every Monday at 9:00` */
export function rhythmInWords({ on, at }: Rhythm): string {
  const days = DAY_WORDS[on] ?? `every ${on.charAt(0).toUpperCase()}${on.slice(1)}`;
  return `${days} at ${at.replace(/^0/, '')}`;
}
