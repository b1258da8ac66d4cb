import { Temporal } from 'temporal-polyfill';

/** The only place where moments and days meet. Moments are ISO strings in UTC, days `YYYY-MM-DD` strings. */

/** A day of 24 hours, in milliseconds. */
export const DAY_MS = 86_400_000;

/** Today in a time zone. `now`: milliseconds since 1970. */
export function dayOf(now: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** ISO 8601 in UTC with milliseconds, the form in which every moment is stored. */
export function momentOf(now: number): string {
  return new Date(now).toISOString();
}

/** The first moment of a day in a time zone, as stored. Right where a day has 23 or 25 hours, or begins at one o'clock. */
export function startOfDay(day: string, timeZone: string): string {
  return momentOf(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds);
}

/** A day some days later (or earlier). */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
