import { Temporal } from 'temporal-polyfill';
import { endOf, later, startOf, type Day } from './calendar.ts';
import type { Span } from './periods.ts';
import { daysBetween } from './time.ts';
import { cleanLine } from '../text/text.ts';

/** A calendar quarter as it is stored: `2026-Q4`. */
const SHAPES = [/^(?<year>(?:19|20)\d\d)[ -]?q(?<q>[1-4])$/, /^q(?<q>[1-4])[ -/]?(?<year>(?:19|20)\d\d)$/];

/** `q4 2026` -> `2026-Q4`; null where the words name no quarter of a year. */
export function quarterCalled(words: string): string | null {
  const clean = cleanLine(words).toLowerCase();
  const groups = SHAPES.map((shape) => shape.exec(clean)?.groups).find((found) => found !== undefined);
  return groups ? `${groups['year']}-Q${groups['q']}` : null;
}

const nameOf = (start: Day): string => `${start.year}-Q${(start.month + 2) / 3}`;

export interface QuarterShare {
  /** `2026-Q4` */
  quarter: string;
  /** How much of the quarter the span holds, by days: 1 for all of it. */
  share: number;
}

/** The calendar quarters that a span of days touches, oldest first. */
export function quartersOf({ from, to }: Pick<Span, 'from' | 'to'>): QuarterShare[] {
  const found: QuarterShare[] = [];
  const last = Temporal.PlainDate.from(to);
  let start = startOf('quarter', Temporal.PlainDate.from(from));
  for (; Temporal.PlainDate.compare(start, last) <= 0; start = later(start, 1, 'quarter')) {
    const [first, end] = [start.toString(), endOf('quarter', start).toString()];
    const days = daysBetween(first > from ? first : from, end < to ? end : to) + 1;
    found.push({ quarter: nameOf(start), share: days / (daysBetween(first, end) + 1) });
  }
  return found;
}
