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
  new: { label: 'New', formula: 'Added since, and open now.' },
  reopened: { label: 'Reopened', formula: 'Won or lost then, and open again now.' },
  restored: { label: 'Brought back', formula: 'Deleted or merged into another then, and open now.' },
  grown: { label: 'Grown', formula: 'Open then and now, and worth more.' },
  pulledIn: {
    label: 'Pulled in',
    formula:
      'Expected close moved earlier. Where a filter names the close, those that it lets in because theirs was moved: only then it changes the sum.',
  },
  cameIn: { label: 'Came in', formula: 'Open then as well, but outside of the filter or in another currency.' },
  shrunk: { label: 'Shrunk', formula: 'Open then and now, and worth less.' },
  slipped: {
    label: 'Slipped',
    formula:
      'Expected close moved later. Where a filter names the close, those that it lets out because theirs was moved: only then it changes the sum.',
  },
  wentOut: { label: 'Went out', formula: 'Still open, but outside of the filter or in another currency now.' },
  merged: { label: 'Merged', formula: 'Open then, and merged into another since.' },
  removed: { label: 'Deleted', formula: 'Open then, and deleted since.' },
  lost: { label: 'Lost', formula: 'Open then, and lost now.' },
  won: { label: 'Won', formula: 'Open then, and won now. The sum loses what they were worth then.' },
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

const cameBy = (then: PipelineSum, now: PipelineSum, byClose: boolean): BarKey => {
  if (!then.exists) return 'new';
  if (then.deleted) return 'restored';
  if (then.outcome !== 'open') return 'reopened';
  return then.summed && byClose && then.closeOn !== now.closeOn ? 'pulledIn' : 'cameIn';
};

const wentBy = (then: PipelineSum, now: PipelineSum, byClose: boolean): BarKey => {
  if (!now.exists || now.deleted) return now.merged ? 'merged' : 'removed';
  if (now.outcome !== 'open') return now.outcome;
  return now.summed && byClose && then.closeOn !== now.closeOn ? 'slipped' : 'wentOut';
};

/**
 * The bar of a deal that changed the open value, or that is in it only at one of the two moments; null for all others.
 * @param byClose the filter names the expected close
 */
export function barOf(then: PipelineSum, now: PipelineSum, byClose: boolean): BarKey | null {
  if (counts(then) && counts(now)) {
    if (then.amount === now.amount) return null;
    return now.amount > then.amount ? 'grown' : 'shrunk';
  }
  if (counts(now)) return cameBy(then, now, byClose);
  return counts(then) ? wentBy(then, now, byClose) : null;
}

/** Which way the expected close of a deal moved that is in the sum then and now; null when neither. */
export function shiftOf(then: PipelineSum, now: PipelineSum): 'pulledIn' | 'slipped' | null {
  if (!counts(then) || !counts(now) || then.closeOn === null || now.closeOn === null) return null;
  if (then.closeOn === now.closeOn) return null;
  return now.closeOn < then.closeOn ? 'pulledIn' : 'slipped';
}
