import { countOf, happened, isInCurrency, isLost, isNew, isOpen, isThere, isWon, sumOf } from './conditions.ts';

/** Money is in minor units of the settings' currency, percent from 0 to 100. */
export type Unit = 'count' | 'money' | 'percent';

/** What a figure is, in one place: its words, and the SQL that computes it over the rows of its subject. */
export interface Definition {
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  of: 'customers' | 'contacts' | 'deals' | 'interactions';
  /** An aggregate over the subject's rows that are not deleted; `:name` is filled from a Window. */
  sql: string;
  /** From what the SQL gives to the figure; it is what the SQL gives when this is absent. */
  read?: (result: number) => number;
  /** Told only of a period that reaches today, because the days before left no trace in the rows. */
  onlyNow?: true;
}

const define = <const Table extends Readonly<Record<string, Definition>>>(table: Table): Table => table;

/** Every figure of the summary, in the order in which they are shown. */
export const FIGURES = define({
  customers: {
    label: 'Customers',
    unit: 'count',
    formula: 'Customers added by the end of the period.',
    of: 'customers',
    sql: countOf(isThere),
  },
  customersNew: {
    label: 'New customers',
    unit: 'count',
    formula: 'Customers added in the period.',
    of: 'customers',
    sql: countOf(isNew),
  },
  contacts: {
    label: 'Contacts',
    unit: 'count',
    formula: 'Contacts added by the end of the period.',
    of: 'contacts',
    sql: countOf(isThere),
  },
  contactsNew: {
    label: 'New contacts',
    unit: 'count',
    formula: 'Contacts added in the period.',
    of: 'contacts',
    sql: countOf(isNew),
  },
  dealsNew: {
    label: 'New deals',
    unit: 'count',
    formula: 'Deals added in the period, whatever became of them.',
    of: 'deals',
    sql: countOf(isNew),
  },
  dealsOpen: {
    label: 'Open deals',
    unit: 'count',
    formula:
      'Deals added by the end of the period and neither won nor lost by then; for a period that still runs, now.',
    of: 'deals',
    sql: countOf(isOpen),
  },
  dealsWon: {
    label: 'Deals won',
    unit: 'count',
    formula: 'Deals in a won stage whose closing day lies in the period.',
    of: 'deals',
    sql: countOf(isWon),
  },
  dealsLost: {
    label: 'Deals lost',
    unit: 'count',
    formula: 'Deals in a lost stage whose closing day lies in the period.',
    of: 'deals',
    sql: countOf(isLost),
  },
  winRate: {
    label: 'Win rate',
    unit: 'percent',
    formula: 'Deals won, of every hundred won or lost in the period. Nothing closed: no rate.',
    of: 'deals',
    sql: `100 * avg(case when ${isWon} then 1.0 when ${isLost} then 0.0 end)`,
  },
  valueOpen: {
    label: 'Open value',
    unit: 'money',
    formula: 'The amounts of the open deals, as they are today.',
    of: 'deals',
    sql: sumOf('amount', `${isInCurrency} and ${isOpen}`),
  },
  valueWeighted: {
    label: 'Weighted value',
    unit: 'money',
    formula:
      'Each open deal’s amount times the probability of its stage, added up. Only of a period that reaches today: the stages of earlier days are not in the sum.',
    of: 'deals',
    // Hundredths are divided away after the sum, so that both databases round the same whole number.
    sql: sumOf('amount * probability', `${isInCurrency} and ${isOpen}`),
    read: (hundredths) => Math.round(hundredths / 100),
    onlyNow: true,
  },
  valueWon: {
    label: 'Value won',
    unit: 'money',
    formula: 'The amounts of the deals won in the period.',
    of: 'deals',
    sql: sumOf('amount', `${isInCurrency} and ${isWon}`),
  },
  interactions: {
    label: 'Interactions',
    unit: 'count',
    formula: 'Calls, e-mails, meetings, messages and notes that happened in the period.',
    of: 'interactions',
    sql: countOf(happened),
  },
});

export type FigureKey = keyof typeof FIGURES;
