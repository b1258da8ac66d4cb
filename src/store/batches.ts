import { setImmediate as breathe } from 'node:timers/promises';

/** So many records at once: SQLite takes some thirty thousand values in a statement, and a plan for fewer is made faster. */
export const AT_ONCE = 500;

/** So many ids at once, where they are all that a statement holds. */
export const IDS_AT_ONCE = 1000;

/**
 * Works through a long list piece by piece. SQLite answers without ever waiting for anything, so between two pieces
 * everybody else is let in: a long list must not keep other people's requests from being acknowledged.
 * @returns what each piece came to, one after the other
 */
export async function inBatches<T, R>(
  all: readonly T[],
  size: number,
  work: (some: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += size) {
    if (at > 0) await breathe();
    for (const result of await work(all.slice(at, at + size))) results.push(result);
  }
  return results;
}
