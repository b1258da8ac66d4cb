import type { Db } from '../../../store/database.ts';
import type { Asked } from '../request.ts';
import { exactly, isInCurrency, isLost, sumOf } from '../conditions.ts';
import { rowsOf, type Scope } from '../subjects.ts';
import type { Window } from '../window.ts';

export interface LostLine {
  /** As typed; `''` where none was. Reasons that differ only in case and accents count as one. */
  reason: string;
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
}

/** The same of the period before; 0 where nobody gave it then. */
export interface LostBeside extends LostLine {
  before: Pick<LostLine, 'count' | 'value'>;
}

interface Row extends LostLine {
  folded: string;
}

const reasonsIn = async (db: Db, window: Window, scope: Scope): Promise<Row[]> =>
  (await rowsOf(db, 'deals', scope)
    .whereRaw(isLost, { ...window })
    .groupByRaw('1')
    .select(
      db.raw(`crm_fold(coalesce(lost_reason, '')) as folded`),
      db.raw(`min(${exactly(db, `coalesce(lost_reason, '')`)}) as reason`),
    )
    .select(db.raw('count(*) as count'), db.raw(`${sumOf('amount', isInCurrency)} as value`, { ...window }))) as Row[];

const NONE = { count: 0, value: 0 };
const only = ({ count, value }: Pick<LostLine, 'count' | 'value'>) => ({ count, value });

/**
 * Why deals were lost in the period and in the one before: the costliest first, then the most frequent. What cost nothing
 * in the period, because nobody gave it any more, comes last.
 */
export async function lostReasons(
  db: Db,
  { scope, now, before }: Pick<Asked, 'scope' | 'now' | 'before'>,
): Promise<LostBeside[]> {
  const [lines, past] = [await reasonsIn(db, now, scope), await reasonsIn(db, before, scope)];
  const was = new Map(past.map((row) => [row.folded, row]));
  const known = new Set(lines.map(({ folded }) => folded));
  const gone = past.filter(({ folded }) => !known.has(folded)).map((row) => ({ ...row, ...NONE }));
  const cost = (row: Row) => was.get(row.folded) ?? NONE;
  return [...lines, ...gone]
    .toSorted(
      (a, b) =>
        b.value - a.value || b.count - a.count || cost(b).value - cost(a).value || (a.folded < b.folded ? -1 : 1),
    )
    .map((row) => ({ reason: row.reason, ...only(row), before: only(cost(row)) }));
}
