import type { Db } from '../../../store/database.ts';
import { staysByStage } from '../../../store/reports/stays.ts';
import type { Window } from '../../../store/reports/window.ts';
import { selectionOf, type Scope } from '../subjects.ts';

/** How long deals stayed in a stage that they left in the window. */
export interface Stay {
  /** Deals that left it, each as often as it did. */
  count: number;
  /** Of how many it is known when they came into it. */
  known: number;
  /** Days; half of those stayed at most so long. Null without any. */
  median: number | null;
}

/** Stage id -> stays that ended in the window, from the audit trail without what was undone. */
export async function staysIn(db: Db, window: Window, scope: Scope): Promise<Map<number, Stay>> {
  const rows = await staysByStage(db, selectionOf('deal', scope), window);
  return new Map(rows.map(({ stage, ...stay }) => [stage, stay]));
}
