import { Temporal } from 'temporal-polyfill';
import { MONTHS, startOf, later, WEEKDAYS, type Day, type Unit } from './calendar.ts';

/** One piece of the calendar, as somebody named it. */
export interface Piece {
  unit: Unit;
  start: Day;
  /** How far from the present one, for `this month` (0) or `last week` (-1); absent when it was named outright. */
  offset?: number;
}

type Groups = Record<string, string | undefined>;
type Reader = [shape: RegExp, read: (groups: Groups, today: Day) => Piece | null];

const YEAR = String.raw`(?<year>(?:19|20)\d{2})`;
const OFFSETS: Readonly<Record<string, number>> = { this: 0, current: 0, last: -1, previous: -1, next: 1 };
const DAYS: Readonly<Record<string, number>> = { today: 0, yesterday: -1, tomorrow: 1 };

const relative = (unit: Unit, offset: number, today: Day): Piece => ({
  unit,
  start: later(startOf(unit, today), offset, unit),
  offset,
});

/** Of that year; without one the latest that has begun: in March 2026 "october" is October 2025. */
const inYear = (unit: Unit, year: string | undefined, month: number, today: Day): Piece => {
  const start = Temporal.PlainDate.from({ year: Number(year ?? today.year), month, day: 1 });
  const ahead = year === undefined && Temporal.PlainDate.compare(start, today) > 0;
  return { unit, start: ahead ? start.subtract({ years: 1 }) : start };
};

const isoWeek = (year: number, week: number): Piece | null => {
  // The fourth of January is always in week 1.
  const start = startOf('week', Temporal.PlainDate.from({ year, month: 1, day: 4 })).add({ weeks: week - 1 });
  return start.yearOfWeek === year ? { unit: 'week', start } : null;
};

const isoDay = (iso: string): Piece | null => {
  try {
    return { unit: 'day', start: Temporal.PlainDate.from(iso) };
  } catch {
    return null;
  }
};

/** Where a name begins with these three letters or more: `sep`, `sept`, `september`. */
const indexOfName = (names: readonly string[], word: string): number =>
  word.length < 3 ? -1 : names.findIndex((name) => name.toLowerCase().startsWith(word));

const namedMonth = ({ word = '', year }: Groups, today: Day): Piece | null => {
  const index = indexOfName(MONTHS, word);
  return index < 0 ? null : inYear('month', year, index + 1, today);
};

const weekday = ({ word = '' }: Groups, today: Day): Piece | null => {
  const index = indexOfName(WEEKDAYS, word);
  return index < 0 ? null : { unit: 'day', start: today.subtract({ days: (today.dayOfWeek - 1 - index + 7) % 7 }) };
};

const quarter = ({ q, year }: Groups, today: Day): Piece => inYear('quarter', year, Number(q) * 3 - 2, today);

const READERS: readonly Reader[] = [
  [/^(?<word>today|yesterday|tomorrow)$/, ({ word = '' }, today) => relative('day', DAYS[word] ?? 0, today)],
  [
    /^(?<which>this|current|last|previous|next) (?<unit>day|week|month|quarter|year)$/,
    ({ which = '', unit }, today) => relative(unit as Unit, OFFSETS[which] ?? 0, today),
  ],
  [new RegExp(`^${YEAR}$`), ({ year }, today) => inYear('year', year, 1, today)],
  [new RegExp(`^(?:${YEAR} ?)?q(?<q>[1-4])$`), quarter],
  [new RegExp(`^q(?<q>[1-4])[ -]${YEAR}$`), quarter],
  [new RegExp(`^${YEAR} ?w(?<week>\\d{1,2})$`), ({ year, week }) => isoWeek(Number(year), Number(week))],
  [
    new RegExp(`^${YEAR}-(?<month>0[1-9]|1[0-2])$`),
    ({ year, month }, today) => inYear('month', year, Number(month), today),
  ],
  [new RegExp(`^(?<day>${YEAR}-\\d{2}-\\d{2})$`), ({ day = '' }) => isoDay(day)],
  [new RegExp(`^(?<word>[a-z]+)(?: ${YEAR})?$`), namedMonth],
  [new RegExp(`^${YEAR} (?<word>[a-z]+)$`), namedMonth],
  [/^(?<word>[a-z]+)$/, weekday],
];

/** The piece of the calendar that the words name; null when they name none. `words`: lower case, single blanks. */
export const pieceCalled = (words: string, today: Day): Piece | null => {
  for (const [shape, read] of READERS) {
    const match = shape.exec(words);
    const piece = match && read(match.groups ?? {}, today);
    if (piece) return piece;
  }
  return null;
};
