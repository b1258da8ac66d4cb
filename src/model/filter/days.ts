import { Temporal } from 'temporal-polyfill';
import { endOf, later, type Unit } from '../dates/calendar.ts';
import { dayOfMonthCalled, pieceCalled } from '../dates/calendar-words.ts';
import { normal, periodCalled } from '../dates/periods.ts';
import { addDays } from '../dates/time.ts';

/** First and last day, `YYYY-MM-DD`. */
export interface Days {
  from: string;
  to: string;
}

const AHEAD = /^(?:next|coming)[ -]([1-9]\d{0,3})[ -](day|week|month|quarter|year)s?$/;
const NAMED = /^(?:q[1-4]|[a-z]{3,9})$/;
const LONG: Readonly<Record<string, Unit>> = { d: 'day', w: 'week', m: 'month', y: 'year' };

/** `next 30 days`: from tomorrow on. */
const ahead = (words: string, today: string): Days | null => {
  const [, n, unit] = AHEAD.exec(words) ?? [];
  if (!n) return null;
  const day = Temporal.PlainDate.from(today);
  return { from: addDays(today, 1), to: later(day, Number(n), unit as Unit).toString() };
};

/** A month, a quarter or a day without its year is this year's: deals close in a December that is yet to come. */
const ofThisYear = (words: string, today: string): Days | null => {
  const day = Temporal.PlainDate.from(today);
  const alone = dayOfMonthCalled(normal(words), day, 'this year')?.toString();
  if (alone !== undefined) return { from: alone, to: alone };
  if (!NAMED.test(words)) return null;
  const piece = pieceCalled(`${words} ${day.year}`, day);
  return piece && { from: piece.start.toString(), to: endOf(piece.unit, piece.start).toString() };
};

const isPlausible = ({ from, to }: Days): boolean =>
  /^(19|20|21)\d\d-/.test(from) && /^(19|20|21)\d\d-/.test(to) && from <= to;

/**
 * The days that the words name: a day, a period of periods.ts, `next-30-days`.
 * @returns null when they name none, end before they begin, or lie centuries away
 */
export function daysCalled(words: string, today: string): Days | null {
  const lower = words.trim().toLowerCase();
  const days = ahead(lower, today) ?? ofThisYear(lower, today) ?? periodCalled(lower, today);
  return days && isPlausible(days) ? { from: days.from, to: days.to } : null;
}

/** `30d`, `2w`, `3m`, `1y`, `30` -> the day that long before today; null when it is no length of time. */
export function daysAgo(words: string, today: string): string | null {
  const [, n, letter = 'd'] = /^([1-9]\d{0,3})\s?(d|w|m|y)?(?:ays?|eeks?|onths?|ears?)?$/i.exec(words.trim()) ?? [];
  const unit = LONG[letter.toLowerCase()];
  if (!n || !unit || Number(n) > 3660) return null;
  const day = later(Temporal.PlainDate.from(today), -Number(n), unit).toString();
  return isPlausible({ from: day, to: today }) ? day : null;
}
