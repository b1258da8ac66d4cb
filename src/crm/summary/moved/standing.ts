import type { AnyRecord, Stage } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import type { Filter } from '../../../model/filter/filter.ts';
import { matches } from '../../../model/filter/matches.ts';
import type { PipelineSum } from './bars.ts';

const deal = entityOf('deal');

/** What decides at one moment over whether a deal is in the sum. */
export interface StandingContext {
  /** Deleted deals as well, as they were then. */
  stages: readonly Stage[];
  filter: Filter;
  /** ISO 4217 */
  currency: string;
}

const NOTHING: PipelineSum = {
  ...{ exists: false, deleted: false, merged: false, outcome: 'open', summed: false, fits: false },
  ...{ closeOn: null, amount: 0 },
};

/** How a deal stood at a moment. @param record null when there was none */
export function standingOf(record: AnyRecord | null, { stages, filter, currency }: StandingContext): PipelineSum {
  if (!record) return NOTHING;
  return {
    exists: true,
    deleted: record.deletedAt !== null,
    merged: record['mergedInto'] !== null,
    outcome: stages.find(({ id }) => id === record['stage'])?.outcome ?? 'open',
    summed: record['currency'] === currency,
    fits: matches(deal, filter, record, { lastTouch: null, currency }),
    closeOn: record['closeOn'] as string | null,
    amount: Number(record['amount'] ?? 0),
  };
}
