import type { Db } from '../../store/database.ts';
import type { Asked } from './asked.ts';
import { exactly, isInCurrency, isLost, sumOf } from './conditions.ts';
import { rowsOf } from './subjects.ts';

export interface LostLine {
  /** As somebody wrote it; `''` where nobody wrote one. Those that differ in case and accents alone are one. */
  reason: string;
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
}

/** Why deals were lost in the period: the costliest first, then the most frequent. */
export const lostReasons = async (db: Db, { scope, now }: Pick<Asked, 'scope' | 'now'>): Promise<LostLine[]> => {
  const rows = (await rowsOf(db, 'deals', scope)
    .whereRaw(isLost, { ...now })
    .groupByRaw('1')
    .select(
      db.raw(`crm_fold(coalesce(lost_reason, '')) as folded`),
      db.raw(`min(${exactly(db, `coalesce(lost_reason, '')`)}) as reason`),
    )
    .select(
      db.raw('count(*) as count'),
      db.raw(`${sumOf('amount', isInCurrency)} as value`, { ...now }),
    )) as (LostLine & {
    folded: string;
  })[];
  return rows
    .toSorted((a, b) => b.value - a.value || b.count - a.count || (a.folded < b.folded ? -1 : 1))
    .map(({ reason, count, value }) => ({ reason, count, value }));
};
