import { Temporal } from 'temporal-polyfill';
import { endOf, later, nameOf, startOf } from '../../model/dates/calendar.ts';
import type { Span } from '../../model/dates/periods.ts';

/** Into how many pieces a period is cut at most. */
export const MOST_PIECES = 120;

/** The weeks or months of a span of days, oldest first; the first and the last only as far as they lie in it. */
export function piecesOf({ from, to }: Pick<Span, 'from' | 'to'>, unit: 'week' | 'month'): Span[] {
  const last = Temporal.PlainDate.from(to);
  const pieces: Span[] = [];
  for (
    let start = startOf(unit, Temporal.PlainDate.from(from));
    Temporal.PlainDate.compare(start, last) <= 0 && pieces.length <= MOST_PIECES;
    start = later(start, 1, unit)
  ) {
    const [first, end] = [start.toString(), endOf(unit, start).toString()];
    pieces.push({ name: nameOf(unit, start), from: first > from ? first : from, to: end < to ? end : to });
  }
  return pieces;
}
