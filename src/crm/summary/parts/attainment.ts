import type { Db } from '../../../store/database.ts';
import type { Asked } from '../request.ts';
import { isInCurrency, isWon, sumOf } from '../conditions.ts';
import { rowsOf } from '../subjects.ts';
import { ownersIn, targetsOf } from '../targets.ts';
import type { Window } from '../window.ts';

/** What one person is to win in the period, and has won; minor units of the settings' currency. */
export interface AttainmentLine {
  name: string;
  target: number;
  won: number;
  /** The same of the period before; null where they had no target then. */
  targetBefore: number | null;
  wonBefore: number;
}

/** Employee id -> what they won in a window. */
const wonBy = async (db: Db, window: Window, { scope, currency }: Asked): Promise<Map<number, number>> => {
  const won = (await rowsOf(db, 'deals', scope)
    .whereRaw(isWon, { ...window })
    .groupBy('deals.owner_id')
    .select({ owner: 'deals.owner_id' }, db.raw(`${sumOf('amount', isInCurrency)} as won`, { currency }))) as {
    owner: number;
    won: number;
  }[];
  return new Map(won.map((row) => [row.owner, row.won]));
};

/** Everybody with a target in the period: who has attained most of theirs first. */
export async function attainment(db: Db, asked: Asked): Promise<AttainmentLine[]> {
  const { scope, now, before, currency } = asked;
  const owners = ownersIn(scope.filter);
  if (owners === undefined) return [];
  const targets = [...(await targetsOf(db, now, currency))].filter(([owner]) => owners?.includes(owner) ?? true);
  const targetsBefore = await targetsOf(db, before, currency);
  const [won, wonBefore] = [await wonBy(db, now, asked), await wonBy(db, before, asked)];
  const names: { id: number; name: string }[] = await db('employees').select('id', 'name');
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return targets
    .map(([owner, target]) => ({
      ...{ name: nameOf.get(owner) ?? '?', target, won: won.get(owner) ?? 0 },
      ...{ targetBefore: targetsBefore.get(owner) ?? null, wonBefore: wonBefore.get(owner) ?? 0 },
    }))
    .toSorted((a, b) => b.won / b.target - a.won / a.target || (a.name < b.name ? -1 : 1));
}
