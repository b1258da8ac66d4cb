import { setTimeout as pause } from 'node:timers/promises';

/**
 * What a database answers when a transaction got in the way of another one and was rolled back, though nothing is wrong
 * with it: PostgreSQL's deadlock and failed serialization; SQLite's file that another process writes to.
 */
const COLLISIONS = /^(40P01|40001|SQLITE_BUSY(_\w+)?|SQLITE_LOCKED(_\w+)?)$/;

export const isCollision = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && COLLISIONS.test(String(error.code));

const ATTEMPTS = 5;
/** Milliseconds before the second attempt; each further one waits twice as long. */
const FIRST_WAIT = 20;

/** Some of the wait is left to chance, so that two who collided do not collide again. */
const waitBefore = (attempt: number): number => FIRST_WAIT * 2 ** (attempt - 2) * (0.5 + Math.random());

/** Does it again where it collided with another transaction. @throws whatever it throws otherwise, or the last collision */
export const retried = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 2; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isCollision(error) || attempt > ATTEMPTS) throw error;
      await pause(waitBefore(attempt));
    }
  }
};
