import { allStages } from '../../../store/stages.ts';
import type { Db } from '../../../store/database.ts';
import { farthestStages, type FunnelRow } from '../../../store/reports/funnel.ts';
import type { Window } from '../../../store/reports/window.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';

/** Deals that came at least as far as a stage. */
export interface Reached {
  name: string;
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
}

/** How far the deals of one row came: a position of the pipeline; won ones passed all of it. */
const placeOf = ({ outcome, position, farthest }: FunnelRow): number => {
  if (outcome === 'won') return Infinity;
  return Math.max(farthest ?? -Infinity, outcome === 'open' ? position : -Infinity);
};

/**
 * The deals added in the window and how far each has come by now: the open stages in the order of the pipeline, then
 * `Won`. Every deal counts as having come to the first.
 */
export async function funnelOf(db: Db, window: Window, { scope }: Pick<Asked, 'scope'>): Promise<Reached[]> {
  const rows = await farthestStages(db, selectionOf('deal', scope), window);
  const from = (name: string, least: number): Reached => {
    const reached = rows.filter((row) => placeOf(row) >= least);
    const sum = (of: 'count' | 'value'): number => reached.reduce((total, row) => total + row[of], 0);
    return { name, count: sum('count'), value: sum('value') };
  };
  const open = (await allStages(db)).filter(({ outcome }) => outcome === 'open');
  return [...open.map(({ name, position }, at) => from(name, at === 0 ? -Infinity : position)), from('Won', Infinity)];
}
