import { dialectOf, type Db } from '../dialect.ts';
import { percentileOf, sqlFor } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

export interface StayRow {
  /** Stage id. */
  stage: number;
  /** Deals that left it in the window, each as often as it did. */
  count: number;
  /** Days; half of them stayed at most so long. */
  median: number;
}

const days = {
  sqlite: 'julianday(gone) - julianday(at)',
  postgres: `extract(epoch from cast(gone as timestamptz) - cast(at as timestamptz))::double precision / 86400`,
};

/** Stays in a stage that ended in the window, from the audit trail without what was undone. @param selection of deals */
export async function staysByStage(
  db: Db,
  selection: Selection,
  { start, end }: Pick<Window, 'start' | 'end'>,
): Promise<StayRow[]> {
  const moves = db('stage_moves')
    .where({ taken_back: 0 })
    .whereIn('deal_id', rowsOf(db, selection).select('deals.id'))
    .select('to_stage_id', 'at', db.raw('lead(at) over (partition by deal_id order by id) as gone'));
  const median = sqlFor(percentileOf(0.5, days, 'gone is not null'), dialectOf(db));
  return (await db
    .from(moves.as('stay'))
    .where('gone', '>=', start)
    .where('gone', '<', end)
    .groupBy('to_stage_id')
    .select({ stage: 'to_stage_id' }, db.raw('count(*) as count'), db.raw(`${median} as median`))) as StayRow[];
}
