import type { Span } from '../../model/dates/periods.ts';
import { addDays, startOfDay } from '../../model/dates/time.ts';
import type { Window } from '../../store/reports/window.ts';

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
