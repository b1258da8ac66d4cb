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
  percentileOf,
  sumOf,
  type Sql,
} from './conditions.ts';
import type { Subject } from './subjects.ts';

/** Money is in minor units of the settings' currency, percent from 0 to 100, days need not be whole. */
export type Unit = 'count' | 'money' | 'percent' | 'days';

/** What a figure is, in one place: its words, the rows it is made of, and the SQL that computes it from them. */
export interface Definition {
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  of: Subject;
  /** SQL: which of the subject's rows it is made of. `:name` is filled from a Window. */
  rows: string;
  /** An aggregate over all of the subject's rows, filled in the same way. */
  sql: Sql;
  /** From what the SQL gives to the figure; it is what the SQL gives when this is absent. */
  read?: (result: number) => number;
  /** Which rows can matter at all, where the database finds them by an index: the others are not looked at. */
  near?: string;
  /** Told only of a period that reaches today, because the days before left no trace in the rows. */
  onlyNow?: true;
  /** What happened within the window, rather than how things stood at its end: parts of a period add up to it. */
  flow?: true;
}

/** A figure that says how many rows it is made of. */
const counted = (rows: string) => ({ unit: 'count', rows, sql: countOf(rows) }) as const;
/** One that adds up the amounts of its rows. */
const added = (rows: string) => {
  const inCurrency = `${isInCurrency} and ${rows}`;
  return { unit: 'money', rows: inCurrency, sql: sumOf('amount', inCurrency) } as const;
};

const define = <const Table extends Readonly<Record<string, Definition>>>(table: Table): Table => table;

