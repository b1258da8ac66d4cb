import { addDays, dayOf, startOfDay } from '../model/dates/time.ts';
import type { Random } from './luck.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Milliseconds since 1970 of a minute of a day (0 is midnight) on the clocks of a zone. */
export function momentIn(day: string, minute: number, timeZone: string): number {
  return Date.parse(startOfDay(day, timeZone)) + minute * MINUTE;
}

export function isWeekend(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0;
}

/** The day itself, or the Friday before its weekend. */
export function workdayUpTo(day: string): string {
  return isWeekend(day) ? workdayUpTo(addDays(day, -1)) : day;
}

/** The day itself, or the Monday after its weekend. */
export function workdayFrom(day: string): string {
  return isWeekend(day) ? workdayFrom(addDays(day, 1)) : day;
}

/**
 * Some minute of the working day, so many days before now, or of the last working day before that: nobody works at the
 * weekend but once in a while, and nothing has happened yet that lies ahead.
 */
export function officeMoment(now: number, random: Random, daysAgo: number, timeZone: string): number {
  const wanted = addDays(dayOf(now, timeZone), -daysAgo);
  const minute = random.between(8 * 60 + 15, 17 * 60 + 45);
  const moment = momentIn(random.chance(0.03) ? wanted : workdayUpTo(wanted), minute, timeZone);
  return moment <= now ? moment : momentIn(workdayUpTo(addDays(wanted, -1)), minute, timeZone);
}
