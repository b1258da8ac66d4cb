import type { Span } from '../../model/periods.ts';
import { addDays, startOfDay } from '../../model/time.ts';

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
  /** ISO 4217; other amounts are not added. */
  currency: string;
}

const NEVER = '9999-12-31';

/** Does the span last until today or longer? */
export const runs = ({ to }: Pick<Window, 'to'>, today: string): boolean => to >= today;

/** @param asker whose midnight begins a day */
export const windowOf = ({ from, to }: Span, asker: { today: string; timeZone: string; currency: string }): Window => ({
  from,
  to,
  start: startOfDay(from, asker.timeZone),
  end: startOfDay(addDays(to, 1), asker.timeZone),
  openPast: runs({ to }, asker.today) ? NEVER : to,
  currency: asker.currency,
});
