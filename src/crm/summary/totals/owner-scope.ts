import type { Db } from '../../../store/database.ts';
import { keepsTotals } from '../../../store/totals/create-triggers.ts';
import { SUBJECTS } from '../../../store/reports/selection.ts';
import { sees, type Scope } from '../subjects.ts';
import { ownersIn } from '../targets.ts';

/** Employee ids; null for everybody's. */
export type Owners = readonly number[] | null;

/** Whose records a question is about, when the totals can answer it: they know owners, and no other condition. */
export async function whose(db: Db, { filter, actor }: Scope): Promise<{ owners: Owners } | null> {
  const owners = ownersIn(filter);
  const seesAll = SUBJECTS.every((subject) => sees(actor, subject) === 'all');
  return owners !== undefined && seesAll && (await keepsTotals(db)) ? { owners } : null;
}
