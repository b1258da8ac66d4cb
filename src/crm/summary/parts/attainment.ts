import type { Db } from '../../../store/database.ts';
import { wonByOwner } from '../../../store/reports/won-deals.ts';
import { namesOfEmployees } from '../../../store/team/employees.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';
import { ownersIn, targetsOf } from '../targets.ts';

/** What one person is to win in the period, and has won; minor units of the settings' currency. */
export interface AttainmentLine {
  name: string;
  target: number;
  won: number;
  /** The same of the period before; null where they had no target then. */
  targetBefore: number | null;
  wonBefore: number;
}

/** Everybody with a target in the period: who has attained most of theirs first. */
export async function attainment(db: Db, asked: Asked): Promise<AttainmentLine[]> {
  const { scope, now, before, currency } = asked;
  const owners = ownersIn(scope.filter);
  if (owners === undefined) return [];
  const targets = [...(await targetsOf(db, now, currency))].filter(([owner]) => owners?.includes(owner) ?? true);
  const targetsBefore = await targetsOf(db, before, currency);
  const deals = selectionOf('deal', scope);
  const won = await wonByOwner(db, deals, now, currency);
  const wonBefore = await wonByOwner(db, deals, before, currency);
  const nameOf = await namesOfEmployees(db);
  return targets
    .map(([owner, target]) => ({
      ...{ name: nameOf.get(owner) ?? '?', target, won: won.get(owner) ?? 0 },
      ...{ targetBefore: targetsBefore.get(owner) ?? null, wonBefore: wonBefore.get(owner) ?? 0 },
    }))
    .toSorted((a, b) => b.won / b.target - a.won / a.target || (a.name < b.name ? -1 : 1));
}
