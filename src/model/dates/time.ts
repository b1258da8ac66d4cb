import { Temporal } from 'temporal-polyfill';

/** The only place where moments and days meet. Moments are ISO strings in UTC, days `YYYY-MM-DD` strings. */

/** Today in a time zone. `now`: milliseconds since 1970. */
export const dayOf = (now: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** ISO 8601 in UTC with milliseconds, the form in which every moment is stored. */
export const momentOf = (now: number): string => new Date(now).toISOString();

/** The first moment of a day in a time zone, as stored. Right where a day has 23 or 25 hours, or begins at one o'clock. */
export const startOfDay = (day: string, timeZone: string): string =>
  momentOf(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds);

/** A day some days later (or earlier). */
export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
