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
    formula: 'Customers added in the period.',
    of: 'customer',
    flow: true,
  },
  customersSilent30: {
    label: 'Silent for 30 days',
    unit: 'count',
    formula:
      'Customers added more than 30 days before the end of the period (or today), with no interaction since then.',
    of: 'customer',
  },
  customersSilent60: {
    label: 'Silent for 60 days',
    unit: 'count',
    formula:
      'Customers added more than 60 days before the end of the period (or today), with no interaction since then.',
    of: 'customer',
  },
  customersSilent90: {
    label: 'Silent for 90 days',
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
    formula: 'Contacts added in the period.',
    of: 'contact',
    flow: true,
  },
  dealsNew: {
    label: 'New deals',
    unit: 'count',
    formula: 'Deals added in the period, whatever became of them.',
    of: 'deal',
    flow: true,
  },
  dealsOpen: {
    label: 'Open deals',
    unit: 'count',
    formula:
      'Deals added by the end of the period and neither won nor lost by then; for a period that still runs, now.',
    of: 'deal',
  },
  dealsWon: {
    label: 'Deals won',
    unit: 'count',
    formula: 'Deals in a won stage whose closing day lies in the period.',
    of: 'deal',
    flow: true,
  },
  dealsLost: {
    label: 'Deals lost',
    unit: 'count',
    formula: 'Deals in a lost stage whose closing day lies in the period.',
    of: 'deal',
    flow: true,
  },
  dealsReopened: {
    label: 'Deals reopened',
    unit: 'count',
    formula:
      'Deals that went back from a won or lost stage to an open one in the period, as the audit trail has it. What an undo took back does not count.',
    of: 'deal',
  },
  dealsSlipped: {
    label: 'Slipped closes',
    unit: 'count',
    formula:
      'Deals whose expected close was moved to a later day in the period, once or more, as the audit trail has it. What an undo took back does not count.',
    of: 'deal',
  },
  winRate: {
    label: 'Win rate',
    unit: 'percent',
    formula: 'Deals won, of every hundred won or lost in the period. Nothing closed: no rate.',
    of: 'deal',
  },
  winRateValue: {
    label: 'Win rate by value',
    unit: 'percent',
    formula:
      'The value of the deals won, as a share of the value of those won or lost in the period. A lost deal without an amount adds nothing.',
    of: 'deal',
  },
  valueOpen: {
    label: 'Open value',
    unit: 'money',
    formula: 'The amounts of the open deals, as they are today.',
    of: 'deal',
  },
  valueWeighted: {
    label: 'Weighted value',
    unit: 'money',
    formula:
      'Each open deal’s amount times the probability of its stage, added up. Only of a period that reaches today: the stages of earlier days are not in the sum.',
    of: 'deal',
    read: (hundredths) => Math.round(hundredths / 100),
    onlyNow: true,
  },
  valueWon: {
    label: 'Value won',
    unit: 'money',
    formula: 'The amounts of the deals won in the period.',
    of: 'deal',
    flow: true,
  },
  averageWon: {
    label: 'Average won deal',
    unit: 'money',
    formula:
      'The value won in the period, divided by the number of deals that have an amount. Nothing won: no average.',
    of: 'deal',
    read: Math.round,
  },
  cycleMedian: {
    label: 'Sales cycle, median',
    unit: 'days',
    formula:
      'Half of the deals won in the period took at most so many days from the day they were added (in UTC) to the day they closed.',
    of: 'deal',
  },
  cycleP90: {
    label: 'Sales cycle, nine of ten',
    unit: 'days',
    formula:
      'Nine of ten deals won in the period took at most so many days from the day they were added (in UTC) to the day they closed.',
    of: 'deal',
  },
  targetAttained: {
    label: 'Target attained',
    unit: 'percent',
    formula:
      'The value won in the period, as a share of the targets that are set for its quarters. Of a quarter that lies in it only in part, that part of the target counts, by days.',
    of: 'deal',
  },
  interactions: {
    label: 'Interactions',
    unit: 'count',
    formula: 'Calls, e-mails, meetings, messages and notes that happened in the period.',
    of: 'interaction',
    flow: true,
  },
};

export const FIGURE_KEYS = Object.keys(FIGURES) as FigureKey[];

export function definitionOf(key: FigureKey): Definition {
  return FIGURES[key];
}
