import type { Db } from '../dialect.ts';
import { countOf, isBroughtIn, isWon, startKnown } from './conditions.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window } from './window.ts';

/** How many rows an import brought within the window without saying when they began. */
export async function countBroughtIn(db: Db, selection: Selection, window: Window): Promise<number> {
  const [row] = (await rowsOf(db, selection).select(db.raw(`${countOf(isBroughtIn)} as n`, { ...window }))) as {
    n: number;
  }[];
  return row?.n ?? 0;
}

/** Deals won in a window, by whether it is known when they began. */
export interface WonStarts {
  known: number;
  unknown: number;
}

/** @param selection of deals */
export async function countWonStarts(db: Db, selection: Selection, window: Window): Promise<WonStarts> {
  const count = (condition: string, name: keyof WonStarts) =>
    db.raw(`${countOf(`${isWon} and ${condition}`)} as "${name}"`, { ...window });
  const [row] = (await rowsOf(db, selection).select(
    count(startKnown, 'known'),
    count(`not (${startKnown})`, 'unknown'),
  )) as WonStarts[];
  return row ?? { known: 0, unknown: 0 };
}
