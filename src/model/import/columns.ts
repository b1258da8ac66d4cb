import { digitsIn } from '../numbers/amounts.ts';
import { readDigits, type DecimalSign } from '../numbers/decimals.ts';
import { placeholderIn } from './blanks.ts';
import { orderShown, type DayOrder } from './days.ts';

/** What the cells of a column say together about those that could mean two things. */
export type Evidence<Way> =
  /** Each cell says what it means by itself. */
  | { is: 'clear' }
  /** Other cells show it, and none the contrary. */
  | { is: 'shown'; way: Way }
  /** Nothing decides, or cells contradict each other: somebody has to say it. `example`: a cell that could be two. */
  | { is: 'open'; example: string };

/** How the cells of a column are to be read, where a cell alone could mean two things. */
export interface Convention {
  days?: DayOrder | undefined;
  decimal?: DecimalSign | undefined;
}

/** What is known of a column before anybody says what it holds. */
export interface ColumnFacts {
  /** Number of cells that hold something. */
  filled: number;
  /** Words that may stand for nothing, such as `N/A`, to the number of cells that hold them. */
  placeholders: Readonly<Record<string, number>>;
  /** Which comes first in `03/04/2027`. */
  days: Evidence<DayOrder>;
  /** What the point is in `1.234`. */
  decimal: Evidence<DecimalSign>;
}

interface Tally<Way> {
  shown: Set<Way>;
  example: string | null;
}

const evidenceOf = <Way>({ shown, example }: Tally<Way>): Evidence<Way> => {
  if (example === null) return { is: 'clear' };
  const [way, other] = shown;
  return way === undefined || other !== undefined ? { is: 'open', example } : { is: 'shown', way };
};

const seeDays = (cell: string, locale: string, tally: Tally<DayOrder>): void => {
  const order = orderShown(cell, locale);
  if (order === 'either') tally.example ??= cell;
  else if (order !== null) tally.shown.add(order);
};

const seeNumbers = (cell: string, tally: Tally<DecimalSign>): void => {
  const digits = digitsIn(cell);
  const reading = digits === null ? null : readDigits(digits);
  if (reading === null) return;
  if ('sign' in reading) tally.example ??= cell;
  else if (reading.decimal !== null) tally.shown.add(reading.decimal);
};

export interface FactsOfColumn {
  see: (cell: string) => void;
  facts: () => ColumnFacts;
}

/** Gathers the facts of a column from its cells, one after the other. @param locale of the settings */
export function gatherFacts(locale: string): FactsOfColumn {
  let filled = 0;
  const placeholders = new Map<string, number>();
  const days: Tally<DayOrder> = { shown: new Set(), example: null };
  const decimal: Tally<DecimalSign> = { shown: new Set(), example: null };
  return {
    see: (written) => {
      const cell = written.trim();
      if (cell === '') return;
      filled += 1;
      const placeholder = placeholderIn(cell);
      if (placeholder !== null) placeholders.set(cell, (placeholders.get(cell) ?? 0) + 1);
      // Text has no number or day that is all of it.
      if (cell.length > 60 || !/\d/.test(cell)) return;
      seeDays(cell, locale, days);
      seeNumbers(cell, decimal);
    },
    facts: () => ({
      filled,
      placeholders: Object.fromEntries(placeholders),
      days: evidenceOf(days),
      decimal: evidenceOf(decimal),
    }),
  };
}

/** The facts of a column, all cells at once. */
export function columnFacts(cells: Iterable<string>, locale: string): ColumnFacts {
  const column = gatherFacts(locale);
  for (const cell of cells) column.see(cell);
  return column.facts();
}

const wayOf = <Way>(evidence: Evidence<Way>, answer: Way | undefined): Way | undefined =>
  evidence.is === 'shown' ? evidence.way : evidence.is === 'open' ? answer : undefined;

/** How a column is to be read: as its cells show, else as somebody answered. */
export function conventionOf({ days, decimal }: ColumnFacts, answers: Convention = {}): Convention {
  return { days: wayOf(days, answers.days), decimal: wayOf(decimal, answers.decimal) };
}
