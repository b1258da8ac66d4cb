import { Temporal } from 'temporal-polyfill';
import { endOf, inYear, later, MONTHS, startOf, WEEKDAYS, type Day, type Lean, type Unit } from './calendar.ts';

/** One piece of the calendar, as somebody named it. */
export interface Piece {
  unit: Unit;
  start: Day;
  /** How far from the present one, for `this month` (0) or `last week` (-1); absent when it was named outright. */
  offset?: number;
}

type Groups = Record<string, string | undefined>;
type DayPattern = [shape: RegExp, read: (groups: Groups, today: Day) => Piece | null];

const YEAR = String.raw`(?<year>(?:19|20)\d{2})`;
const OFFSETS: Readonly<Record<string, number>> = { this: 0, current: 0, last: -1, previous: -1, next: 1 };
const UNIT_OF: Readonly<Record<string, Unit>> = { d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year' };
const DAYS: Readonly<Record<string, number>> = { today: 0, yesterday: -1, tomorrow: 1 };

const relative = (unit: Unit, offset: number, today: Day): Piece => ({
  unit,
  start: later(startOf(unit, today), offset, unit),
  offset,
});

/** Of that year; without one the latest that has begun: in March 2026 "october" is October 2025. */
const beginning = (unit: Unit, year: string | undefined, month: number, today: Day): Piece => {
  const at = (of: number): Day => Temporal.PlainDate.from({ year: of, month, day: 1 });
  return { unit, start: year === undefined ? (inYear('past', today, at) ?? today) : at(Number(year)) };
};

const isoWeek = (year: number, week: number): Piece | null => {
  // The fourth of January is always in week 1.
  const start = startOf('week', Temporal.PlainDate.from({ year, month: 1, day: 4 })).add({ weeks: week - 1 });
  return start.yearOfWeek === year ? { unit: 'week', start } : null;
};

const dayOrNull = (day: string | { year: number; month: number; day: number }): Day | null => {
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' });
  } catch {
    return null;
  }
};

const pieceOfDay = (start: Day | null): Piece | null => start && { unit: 'day', start };

/** Where a name begins with these three letters or more: `sep`, `sept`, `september`. */
const indexOfName = (names: readonly string[], word: string): number =>
  word.length < 3 ? -1 : names.findIndex((name) => name.toLowerCase().startsWith(word));

const namedMonth = ({ word = '', year }: Groups, today: Day): Piece | null => {
  const index = indexOfName(MONTHS, word);
  return index < 0 ? null : beginning('month', year, index + 1, today);
};

const weekday = ({ word = '' }: Groups, today: Day): Piece | null => {
  const index = indexOfName(WEEKDAYS, word);
  return index < 0 ? null : { unit: 'day', start: today.subtract({ days: (today.dayOfWeek - 1 - index + 7) % 7 }) };
};

const quarter = ({ q, year }: Groups, today: Day): Piece => beginning('quarter', year, Number(q) * 3 - 2, today);

/** `eom`, `end of the month`: the last day of the present one. */
const lastDay = ({ letter = '', unit = UNIT_OF[letter] }: Groups, today: Day): Piece => ({
  unit: 'day',
  start: endOf(unit as Unit, startOf(unit as Unit, today)),
});

const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const DAYS_OF_MONTHS = [
  new RegExp(`^${DAY}\\.? (?:of )?(?<word>[a-z]{3,9})(?:,? ${YEAR})?$`),
  new RegExp(`^(?<word>[a-z]{3,9}) ${DAY}(?:,? ${YEAR})?$`),
];

/** `1 dec`, `Dec 1`, `1st of December 2026`. @param words lower case, single blanks */
export function dayOfMonthCalled(words: string, today: Day, lean: Lean): Day | null {
  const { day, word = '', year } = DAYS_OF_MONTHS.map((shape) => shape.exec(words)?.groups).find(Boolean) ?? {};
  const month = indexOfName(MONTHS, word) + 1;
  if (day === undefined || month === 0) return null;
  const at = (of: number): Day | null => dayOrNull({ year: of, month, day: Number(day) });
  return year === undefined ? inYear(lean, today, at) : at(Number(year));
}

const READERS: readonly DayPattern[] = [
  [/^(?<word>today|yesterday|tomorrow)$/, ({ word = '' }, today) => relative('day', DAYS[word] ?? 0, today)],
  [
    /^(?<which>this|current|last|previous|next) (?<unit>day|week|month|quarter|year)$/,
    ({ which = '', unit }, today) => relative(unit as Unit, OFFSETS[which] ?? 0, today),
  ],
  [/^eo(?<letter>[dwmqy])$/, lastDay],
  [/^end of (?:the |this )?(?<unit>day|week|month|quarter|year)$/, lastDay],
  [new RegExp(`^${YEAR}$`), ({ year }, today) => beginning('year', year, 1, today)],
  [new RegExp(`^(?:${YEAR} ?)?q(?<q>[1-4])$`), quarter],
  [new RegExp(`^q(?<q>[1-4])[ -]${YEAR}$`), quarter],
  [new RegExp(`^${YEAR} ?w(?<week>\\d{1,2})$`), ({ year, week }) => isoWeek(Number(year), Number(week))],
  [
    new RegExp(`^${YEAR}-(?<month>0[1-9]|1[0-2])$`),
    ({ year, month }, today) => beginning('month', year, Number(month), today),
  ],
  [new RegExp(`^(?<day>${YEAR}-\\d{2}-\\d{2})$`), ({ day = '' }) => pieceOfDay(dayOrNull(day))],
  [new RegExp(`^(?<word>[a-z]+)(?: ${YEAR})?$`), namedMonth],
  [new RegExp(`^${YEAR} (?<word>[a-z]+)$`), namedMonth],
  [/^(?<word>[a-z]+)$/, weekday],
];

/** The piece of the calendar that the words name; null when they name none. `words`: lower case, single blanks. */
export function pieceCalled(words: string, today: Day): Piece | null {
  for (const [shape, read] of READERS) {
    const match = shape.exec(words);
    const piece = match && read(match.groups ?? {}, today);
    if (piece) return piece;
  }
  return pieceOfDay(dayOfMonthCalled(words, today, 'past'));
}
