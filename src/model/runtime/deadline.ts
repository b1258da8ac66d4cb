import { AsyncLocalStorage } from 'node:async_hooks';

/** When whoever asked gives up, by `performance.now()`; null where nobody waits. */
const deadlines = new AsyncLocalStorage<number | null>();

/** Milliseconds that are left to whoever asked; Infinity where nobody waits. */
export function timeLeft(): number {
  const deadline = deadlines.getStore() ?? null;
  return deadline === null ? Infinity : deadline - performance.now();
}

/** Runs `work` for somebody who waits that many milliseconds, or less where a deadline around it ends sooner. */
export function within<T>(ms: number, work: () => T): T {
  return deadlines.run(performance.now() + Math.min(ms, timeLeft()), work);
}

/** Runs `work` for nobody who waits, whatever deadline is around it: what goes on in the background after an answer. */
export function unhurried<T>(work: () => T): T {
  return deadlines.run(null, work);
}

/** The deadline passed before the work was done. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Waits for `work` until the deadline. What was begun then goes on, and its result is dropped.
 * @param grace milliseconds more, asked for when the deadline has passed
 * @throws DeadlinePassed
 */
export async function beforeDeadline<T>(work: () => Promise<T>, grace: () => number = () => 0): Promise<T> {
  const left = timeLeft();
  if (left === Infinity) return work();
  if (left <= 0) throw new DeadlinePassed();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const end = (): void => reject(new DeadlinePassed());
    // A timer may fire within the millisecond before its time, when something could still be committed.
    timer = setTimeout(() => {
      const more = grace();
      if (more > 0) timer = setTimeout(end, more);
      else end();
    }, left + 1);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}
