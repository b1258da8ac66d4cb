import type { Db } from '../../../store/database.ts';
import { lostByReason, type LostRow } from '../../../store/reports/lost-reasons.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';

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
  const deals = selectionOf('deal', scope);
  const [lines, past] = [await lostByReason(db, deals, now), await lostByReason(db, deals, before)];
  const was = new Map(past.map((row) => [row.folded, row]));
  const known = new Set(lines.map(({ folded }) => folded));
  const gone = past.filter(({ folded }) => !known.has(folded)).map((row) => ({ ...row, ...NONE }));
  const cost = (row: LostRow) => was.get(row.folded) ?? NONE;
  return [...lines, ...gone]
    .toSorted(
      (a, b) =>
        b.value - a.value || b.count - a.count || cost(b).value - cost(a).value || (a.folded < b.folded ? -1 : 1),
    )
    .map((row) => ({ reason: row.reason, ...only(row), before: only(cost(row)) }));
}
