import { DAY_MS } from '../../model/dates/time.ts';
import type { Span } from './tallies.ts';

/** A stretch of time that is added or taken off; `from` belongs to it, `to` does not. null: without end. */
export interface Stretch {
  sign: 1 | -1;
  from: string | null;
  to: string | null;
}

/** What adds up to a stretch of time. */
export interface Pieces {
  /** Lines of the totals by their `at`: months `2026-11`, days `2026-11-16`, or all time. */
  lines: (Stretch & { span: Span })[];
  /** Hours that no line holds: moments, to be looked for in the rows. */
  rows: Stretch[];
  /** What `lines` are together, as moments. */
  whole: Stretch[];
}

const iso = (ms: number): string => new Date(ms).toISOString();
const dayAt = (ms: number): string => iso(ms).slice(0, 10);
const monthAt = (ms: number): string => iso(ms).slice(0, 7);

const nearestMidnight = (ms: number): number => Math.round(ms / DAY_MS) * DAY_MS;

const monthAfter = (ms: number, months: number): number => {
  const day = new Date(ms);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1);
};

const nearestMonth = (ms: number): number => {
  const [before, after] = [monthAfter(ms, 0), monthAfter(ms, 1)];
  return ms - before <= after - ms ? before : after;
};

/** From one moment to another, taken off where the second is the earlier. */
const between = (from: number, to: number, write: (ms: number) => string): Stretch[] => {
  if (from === to) return [];
  const [first, last] = from < to ? [from, to] : [to, from];
  return [{ sign: from < to ? 1 : -1, from: write(first), to: write(last) }];
};

const of = (span: Span, stretches: readonly Stretch[]) => stretches.map((stretch) => ({ ...stretch, span }));

const negative = <T extends Stretch>(stretches: readonly T[]): T[] =>
  stretches.map((stretch) => ({ ...stretch, sign: stretch.sign === 1 ? -1 : 1 }));

/** Whole days of UTC: by their days, or by the months nearest to both ends with the days in between, whichever is less to read. */
const linesBetween = (from: number, to: number): Pieces['lines'] => {
  const days = of(10, between(from, to, dayAt));
  const [first, last] = [nearestMonth(from), nearestMonth(to)];
  const lengthInDays = (a: number, b: number): number => Math.abs(b - a) / DAY_MS;
  const byMonths = lengthInDays(from, first) + lengthInDays(last, to) + lengthInDays(first, last) / 30;
  if (lengthInDays(from, to) <= byMonths) return days;
  return [
    ...of(10, between(from, first, dayAt)),
    ...of(7, between(first, last, monthAt)),
    ...of(10, between(last, to, dayAt)),
  ];
};

/**
 * Takes a stretch of time apart into lines of the totals and, where it begins or ends between midnights of UTC, a few hours
 * of rows. Exact for every moment.
 * @param from first moment; null: ever since
 * @param to first moment after it; null: without end
 */
export function piecesOf(from: string | null, to: string | null): Pieces {
  if (from === null) {
    const all: Stretch = { sign: 1, from: null, to: null };
    if (to === null) return { lines: of(0, [all]), rows: [], whole: [all] };
    const { lines, rows, whole } = piecesOf(to, null);
    return { lines: [...of(0, [all]), ...negative(lines)], rows: negative(rows), whole: [all, ...negative(whole)] };
  }
  const start = Date.parse(from);
  const first = nearestMidnight(start);
  if (to === null) {
    const month = nearestMonth(first);
    const lines = [...of(10, between(first, month, dayAt)), ...of(7, [{ sign: 1, from: monthAt(month), to: null }])];
    return { lines, rows: between(start, first, iso), whole: [{ sign: 1, from: iso(first), to: null }] };
  }
  const end = Date.parse(to);
  const last = nearestMidnight(end);
  return {
    lines: linesBetween(first, last),
    rows: [...between(start, first, iso), ...between(last, end, iso)],
    whole: between(first, last, iso),
  };
}
