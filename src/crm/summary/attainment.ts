import type { Db } from '../../store/database.ts';
import type { Asked } from './asked.ts';
import { isInCurrency, isWon, sumOf } from './conditions.ts';
import { rowsOf } from './subjects.ts';
import { ownersIn, targetsOf } from './targets.ts';

/** What one person is to win in the period, and has won; minor units of the settings' currency. */
export interface AttainmentLine {
  name: string;
  target: number;
  won: number;
}

/** Everybody with a target in the period: who has attained most of theirs first. */
export const attainment = async (db: Db, asked: Asked): Promise<AttainmentLine[]> => {
  const { scope, now, currency } = asked;
  const owners = ownersIn(scope.filter);
  if (owners === undefined) return [];
  const targets = [...(await targetsOf(db, now, currency))].filter(([owner]) => owners?.includes(owner) ?? true);
  const won = (await rowsOf(db, 'deals', scope)
    .whereRaw(isWon, { ...now })
    .groupBy('deals.owner_id')
    .select({ owner: 'deals.owner_id' }, db.raw(`${sumOf('amount', isInCurrency)} as won`, { currency }))) as {
    owner: number;
    won: number;
  }[];
  const names: { id: number; name: string }[] = await db('employees').select('id', 'name');
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const wonBy = new Map(won.map((row) => [row.owner, row.won]));
  return targets
    .map(([owner, target]) => ({ name: nameOf.get(owner) ?? '?', target, won: wonBy.get(owner) ?? 0 }))
    .toSorted((a, b) => b.won / b.target - a.won / a.target || (a.name < b.name ? -1 : 1));
};
