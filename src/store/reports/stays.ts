import { dialectOf, type Db } from '../dialect.ts';
import { countOf, percentileOf, sqlFor } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

export interface StayRow {
  /** Stage id. */
  stage: number;
  /** Deals that left it in the window, each as often as it did. */
  count: number;
  /** Of how many it is known when they came: an import brought the others into it. */
  known: number;
  /** Days; half of those stayed at most so long. Null without any. */
  median: number | null;
}

const days = {
  sqlite: 'julianday(gone) - julianday(at)',
  postgres: `extract(epoch from cast(gone as timestamptz) - cast(at as timestamptz))::double precision / 86400`,
};

/** An import that brought a deal says nothing of when it came into its stage. */
const SURE = `(from_stage_id is not null or (select started from deals where deals.id = deal_id) = 'here')`;

/** Stays in a stage that ended in the window, from the audit trail without what was undone. @param selection of deals */
export async function staysByStage(
  db: Db,
  selection: Selection,
  { start, end }: Pick<Window, 'start' | 'end'>,
): Promise<StayRow[]> {
  const moves = db('stage_moves')
    .where({ taken_back: 0 })
    .whereIn('deal_id', rowsOf(db, selection).select('deals.id'))
    .select(
      'deal_id',
      'from_stage_id',
      'to_stage_id',
      'at',
      db.raw('lead(at) over (partition by deal_id order by id) as gone'),
    );
  const median = sqlFor(percentileOf(0.5, days, `gone is not null and ${SURE}`), dialectOf(db));
  return (await db
    .from(moves.as('stay'))
    .where('gone', '>=', start)
    .where('gone', '<', end)
    .groupBy('to_stage_id')
    .select(
      { stage: 'to_stage_id' },
      db.raw('count(*) as count'),
      db.raw(`${countOf(SURE)} as known`),
      db.raw(`${median} as median`),
    )) as StayRow[];
}
