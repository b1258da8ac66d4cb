import type { Db } from '../dialect.ts';
import { exactly, isInCurrency, isLost, sumOf } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

export interface LostRow {
  /** Without case and accents: what reasons are told apart by. */
  folded: string;
  /** One of its spellings; `''` where nobody wrote a reason. */
  reason: string;
  count: number;
  value: number;
}

/** The deals lost in the window, by reason. @param selection of deals */
export async function lostByReason(db: Db, selection: Selection, window: Window): Promise<LostRow[]> {
  return (await rowsOf(db, selection)
    .whereRaw(isLost, { ...window })
    .groupByRaw('1')
    .select(
      db.raw(`crm_fold(coalesce(lost_reason, '')) as folded`),
      db.raw(`min(${exactly(db, `coalesce(lost_reason, '')`)}) as reason`),
    )
    .select(
      db.raw('count(*) as count'),
      db.raw(`${sumOf('amount', isInCurrency)} as value`, { ...window }),
    )) as LostRow[];
}
