import { addDays, startOfDay } from '../model/time.ts';

/** Milliseconds since 1970 of a minute of a day (0 is midnight) on the clocks of a zone. */
export const momentIn = (day: string, minute: number, timeZone: string): number =>
  Date.parse(startOfDay(day, timeZone)) + minute * 60_000;

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

export const isWeekend = (day: string): boolean => weekday(day) % 6 === 0;

/** The day itself, or the Friday before its weekend. */
export const workdayUpTo = (day: string): string => (isWeekend(day) ? workdayUpTo(addDays(day, -1)) : day);
