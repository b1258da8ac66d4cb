import { Temporal } from 'temporal-polyfill';

/** The pieces a calendar is cut into. Weeks are ISO weeks: they begin on Monday. */
export const UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Unit = (typeof UNITS)[number];
export type Day = Temporal.PlainDate;

export const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
export const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

/** The day some units later, or earlier when `n` is negative. A month has no 31st? Then its last day. */
export function later(day: Day, n: number, unit: Unit): Day {
  return unit === 'quarter' ? day.add({ months: 3 * n }) : day.add({ [`${unit}s`]: n });
}

/** The day before. */
export function dayBefore(day: Day): Day {
  return day.subtract({ days: 1 });
}

const firstMonthOfQuarter = (month: number): number => month - ((month - 1) % 3);

const starts: Record<Unit, (day: Day) => Day> = {
  day: (day) => day,
  week: (day) => day.subtract({ days: day.dayOfWeek - 1 }),
  month: (day) => day.with({ day: 1 }),
  quarter: (day) => day.with({ month: firstMonthOfQuarter(day.month), day: 1 }),
  year: (day) => day.with({ month: 1, day: 1 }),
};

/** The first day of the unit that the day lies in. */
export function startOf(unit: Unit, day: Day): Day {
  return starts[unit](day);
}

/** The last day of the unit that begins on that day. */
export function endOf(unit: Unit, start: Day): Day {
  return dayBefore(later(start, 1, unit));
}

/** Which year is meant where none is written: the latest in which it has come, the present one, or the next in which it is to come. */
export type Lean = 'past' | 'this year' | 'coming';

/** A day that comes once a year, in the year that is meant. @param at the day of a year; null where that year has none */
export function inYear(lean: Lean, today: Day, at: (year: number) => Day | null): Day | null {
  const day = at(today.year);
  const side = day === null || lean === 'this year' ? 0 : Temporal.PlainDate.compare(day, today);
  if (lean === 'past' && side > 0) return at(today.year - 1);
  return lean === 'coming' && side < 0 ? at(today.year + 1) : day;
}

const monthName = (day: Day): string => MONTHS[day.month - 1] ?? '';

const names: Record<Unit, (start: Day) => string> = {
  day: (day) => `${day.day} ${monthName(day)} ${day.year}`,
  // The year a week belongs to is not always the year of its Monday.
  week: (day) => `Week ${day.weekOfYear} of ${day.yearOfWeek}`,
  month: (day) => `${monthName(day)} ${day.year}`,
  quarter: (day) => `Q${(day.month + 2) / 3} ${day.year}`,
  year: (day) => String(day.year),
};

/** `3 March 2026`, `Week 7 of 2026`, `March 2026`, `Q1 2026`, `2026`. */
export function nameOf(unit: Unit, start: Day): string {
  return names[unit](start);
}

/** `Mar 2026` for `2026-03`, as the locale has it. */
export function monthOf(month: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01`),
  );
}

/** `30 Nov 2026` for `2026-11-30`, as the locale has it. */
export function dayIn(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
