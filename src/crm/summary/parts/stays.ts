import { dialectOf, type Db } from '../../../store/database.ts';
import { percentileOf, sqlFor } from '../conditions.ts';
import type { Scope } from '../subjects.ts';
import { rowsOf } from '../subjects.ts';
import type { Window } from '../window.ts';

/** How long deals stayed in a stage that they left in the window. */
export interface Stay {
  /** Deals that left it, each as often as it did. */
  count: number;
  /** Days; half of them stayed at most so long. */
  median: number;
}

interface Row extends Stay {
  stage: number;
}

const days = {
  sqlite: 'julianday(gone) - julianday(at)',
  postgres: `extract(epoch from cast(gone as timestamptz) - cast(at as timestamptz))::double precision / 86400`,
};

/** Stage id -> stays that ended in the window, from the audit trail without what was undone. */
export async function staysIn(db: Db, { start, end }: Window, scope: Scope): Promise<Map<number, Stay>> {
  const moves = db('stage_moves')
    .where({ taken_back: 0 })
    .whereIn('deal_id', rowsOf(db, 'deals', scope).select('deals.id'))
    .select('to_stage_id', 'at', db.raw('lead(at) over (partition by deal_id order by id) as gone'));
  const median = sqlFor(percentileOf(0.5, days, 'gone is not null'), dialectOf(db));
  const rows = (await db
    .from(moves.as('stay'))
    .where('gone', '>=', start)
    .where('gone', '<', end)
    .groupBy('to_stage_id')
    .select({ stage: 'to_stage_id' }, db.raw('count(*) as count'), db.raw(`${median} as median`))) as Row[];
  return new Map(rows.map(({ stage, count, median: middle }) => [stage, { count, median: middle }]));
}
