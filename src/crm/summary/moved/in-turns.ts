import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** So many are looked at before others get their turn. */
export const AT_ONCE = 5000;

type Compare<T> = (a: T, b: T) => number;

/** Two sorted lists made one. */
const merged = async <T>(a: readonly T[], b: readonly T[], compare: Compare<T>): Promise<T[]> => {
  const all: T[] = [];
  let [fromA, fromB] = [0, 0];
  while (fromA < a.length || fromB < b.length) {
    const takeA = fromB >= b.length || (fromA < a.length && compare(a[fromA] as T, b[fromB] as T) <= 0);
    all.push((takeA ? a[fromA++] : b[fromB++]) as T);
    if (all.length % AT_ONCE === 0) await yieldToOthers();
  }
  return all;
};

/** Sorts any number without holding up whoever shares the thread. What compares as equal stays in its order. */
export async function sortedInTurns<T>(all: readonly T[], compare: Compare<T>): Promise<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    runs.push(all.slice(from, from + AT_ONCE).toSorted(compare));
    await yieldToOthers();
  }
  while (runs.length > 1) {
    const halved: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) halved.push(await merged(runs[at] as T[], runs[at + 1] ?? [], compare));
    runs = halved;
  }
  return runs[0] ?? [];
}
