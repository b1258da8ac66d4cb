import type { Span } from '../../model/dates/periods.ts';
import { addDays, startOfDay } from '../../model/dates/time.ts';

/** A span of days as the queries need it: every property can stand in SQL by its name, as `:start`. */
export interface Window {
  /** First and last day. */
  from: string;
  to: string;
  /** First moment, and the first one after it (UTC). */
  start: string;
  end: string;
  /** A deal that closes after this day is open for the window. While it runs, only stages tell: then a day that never comes. */
  openPast: string;
  /** The moments in which those 30, 60 and 90 days began after which a customer counts as silent. */
  quiet30: string;
  quiet60: string;
  quiet90: string;
  /** ISO 4217; other amounts are not added. */
  currency: string;
  /** What was to be won in the window, in minor units; null without a target. */
  target: number | null;
}

export const NEVER = '9999-12-31';

/** Does the span last until today or longer? */
export function runs({ to }: Pick<Window, 'to'>, today: string): boolean {
  return to >= today;
}

/** Whose midnight begins a day, and which amounts are added. */
export interface Asker {
  /** `YYYY-MM-DD` */
  today: string;
  timeZone: string;
  currency: string;
}

export function windowOf({ from, to }: Span, { today, timeZone, currency }: Asker): Window {
  const reached = to < today ? to : today;
  const quiet = (days: number): string => startOfDay(addDays(reached, -days), timeZone);
  return {
    from,
    to,
    start: startOfDay(from, timeZone),
    end: startOfDay(addDays(to, 1), timeZone),
    openPast: runs({ to }, today) ? NEVER : to,
    quiet30: quiet(30),
    quiet60: quiet(60),
    quiet90: quiet(90),
    currency,
    target: null,
  };
}
