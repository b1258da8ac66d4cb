import type { FigureKey } from '../../store/reports/figures.ts';
import type { Subject } from '../../store/reports/selection.ts';

export type { FigureKey };

/** Money is in minor units of the settings' currency, percent from 0 to 100, days need not be whole. */
export type Unit = 'count' | 'money' | 'percent' | 'days';

/** What a figure means. How it is computed from its rows is beside their tables, in `store/reports/figures.ts`. */
export interface Definition {
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  of: Subject;
  /** From what the database gives to the figure; it is what the database gives when this is absent. */
  read?: (result: number) => number;
  /** Told only of a period that reaches today, because the days before left no trace in the rows. */
  onlyNow?: true;
  /** What happened within the window, rather than how things stood at its end: parts of a period add up to it. */
  flow?: true;
}

/** Every figure of the summary, in the order in which they are shown. */
const FIGURES: Readonly<Record<FigureKey, Definition>> = {
  customers: {
    label: 'Customers',
    unit: 'count',
    formula: 'Customers added by the end of the period.',
    of: 'customer',
  },
  customersNew: {
    label: 'New customers',
    unit: 'count',
    formula: 'Customers added in the period. Imported ones count if the file says when they were created.',
    of: 'customer',
    flow: true,
  },
  customersSilent30: {
    label: 'Inactive for 30 days',
    unit: 'count',
    formula:
      'Customers added more than 30 days before the end of the period (or today), with no interaction since then.',
    of: 'customer',
  },
  customersSilent60: {
    label: 'Inactive for 60 days',
    unit: 'count',
    formula:
      'Customers added more than 60 days before the end of the period (or today), with no interaction since then.',
    of: 'customer',
  },
  customersSilent90: {
    label: 'Inactive for 90 days',
    unit: 'count',
    formula:
      'Customers added more than 90 days before the end of the period (or today), with no interaction since then.',
    of: 'customer',
  },
  contacts: {
    label: 'Contacts',
    unit: 'count',
    formula: 'Contacts added by the end of the period.',
    of: 'contact',
  },
  contactsNew: {
    label: 'New contacts',
    unit: 'count',
    formula: 'Contacts added in the period. Imported ones count if the file says when they were created.',
    of: 'contact',
    flow: true,
  },
  dealsNew: {
    label: 'New deals',
    unit: 'count',
    formula:
      'Deals added in the period, whatever their stage now. Imported ones count if the file says when they were created.',
    of: 'deal',
    flow: true,
  },
  dealsOpen: {
    label: 'Open deals',
    unit: 'count',
    formula: 'Deals added by the end of the period that weren’t won or lost by then. For a current period: open now.',
    of: 'deal',
  },
  dealsWon: {
    label: 'Deals won',
    unit: 'count',
    formula: 'Deals in a won stage that closed in the period.',
    of: 'deal',
    flow: true,
  },
  dealsLost: {
    label: 'Deals lost',
    unit: 'count',
    formula: 'Deals in a lost stage that closed in the period.',
    of: 'deal',
    flow: true,
  },
  dealsReopened: {
    label: 'Deals reopened',
    unit: 'count',
    formula:
      'Deals moved from a won or lost stage back to an open one in the period, according to the audit log. Undone moves don’t count.',
    of: 'deal',
  },
  dealsSlipped: {
    label: 'Slipped deals',
    unit: 'count',
    formula:
      'Deals whose expected close was moved to a later day in the period, according to the audit log. Undone moves don’t count.',
    of: 'deal',
  },
  winRate: {
    label: 'Win rate',
    unit: 'percent',
    formula: 'Won deals as a share of deals closed in the period. Empty if none closed.',
    of: 'deal',
  },
  winRateValue: {
    label: 'Win rate by value',
    unit: 'percent',
    formula:
      'Won value as a share of the value of deals closed in the period. Lost deals without an amount add nothing.',
    of: 'deal',
  },
  valueOpen: {
    label: 'Open pipeline',
    unit: 'money',
    formula: 'Total amount of the open deals, as of today.',
    of: 'deal',
  },
  valueWeighted: {
    label: 'Weighted pipeline',
    unit: 'money',
    formula:
      'Each open deal’s amount times the probability of its stage, added up. Only for periods that include today.',
    of: 'deal',
    read: (hundredths) => Math.round(hundredths / 100),
    onlyNow: true,
  },
  valueWon: {
    label: 'Won value',
    unit: 'money',
    formula: 'Total amount of the deals won in the period.',
    of: 'deal',
    flow: true,
  },
  averageWon: {
    label: 'Average won deal',
    unit: 'money',
    formula: 'Won value divided by the number of won deals with an amount. Empty if none.',
    of: 'deal',
    read: Math.round,
  },
  cycleMedian: {
    label: 'Sales cycle, median',
    unit: 'days',
    formula:
      'Half of the won deals closed within this many days of being added (UTC). Imported deals without a creation day are left out.',
    of: 'deal',
  },
  cycleP90: {
    label: 'Sales cycle, 90th percentile',
    unit: 'days',
    formula:
      '90% of the won deals closed within this many days of being added (UTC). Imported deals without a creation day are left out.',
    of: 'deal',
  },
  targetAttained: {
    label: 'Target attained',
    unit: 'percent',
    formula:
      'Won value as a share of the targets of the period’s quarters. A quarter that is only partly in the period counts by days.',
    of: 'deal',
  },
  interactions: {
    label: 'Interactions',
    unit: 'count',
    formula: 'Calls, emails, meetings, messages and notes that happened in the period.',
    of: 'interaction',
    flow: true,
  },
};

export const FIGURE_KEYS = Object.keys(FIGURES) as FigureKey[];

export function definitionOf(key: FigureKey): Definition {
  return FIGURES[key];
}
