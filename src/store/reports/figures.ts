import {
  closesWithin,
  countOf,
  cycleDays,
  happened,
  isClosed,
  isInCurrency,
  isLost,
  isNew,
  isOpen,
  isReopened,
  isSilent,
  isSlipped,
  isThere,
  isWon,
  isWonSinceStart,
  percentileOf,
  sumOf,
  type Sql,
} from './conditions.ts';

/** How a figure is computed from the rows of its subject. `:name` is filled from a Window. */
interface FigureSql {
  /** Which of the rows it is made of. */
  rows: string;
  /** An aggregate over all of the rows. */
  sql: Sql;
  /** Which rows can matter at all, where the database finds them by an index: the others are not looked at. */
  near?: string;
}

/** A figure that says how many rows it is made of. */
const counted = (rows: string): FigureSql => ({ rows, sql: countOf(rows) });
/** One that adds up the amounts of its rows. */
const added = (rows: string): FigureSql => {
  const inCurrency = `${isInCurrency} and ${rows}`;
  return { rows: inCurrency, sql: sumOf('amount', inCurrency) };
};

const define = <const Key extends string>(table: Readonly<Record<Key, FigureSql>>): typeof table => table;

const FIGURES = define({
  customers: counted(isThere),
  customersNew: counted(isNew),
  customersSilent30: counted(isSilent('quiet30')),
  customersSilent60: counted(isSilent('quiet60')),
  customersSilent90: counted(isSilent('quiet90')),
  contacts: counted(isThere),
  contactsNew: counted(isNew),
  dealsNew: counted(isNew),
  dealsOpen: counted(isOpen),
  dealsWon: counted(isWon),
  dealsLost: counted(isLost),
  dealsReopened: { ...counted(isReopened), near: isReopened },
  dealsSlipped: { ...counted(isSlipped), near: isSlipped },
  winRate: {
    rows: isClosed,
    sql: `100 * avg(case when ${isWon} then 1.0 when ${isLost} then 0.0 end)`,
  },
  winRateValue: {
    rows: `${isInCurrency} and ${isClosed}`,
    sql: `100.0 * ${sumOf('amount', `${isInCurrency} and ${isWon}`)} / nullif(${sumOf('amount', `${isInCurrency} and ${isClosed}`)}, 0)`,
  },
  valueOpen: added(`(${isOpen})`),
  valueWeighted: {
    rows: `${isInCurrency} and ${isOpen}`,
    // In hundredths, which are divided away after the sum, so that both databases round the same whole number.
    sql: sumOf('amount * probability', `${isInCurrency} and ${isOpen}`),
  },
  valueWon: added(isWon),
  averageWon: {
    rows: `${isInCurrency} and amount is not null and ${isWon}`,
    sql: `avg(case when ${isInCurrency} and ${isWon} then amount end)`,
  },
  cycleMedian: { rows: isWonSinceStart, near: closesWithin, sql: percentileOf(0.5, cycleDays, isWonSinceStart) },
  cycleP90: { rows: isWonSinceStart, near: closesWithin, sql: percentileOf(0.9, cycleDays, isWonSinceStart) },
  targetAttained: {
    rows: `${isInCurrency} and ${isWon}`,
    sql: `100.0 * ${sumOf('amount', `${isInCurrency} and ${isWon}`)} / cast(:target as double precision)`,
  },
  interactions: counted(happened),
});

export type FigureKey = keyof typeof FIGURES;

export function sqlOf(key: FigureKey): FigureSql {
  return FIGURES[key];
}
