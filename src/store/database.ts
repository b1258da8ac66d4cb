import knexModule, { type Knex } from 'knex';
import { retried } from './collisions.ts';
import type { Db, Dialect } from './dialect.ts';
import { migrate } from './migrations.ts';
import { postgresConfig, withPostgresLock } from './postgres.ts';
import { sqliteConfig, withSqliteLock } from './sqlite.ts';

const { knex: connect } = knexModule;

export { dialectOf, type Db, type Dialect } from './dialect.ts';

export interface Database {
  kind: Dialect;
  knex: Knex;
  /**
   * Runs `work` in one transaction; what it throws rolls everything back. Where the transaction collides with another one,
   * `work` runs again from the start, so it changes nothing but the database. Nested calls of this on SQLite would wait for
   * themselves: pass the transaction on.
   */
  transaction: <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
  /** Runs reads that agree with each other, whatever others write meanwhile. */
  snapshot: <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Path of the file in `sqlite:./data/crm.db`. */
export const sqliteFile = (url: string): string => url.replace(/^sqlite:(\/\/)?/, '');

/** Knex prints a connection's failure and then throws it; whoever catches it says it once, in the log's own form. */
const QUIET: Knex.Logger = { warn: () => {} };

/**
 * Opens the database and migrates it; several processes may do so at once.
 * @param url `sqlite:<path>`, `sqlite::memory:` or `postgres://…`
 */
export const openDatabase = async (url: string): Promise<Database> => {
  const kind = url.startsWith('sqlite:') ? 'sqlite' : 'postgres';
  const config = kind === 'sqlite' ? sqliteConfig(sqliteFile(url)) : postgresConfig(url);
  const knex = connect({ ...config, log: QUIET });
  try {
    const work = (): Promise<void> => migrate(knex);
    await (kind === 'sqlite' ? withSqliteLock(sqliteFile(url), work) : withPostgresLock(url, work));
  } catch (error) {
    await knex.destroy();
    throw error;
  }
  return {
    kind,
    knex,
    transaction: (work) => retried(() => knex.transaction(work)),
    snapshot: (work) =>
      kind === 'sqlite' ? knex.transaction(work) : knex.transaction(work, { isolationLevel: 'repeatable read' }),
    close: () => knex.destroy(),
  };
};
