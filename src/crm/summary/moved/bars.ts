/** Why a deal counts otherwise now than then: each that does has exactly one reason. */
export interface Bar {
  /** `Pulled in` */
  label: string;
  /** In a sentence, for people. */
  formula: string;
}

const define = <const Table extends Readonly<Record<string, Bar>>>(table: Table): Table => table;

/** In the order in which they are shown: what comes, then what goes. */
export const BARS = define({
  new: { label: 'New', formula: 'Added since the start, open now.' },
  imported: {
    label: 'Imported',
    formula: 'Imported since the start, open now. What they were before the import isn’t known.',
  },
  reopened: { label: 'Reopened', formula: 'Won or lost at the start, open again now.' },
  restored: { label: 'Restored', formula: 'Deleted or merged at the start, open now.' },
  grown: { label: 'Increased', formula: 'Open at start and now, with a higher amount.' },
  pulledIn: {
    label: 'Pulled in',
    formula:
      'Expected close moved earlier. It changes the total only if the filter is on the close and the deal entered it that way.',
  },
  cameIn: { label: 'Entered the filter', formula: 'Open at start too, but outside the filter or in another currency.' },
  shrunk: { label: 'Decreased', formula: 'Open at start and now, with a lower amount.' },
  slipped: {
    label: 'Slipped',
    formula:
      'Expected close moved later. It changes the total only if the filter is on the close and the deal left it that way.',
  },
  wentOut: { label: 'Left the filter', formula: 'Still open, but now outside the filter or in another currency.' },
  merged: { label: 'Merged', formula: 'Open at start, merged into another since.' },
  removed: { label: 'Deleted', formula: 'Open at start, deleted since.' },
  lost: { label: 'Lost', formula: 'Open at start, lost now.' },
  won: { label: 'Won', formula: 'Open at start, won now. The total decreases by their amount at the start.' },
});

export type BarKey = keyof typeof BARS;
export const BAR_KEYS = Object.keys(BARS) as BarKey[];

/** What is known of a deal at one of the two moments. */
export interface PipelineSum {
  /** As it stood; null when there was none. */
  exists: boolean;
  deleted: boolean;
  merged: boolean;
  outcome: 'open' | 'won' | 'lost';
  /** In the currency of the sums. */
  summed: boolean;
  /** The filter lets it through. */
  fits: boolean;
  /** `YYYY-MM-DD` */
  closeOn: string | null;
  /** Minor units; 0 where it has no amount. */
  amount: number;
}

const isOpen = ({ exists, deleted, outcome }: PipelineSum): boolean => exists && !deleted && outcome === 'open';

/** Is it in the sum of open value? */
export function counts(one: PipelineSum): boolean {
  return isOpen(one) && one.summed && one.fits;
}

export function worthOf(one: PipelineSum): number {
  return counts(one) ? one.amount : 0;
}

/** What decides over the bar of a deal beside how it stood. */
interface Circumstances {
  /** The filter names the expected close. */
  byClose: boolean;
  /** An import brought it since, and it did not begin since as far as anybody knows. */
  isImport: boolean;
}

const cameBy = (then: PipelineSum, now: PipelineSum, { byClose, isImport }: Circumstances): BarKey => {
  if (!then.exists) return isImport ? 'imported' : 'new';
  if (then.deleted) return 'restored';
  if (then.outcome !== 'open') return 'reopened';
  return then.summed && byClose && then.closeOn !== now.closeOn ? 'pulledIn' : 'cameIn';
};

const wentBy = (then: PipelineSum, now: PipelineSum, byClose: boolean): BarKey => {
  if (!now.exists || now.deleted) return now.merged ? 'merged' : 'removed';
  if (now.outcome !== 'open') return now.outcome;
  return now.summed && byClose && then.closeOn !== now.closeOn ? 'slipped' : 'wentOut';
};

/** The bar of a deal that changed the open value, or that is in it only at one of the two moments; null for all others. */
export function barOf(then: PipelineSum, now: PipelineSum, how: Circumstances): BarKey | null {
  if (counts(then) && counts(now)) {
    if (then.amount === now.amount) return null;
    return now.amount > then.amount ? 'grown' : 'shrunk';
  }
  if (counts(now)) return cameBy(then, now, how);
  return counts(then) ? wentBy(then, now, how.byClose) : null;
}

/** Which way the expected close of a deal moved that is in the sum then and now; null when neither. */
export function shiftOf(then: PipelineSum, now: PipelineSum): 'pulledIn' | 'slipped' | null {
  if (!counts(then) || !counts(now) || then.closeOn === null || now.closeOn === null) return null;
  if (then.closeOn === now.closeOn) return null;
  return now.closeOn < then.closeOn ? 'pulledIn' : 'slipped';
}
