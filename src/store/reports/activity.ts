import type { Db } from '../dialect.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

export interface ActivityRow {
  /** Employee id. */
  id: number;
  name: string;
  kind: string;
  count: number;
}

/** Interactions of the window by their owner and kind. @param selection of interactions */
export async function activityByOwner(
  db: Db,
  selection: Selection,
  { start, end }: Pick<Window, 'start' | 'end'>,
): Promise<ActivityRow[]> {
  return (await rowsOf(db, selection)
    .join('employees', 'employees.id', 'interactions.owner_id')
    .where('happened_at', '>=', start)
    .where('happened_at', '<', end)
    .groupBy('employees.id', 'employees.name', 'interactions.kind')
    .select('employees.id', 'employees.name', 'interactions.kind')
    .count({ count: '*' })) as ActivityRow[];
}
