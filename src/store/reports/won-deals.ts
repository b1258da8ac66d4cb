import type { Db } from '../dialect.ts';
import { isInCurrency, isWon, sumOf } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

/** What was won, by month and by owner. Selections are of deals; other amounts than those of the currency are not added. */

export interface WonRow {
  /** `2026-03` */
  month: string;
  value: number;
  count: number;
}

const MONTH_OF = 'substr(closed_on, 1, 7)';

/** What was won in each month from one to another, both included; months without a win are missing. */
export async function wonPerMonth(
  db: Db,
  selection: Selection,
  [first, last]: readonly [string, string],
  currency: string,
): Promise<WonRow[]> {
  return (await rowsOf(db, selection)
    .where('outcome', 'won')
    .whereBetween('closed_on', [`${first}-01`, `${last}-31`])
    .groupByRaw(MONTH_OF)
    .select(db.raw(`${MONTH_OF} as month`), db.raw(`${sumOf('amount', isInCurrency)} as value`, { currency }))
    .count({ count: '*' })) as WonRow[];
}

/** Employee id -> what they won in a window. */
export async function wonByOwner(
  db: Db,
  selection: Selection,
  window: Window,
  currency: string,
): Promise<Map<number, number>> {
  const rows = (await rowsOf(db, selection)
    .whereRaw(isWon, { ...window })
    .groupBy('deals.owner_id')
    .select({ owner: 'deals.owner_id' }, db.raw(`${sumOf('amount', isInCurrency)} as won`, { currency }))) as {
    owner: number;
    won: number;
  }[];
  return new Map(rows.map(({ owner, won }) => [owner, won]));
}
