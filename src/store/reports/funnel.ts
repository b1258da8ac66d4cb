import type { Stage } from '../../model/record.ts';
import type { Db } from '../dialect.ts';
import { isInCurrency, isNew, sumOf } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

export interface FunnelRow {
  outcome: Stage['outcome'];
  position: number;
  /** Position of the farthest open stage that the trail knows; null where it knows none. */
  farthest: number | null;
  count: number;
  value: number;
}

const FARTHEST = `(select max(been.position) from stage_moves join stages been on been.id = to_stage_id
  where deal_id = deals.id and taken_back = 0 and been.outcome = 'open')`;

/** The deals added in the window, by where they are now and how far they have been. @param selection of deals */
export async function farthestStages(db: Db, selection: Selection, window: Window): Promise<FunnelRow[]> {
  return (await rowsOf(db, selection)
    .whereRaw(isNew, { ...window })
    .groupByRaw('1, 2, 3')
    .select('outcome', 'position', db.raw(`${FARTHEST} as farthest`), db.raw('count(*) as count'))
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, { ...window }))) as FunnelRow[];
}
