import type { Db } from '../dialect.ts';
import { countOf, isOpen, isWon } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

export interface CurrencyRow {
  /** ISO 4217 */
  currency: string;
  /** Deals that are not deleted. */
  deals: number;
  /** Deals that were open at the end of the window or won in it. */
  valued: number;
  openWithoutAmount: number;
}

/** The deals of each currency. @param selection of deals */
export async function dealsByCurrency(db: Db, selection: Selection, window: Window): Promise<CurrencyRow[]> {
  return (await rowsOf(db, selection)
    .groupBy('currency')
    .orderBy('currency')
    .select(
      'currency',
      db.raw('count(*) as deals'),
      db.raw(`${countOf(`(${isOpen}) or (${isWon})`)} as valued`, { ...window }),
      db.raw(`${countOf(`amount is null and ${isOpen}`)} as "openWithoutAmount"`, { ...window }),
    )) as CurrencyRow[];
}
