import type { Knex } from 'knex';
import { unhurried } from '../../model/runtime/deadline.ts';
import type { Readers } from './read-pool.ts';

/** Transactions after which what they wrote is brought from the log (WAL) into the file: about as often as SQLite would. */
const EVERY = 50;
/** Pages of the log at which the writing connection does it itself after all, when nobody else came to it. */
const AT_LATEST = 10_000;

/**
 * Lets a thread bring the log into the file, so that it is kept short, and writers never wait for that: with a large
 * file it takes up to half a second. Nothing is lost where it fails, or ends in the middle; the next one does it all.
 * @param now the threads; null while there are none
 * @returns to be called after each transaction
 */
export function checkpointsBeside(knex: Knex, now: () => Readers | null): () => void {
  let [since, runs, isAlone] = [0, false, true];
  const checkpoint = async (readers: Readers): Promise<void> => {
    if (isAlone) await knex.raw(`pragma wal_autocheckpoint = ${AT_LATEST}`);
    isAlone = false;
    await readers.knex.raw('pragma wal_checkpoint(passive)');
  };
  return () => {
    since += 1;
    const readers = since >= EVERY && !runs ? now() : null;
    if (!readers) return;
    [since, runs] = [0, true];
    void unhurried(() => checkpoint(readers))
      .catch(() => {}) // the threads end, or the database closes
      .finally(() => (runs = false));
  };
}
