import type { Crm } from '../crm/crm.ts';

const running = new WeakMap<Crm, Map<string, Promise<unknown>>>();

/**
 * Work that is asked for again while it is being done is done once, and all who asked get what came of it: somebody who
 * presses five times in a second costs one summary.
 * @param key says everything on which the answer depends
 */
export const onceAtATime = <T>(crm: Crm, key: string, work: () => Promise<T>): Promise<T> => {
  const mine = running.get(crm) ?? new Map<string, Promise<unknown>>();
  running.set(crm, mine);
  // What was saved since is in no answer that was begun before.
  const asOf = `${crm.database.writes} ${key}`;
  const found = mine.get(asOf) as Promise<T> | undefined;
  if (found) return found;
  const started = work().finally(() => mine.delete(asOf));
  mine.set(asOf, started);
  return started;
};
