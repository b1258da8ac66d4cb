import { Temporal } from 'temporal-polyfill';
import { dayBefore, endOf, later, nameOf, startOf, type Day, type Unit } from './calendar.ts';
import { pieceCalled, type Piece } from './calendar-words.ts';
import { withoutTime } from './clock-words.ts';
import { Unclear } from '../errors.ts';
import { cleanLine, count, cut } from '../text/text.ts';

/** Days are `YYYY-MM-DD`; both ends belong to the span. */
export interface Span {
  /** `This month`, `Q3 2026`, `1 September 2026 to 15 September 2026`: as shown to people. */
  name: string;
  from: string;
  to: string;
}

/** The days somebody asked about, and those to hold them against. */
export interface Period extends Span {
  /** The month before, the quarter before, or as many days before. */
  before: Span;
}

const MOST_YEARS = 10;
const EXAMPLES = 'Try `this month`, `last quarter`, `last 90 days`, `Q3 2026`, `2026-09` or `2026-01-01..2026-03-31`.';

const span = (name: string, from: Day, to: Day): Span => ({ name, from: from.toString(), to: to.toString() });

const isAfter = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) > 0;

/** As many days as there are from `from` to `to`, up to the day before. */
const asLong = (from: Day, to: Day): Span => {
  const days = from.until(to).days + 1;
  return span(`The ${days === 1 ? 'day' : count(days, 'day')} before`, from.subtract({ days }), dayBefore(from));
};

/** What a piece and the one before it are called, which says so when the first still runs and the second is whole. */
const namesOf = ({ unit, start, offset }: Piece, runs: boolean): [string, string] => {
  if (offset === undefined) {
    const [name, before] = [nameOf(unit, start), nameOf(unit, later(start, -1, unit))];
    return runs ? [`${name} so far`, `All of ${before}`] : [name, before];
  }
  if (unit === 'day') return offset === 0 ? ['Today', 'All of yesterday'] : ['Yesterday', 'The day before'];
  return offset === 0 ? [`This ${unit}`, `All of last ${unit}`] : [`Last ${unit}`, `The ${unit} before`];
};

/** `this month`, `Q3 2026`: beside the whole month or quarter before, also while it still runs. */
const whole = (piece: Piece, today: Day): Period => {
  const { unit, start } = piece;
  const end = endOf(unit, start);
  const runs = !isAfter(today, end);
  const [name, nameBefore] = namesOf(piece, runs);
  return { ...span(name, start, end), before: span(nameBefore, later(start, -1, unit), dayBefore(start)) };
};

/** `last 6 months`: up to and with today. */
const rolling = (n: number, unit: Unit, today: Day): Period => {
  const from = later(today.add({ days: 1 }), -n, unit);
  const before = span(`The ${count(n, unit)} before`, later(from, -n, unit), dayBefore(from));
  return { ...span(`Last ${count(n, unit)}`, from, today), before };
};

/** `year to date`: beside the same days of the year before. */
const toDate = (unit: Unit, today: Day): Period => {
  const from = startOf(unit, today);
  const name = `${unit.charAt(0).toUpperCase()}${unit.slice(1)} to date`;
  const before = span(`The same days of last ${unit}`, later(from, -1, unit), later(today, -1, unit));
  return { ...span(name, from, today), before };
};

const since = ({ start }: Piece, today: Day): Period => {
  const before = isAfter(start, today) ? start : today;
  return { ...span(`Since ${nameOf('day', start)}`, start, before), before: asLong(start, before) };
};

const range = (first: Piece, last: Piece, today: Day): Period => {
  const [from, to] = [first.start, endOf(last.unit, last.start)];
  const name = `${nameOf('day', from)} to ${nameOf('day', to)}${isAfter(today, to) ? '' : ' so far'}`;
  return { ...span(name, from, to), before: asLong(from, to) };
};

/** The fiscal year that ends in that year; where it begins in January, the year itself. */
const fiscal = (year: number, firstMonth: number, today: Day): Period => {
  const begins = (of: number): Day =>
    Temporal.PlainDate.from({ year: firstMonth === 1 ? of : of - 1, month: firstMonth, day: 1 });
  const [start, next] = [begins(year), begins(year + 1)];
  const over = !isAfter(next, today);
  const before = span(over ? `FY ${year - 1}` : `All of FY ${year - 1}`, begins(year - 1), dayBefore(start));
  return { ...span(over ? `FY ${year}` : `FY ${year} so far`, start, dayBefore(next)), before };
};

