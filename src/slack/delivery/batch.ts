import { setImmediate as turn } from 'node:timers/promises';

/**
 * Does in one go whatever is asked for while the last go is under way: one commit for many ends instead of one for each.
 * Nothing waits longer than that, and who asks hears when it is done.
 */
export function together<T>(work: (all: readonly T[]) => Promise<void>): (one: T) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const go = async (): Promise<void> => {
    await last.catch(() => {});
    // Answers that came in the same turn go along.
    await turn();
    const all = waiting;
    waiting = [];
    next = null;
    last = work(all);
    await last;
  };

  return (one) => {
    waiting.push(one);
    return (next ??= go());
  };
}
