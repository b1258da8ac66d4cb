import { setTimeout as pause } from 'node:timers/promises';
import { timeLeft } from '../../model/runtime/deadline.ts';

/**
 * What a database answers when a transaction got in the way of another one and was rolled back, though nothing is wrong
 * with it: PostgreSQL's deadlock and failed serialization; SQLite's file that another process writes to.
 */
const COLLISIONS = /^(40P01|40001|SQLITE_BUSY(_\w+)?|SQLITE_LOCKED(_\w+)?)$/;
/** Another process holds the SQLite file: nothing of what was asked was done. */
const HELD = /^SQLITE_(BUSY|LOCKED|PROTOCOL)/;

const has = (error: unknown, codes: RegExp): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && codes.test(String(error.code));

export function isCollision(error: unknown): boolean {
  return has(error, COLLISIONS);
}

const ATTEMPTS = 5;
/** Milliseconds before the second attempt; each further one waits twice as long. */
const FIRST_WAIT = 20;
/** Milliseconds between two looks whether the file is free. */
const LOOK_AGAIN = 25;

/** For how long a file that another process holds is asked for where nobody waits for it, in milliseconds. */
export const PATIENCE_MS = 5000;

/** Some of the wait is left to chance, so that two who collided do not collide again. */
const waitBefore = (attempt: number): number => FIRST_WAIT * 2 ** (attempt - 2) * (0.5 + Math.random());
const untilFree = (): number => LOOK_AGAIN * (0.5 + Math.random());

/**
 * Does it again where it collided with another transaction: a few times, or while another process holds the SQLite file, as
 * long as whoever asked has patience. It waits without holding a connection, and never with the event loop blocked.
 * @param patience milliseconds for which a held file is asked for
 * @param onHeld told each time the file is held
 * @throws whatever it throws otherwise, or the last collision
 */
export async function retried<T>(
  work: () => Promise<T>,
  patience = PATIENCE_MS,
  onHeld: (error: unknown) => void = () => {},
): Promise<T> {
  const end = performance.now() + Math.min(patience, timeLeft());
  for (let attempt = 2; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const held = has(error, HELD);
      const wait = held ? untilFree() : waitBefore(attempt);
      const isOver = held ? performance.now() + wait > end : attempt > ATTEMPTS;
      if (held) onHeld(error);
      if ((!held && !isCollision(error)) || isOver) throw error;
      await pause(wait);
    }
  }
}