/** Every figure of the summary, in the order in which they are shown. */
export const FIGURES = define({
  customers: {
    label: 'Customers',
    formula: 'Customers added by the end of the period.',
    of: 'customers',
    ...counted(isThere),
  },
  customersNew: {
    label: 'New customers',
    formula: 'Customers added in the period.',
    of: 'customers',
    flow: true,
    ...counted(isNew),
  },
  customersSilent30: {
    label: 'Inactive for 30 days',
    formula:
      'Customers added more than 30 days before the end of the period (or today), with no interaction since then.',
    of: 'customers',
    ...counted(isSilent('quiet30')),
  },
  customersSilent60: {
    label: 'Inactive for 60 days',
    formula:
      'Customers added more than 60 days before the end of the period (or today), with no interaction since then.',
    of: 'customers',
    ...counted(isSilent('quiet60')),
  },
  customersSilent90: {
    label: 'Inactive for 90 days',
    formula:
      'Customers added more than 90 days before the end of the period (or today), with no interaction since then.',
    of: 'customers',
    ...counted(isSilent('quiet90')),
  },
  contacts: {
    label: 'Contacts',
    formula: 'Contacts added by the end of the period.',
    of: 'contacts',
    ...counted(isThere),
  },
  contactsNew: {
    label: 'New contacts',
    formula: 'Contacts added in the period.',
    of: 'contacts',
    flow: true,
    ...counted(isNew),
  },
  dealsNew: {
    label: 'New deals',
    formula: 'Deals added in the period, whatever their stage now.',
    of: 'deals',
    flow: true,
    ...counted(isNew),
  },
  dealsOpen: {
    label: 'Open deals',
    formula: 'Deals added by the end of the period that weren’t won or lost by then. For a current period: open now.',
    of: 'deals',
    ...counted(isOpen),
  },
  dealsWon: {
    label: 'Deals won',
    formula: 'Deals in a won stage that closed in the period.',
    of: 'deals',
    flow: true,
    ...counted(isWon),
  },
  dealsLost: {
    label: 'Deals lost',
    formula: 'Deals in a lost stage that closed in the period.',
    of: 'deals',
    flow: true,
    ...counted(isLost),
  },
  dealsReopened: {
    label: 'Deals reopened',
    formula:
      'Deals moved from a won or lost stage back to an open one in the period, according to the audit log. Undone moves don’t count.',
    of: 'deals',
    near: isReopened,
    ...counted(isReopened),
  },
  dealsSlipped: {
    label: 'Slipped deals',
    formula:
      'Deals whose expected close was moved to a later day in the period, according to the audit log. Undone moves don’t count.',
    of: 'deals',
    near: isSlipped,
    ...counted(isSlipped),
  },
  winRate: {
    label: 'Win rate',
    unit: 'percent',
    formula: 'Won deals as a share of deals closed in the period. Empty if none closed.',
    of: 'deals',
    rows: isClosed,
    sql: `100 * avg(case when ${isWon} then 1.0 when ${isLost} then 0.0 end)`,
  },
  winRateValue: {
    label: 'Win rate by value',
    unit: 'percent',
    formula:
      'Won value as a share of the value of deals closed in the period. Lost deals without an amount add nothing.',
    of: 'deals',
    rows: `${isInCurrency} and ${isClosed}`,
    sql: `100.0 * ${sumOf('amount', `${isInCurrency} and ${isWon}`)} / nullif(${sumOf('amount', `${isInCurrency} and ${isClosed}`)}, 0)`,
  },
  valueOpen: {
    label: 'Open pipeline',
    formula: 'Total amount of the open deals, as of today.',
    of: 'deals',
    ...added(`(${isOpen})`),
  },
  valueWeighted: {
    label: 'Weighted pipeline',
    unit: 'money',
    formula:
      'Each open deal’s amount times the probability of its stage, added up. Only for periods that include today.',
    of: 'deals',
    rows: `${isInCurrency} and ${isOpen}`,
    // Hundredths are divided away after the sum, so that both databases round the same whole number.
    sql: sumOf('amount * probability', `${isInCurrency} and ${isOpen}`),
    read: (hundredths) => Math.round(hundredths / 100),
    onlyNow: true,
  },
  valueWon: {
    label: 'Won value',
    formula: 'Total amount of the deals won in the period.',
    of: 'deals',
    flow: true,
    ...added(isWon),
  },
  averageWon: {
    label: 'Average won deal',
    unit: 'money',
    formula: 'Won value divided by the number of won deals with an amount. Empty if none.',
    of: 'deals',
    rows: `${isInCurrency} and amount is not null and ${isWon}`,
    sql: `avg(case when ${isInCurrency} and ${isWon} then amount end)`,
    read: Math.round,
  },
  cycleMedian: {
    label: 'Sales cycle, median',
    unit: 'days',
    formula: 'Half of the won deals closed within this many days of being added (UTC).',
    of: 'deals',
    rows: isWon,
    near: closesWithin,
    sql: percentileOf(0.5, cycleDays, isWon),
  },
  cycleP90: {
    label: 'Sales cycle, 90th percentile',
    unit: 'days',
    formula: '90% of the won deals closed within this many days of being added (UTC).',
    of: 'deals',
    rows: isWon,
    near: closesWithin,
    sql: percentileOf(0.9, cycleDays, isWon),
  },
  targetAttained: {
    label: 'Target attained',
    unit: 'percent',
    formula:
      'Won value as a share of the targets of the period’s quarters. A quarter that is only partly in the period counts by days.',
    of: 'deals',
    rows: `${isInCurrency} and ${isWon}`,
    sql: `100.0 * ${sumOf('amount', `${isInCurrency} and ${isWon}`)} / cast(:target as double precision)`,
  },
  interactions: {
    label: 'Interactions',
    formula: 'Calls, emails, meetings, messages and notes that happened in the period.',
    of: 'interactions',
    flow: true,
    ...counted(happened),
  },
});

export type FigureKey = keyof typeof FIGURES;
export const FIGURE_KEYS = Object.keys(FIGURES) as FigureKey[];
/** The same with its own types forgotten: for code that works with all of them alike. */
export function definitionOf(key: FigureKey): Definition {
  return FIGURES[key];
}
