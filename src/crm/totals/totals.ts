import { setTimeout as pause } from 'node:timers/promises';
import { applyPendingChanges } from '../../store/totals/apply-pending.ts';
import { createTotalsTriggers } from '../../store/totals/create-triggers.ts';
import { wrongTotals, type WrongTotal } from '../../store/totals/verify.ts';
import type { Crm } from '../context/index.ts';

/** So many changes are brought into the totals at once: about five milliseconds in which nothing else is written. */
const AT_ONCE = 250;
const EVERY_MS = 1000;

/** Brings everything that was changed into the totals, with room for other work in between. @returns how many changes */
export async function applyPendingTotals(
  { database }: Pick<Crm, 'database'>,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let all = 0;
  while (goesOn()) {
    const folded = await database.transaction((trx) => applyPendingChanges(trx, AT_ONCE));
    all += folded;
    if (folded < AT_ONCE) break;
    await pause(5);
  }
  return all;
}

/**
 * Keeps the running totals short to read. They are right at any moment, because what was not brought into them yet is added
 * when they are read.
 * @param failed called with what went wrong; the next second tries again
 * @returns ends it, after what it is at
 */
export function startApplyingTotals(crm: Crm, failed: (error: unknown) => void): () => Promise<void> {
  let runs = true;
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    if (crm.database.condition.trouble) return;
    last = last.then(() => applyPendingTotals(crm, () => runs)).catch(failed);
  }, EVERY_MS).unref();
  return async () => {
    runs = false;
    clearInterval(timer);
    await last;
  };
}

/** What the totals say and the rows do not; nothing when all is well. It reads every row. */
export function verifyTotals({ database }: Pick<Crm, 'database'>): Promise<WrongTotal[]> {
  return database.snapshot(wrongTotals);
}

/** Makes the totals anew from the rows; writes wait. */
export function rebuildTotals({ database }: Pick<Crm, 'database'>): Promise<void> {
  return database.transaction(createTotalsTriggers);
}