/** `fy2026`, `fy26`, `this fiscal year` */
const FISCAL = /^(?:(?<which>this|current|last|previous|next) (?:fy|fiscal year)|fy ?(?<year>(?:19|20)?\d\d))$/;

const fiscalCalled = (words: string, today: Day, firstMonth: number): Period | null => {
  const { which, year } = FISCAL.exec(words)?.groups ?? {};
  if (year !== undefined) return fiscal(Number(year) + (year.length === 2 ? 2000 : 0), firstMonth, today);
  if (which === undefined) return null;
  const current = today.year + (firstMonth > 1 && today.month >= firstMonth ? 1 : 0);
  return fiscal(current + ({ last: -1, previous: -1, next: 1 }[which] ?? 0), firstMonth, today);
};

const ROLLING = /^(?:last|past) ([1-9]\d{0,3}) (day|week|month|quarter|year)s?$/;
const TO_DATE = /^(?:(?<unit>week|month|quarter|year) to date|(?<letter>[wmqy])td)$/;
const UNIT_OF: Readonly<Record<string, Unit>> = { w: 'week', m: 'month', q: 'quarter', y: 'year' };
const RANGE = /^(?:from )?(.+?) ?(?:\.{2,3}|…|–| to | until ) ?(.+)$/;

const understand = (words: string, today: Day, firstMonth: number): Period | null => {
  const year = fiscalCalled(words, today, firstMonth);
  if (year) return year;
  const [, n, unit] = ROLLING.exec(words) ?? [];
  if (n) return rolling(Number(n), unit as Unit, today);
  const { letter = '', unit: begun = UNIT_OF[letter] } = TO_DATE.exec(words)?.groups ?? {};
  if (begun) return toDate(begun as Unit, today);
  const [, left, right] = RANGE.exec(words) ?? [];
  const [first, last] = [left, right].map((side) => (side ? pieceCalled(side, today) : null));
  if (first && last) return range(first, last, today);
  const piece = pieceCalled(words.replace(/^since /, ''), today);
  if (!piece) return null;
  return words.startsWith('since ') ? since(piece, today) : whole(piece, today);
};

/** `This-Quarter` -> `this quarter`; the hyphens of `2026-09-01` stay. */
export function normal(words: string): string {
  return cleanLine(words)
    .toLowerCase()
    .replace(/(?<=[a-z])[-_]|[-_](?=[a-z])/g, ' ');
}

/** The period that the words name, wherever it lies; null when they name none. */
export function periodCalled(words: string, today: string): Period | null {
  return understand(normal(words), Temporal.PlainDate.from(today), 1);
}

/**
 * Reads a period as people write it; nothing written means this month.
 * @param today `YYYY-MM-DD`, in the asker's time zone
 * @param fiscalStart month in which the fiscal year begins, 1 to 12
 * @throws Unclear when the words are no period, end before they begin, span more than ten years or lie wholly ahead
 */
export function readPeriod(words: string, today: string, fiscalStart = 1): Period {
  const period = understand(normal(words) || 'this month', Temporal.PlainDate.from(today), fiscalStart);
  const asked = `“${cut(cleanLine(words), 60)}”`;
  if (!period) {
    const timed = withoutTime(words) === words ? '' : ' Periods are whole days: leave out the time.';
    throw new Unclear(`${asked} isn’t a period.${timed} ${EXAMPLES}`);
  }
  if (period.to < period.from) throw new Unclear(`${asked} ends before it starts. ${EXAMPLES}`);
  if (period.from > today) throw new Unclear(`${asked} is in the future. ${EXAMPLES}`);
  const tooLate = Temporal.PlainDate.from(period.from).add({ years: MOST_YEARS }).toString();
  if (period.to >= tooLate) throw new Unclear(`${asked} is longer than ${MOST_YEARS} years. ${EXAMPLES}`);
  return period;
}
