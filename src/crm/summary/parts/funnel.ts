import type { Stage } from '../../../model/record.ts';
import { allStages } from '../../../store/stages.ts';
import type { Db } from '../../../store/database.ts';
import type { Asked } from '../request.ts';
import { isInCurrency, isNew, sumOf } from '../conditions.ts';
import { rowsOf } from '../subjects.ts';
import type { Window } from '../window.ts';

/** Deals that came at least as far as a stage. */
export interface Reached {
  name: string;
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
}

interface Row {
  outcome: Stage['outcome'];
  position: number;
  /** Position of the farthest open stage that the trail knows; null where it knows none. */
  farthest: number | null;
  count: number;
  value: number;
}

const FARTHEST = `(select max(been.position) from stage_moves join stages been on been.id = to_stage_id
  where deal_id = deals.id and taken_back = 0 and been.outcome = 'open')`;

/** How far the deals of one row came: a position of the pipeline; won ones passed all of it. */
const placeOf = ({ outcome, position, farthest }: Row): number => {
  if (outcome === 'won') return Infinity;
  return Math.max(farthest ?? -Infinity, outcome === 'open' ? position : -Infinity);
};

/**
 * The deals added in the window and how far each has come by now: the open stages in the order of the pipeline, then
 * `Won`. Every deal counts as having come to the first.
 */
export async function funnelOf(db: Db, window: Window, { scope }: Pick<Asked, 'scope'>): Promise<Reached[]> {
  const rows = (await rowsOf(db, 'deals', scope)
    .whereRaw(isNew, { ...window })
    .groupByRaw('1, 2, 3')
    .select('outcome', 'position', db.raw(`${FARTHEST} as farthest`), db.raw('count(*) as count'))
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, { ...window }))) as Row[];
  const from = (name: string, least: number): Reached => {
    const reached = rows.filter((row) => placeOf(row) >= least);
    const sum = (of: 'count' | 'value'): number => reached.reduce((total, row) => total + row[of], 0);
    return { name, count: sum('count'), value: sum('value') };
  };
  const open = (await allStages(db)).filter(({ outcome }) => outcome === 'open');
  return [...open.map(({ name, position }, at) => from(name, at === 0 ? -Infinity : position)), from('Won', Infinity)];
}
