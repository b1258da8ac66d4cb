import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { sealSome } from '../../store/audit/seals.ts';
import type { Crm } from '../context/index.ts';

/** Entries sealed in one transaction: a few milliseconds' work. */
const AT_ONCE = 200;
/** How often to look for entries that have no seal yet, in milliseconds. */
const EVERY_MS = 5000;
/** Entries are written by several at a time, so that one may be seen later than some with greater ids: as far as this. */
const LATE = 2000;

/**
 * Seals every entry of the trail that has no seal yet, in batches.
 * @param after looks only at entries with a greater id
 * @returns the greatest id it sealed, or `after`
 */
export async function sealAll(crm: Crm, after = 0): Promise<number> {
  let sealed = after;
  for (;;) {
    const ids = await crm.database.transaction((db) => sealSome(db, { after, limit: AT_ONCE }));
    sealed = Math.max(sealed, ...(ids ?? []));
    if (ids === null || ids.length < AT_ONCE) return sealed;
    await yieldToOthers();
  }
}

/**
 * Seals in the background, so that nobody who writes ever waits for a seal. Several processes may do so: one at a time.
 * @param failed called with what went wrong; the next round tries again
 * @returns ends it, once what was written so far is sealed
 */
export function startSealing(crm: Crm, failed: (error: unknown) => void): () => Promise<void> {
  let sealed = 0;
  let round: Promise<void> = Promise.resolve();
  const seal = (): Promise<void> => {
    round = round
      .then(async () => {
        sealed = await sealAll(crm, Math.max(0, sealed - LATE));
      })
      .catch(failed);
    return round;
  };
  const look = (): void => {
    if (!crm.database.condition.trouble) void seal();
  };
  look();
  const timer = setInterval(look, EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await seal();
  };
}
