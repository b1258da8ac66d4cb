import { statSync } from 'node:fs';
import knexModule, { type Knex } from 'knex';
import { Condition } from './connection/condition.ts';
import type { Db, Dialect } from './dialect.ts';
import { openGuard } from './connection/write-guard.ts';
import { migrate } from './migrations.ts';
import { probe } from './connection/probe.ts';
import { checkpointsBeside } from './read-pool/checkpoints.ts';
import { openReaders, type Readers } from './read-pool/read-pool.ts';
import { openPostgres, withPostgresLock } from './connection/postgres.ts';
import { sqliteConfig, withSqliteLock } from './connection/sqlite.ts';

const { knex: connect } = knexModule;

export { dialectOf, type Db, type Dialect } from './dialect.ts';

/** How a transaction is written. */
export interface WriteOptions {
  /** Milliseconds for which a SQLite file that another process holds is asked for. */
  patience?: number;
  /** False for what changes no record: answers that are under way stay what they are. */
  changesRecords?: boolean;
}

export interface Database {
  /** As it was opened; it may hold a password. */
  url: string;
  kind: Dialect;
  db: Db;
  /** For reading much at once: where the database is large, queries run on other threads, and nobody waits for them here. */
  readonly beside: Db;
  /** Whether it can be read and written at this moment. */
  readonly condition: Condition;
  /** Transactions that this process has ended: while it stays the same, what was read is still what would be read. */
  readonly writes: number;
  /**
   * Runs `work` in one transaction; what it throws rolls everything back. Where the transaction collides with another one,
   * `work` runs again from the start, so it changes nothing but the database. Nested calls of this on SQLite would wait for
   * themselves: pass the transaction on.
   * @throws Unavailable where the database is not able to; whatever `work` throws
   */
  transaction: <T>(work: (trx: Db) => Promise<T>, options?: WriteOptions) => Promise<T>;
  /** Runs reads that agree with each other, whatever others write meanwhile; of a large database beside this thread. */
  snapshot: <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
  /** Lets something be done just before it is closed. */
  beforeClose: (work: () => Promise<void>) => void;
  close: () => Promise<void>;
}

/** Path of the file in `sqlite:./data/crm.db`. */
export function sqliteFile(url: string): string {
  return url.replace(/^sqlite:(\/\/)?/, '');
}

/** Knex prints a connection's failure and then throws it; whoever catches it says it once, in the log's own form. */
export const QUIET: Knex.Logger = { warn: () => {} };

/** From so many bytes on, a file takes longer to read through than others should have to wait. */
const LARGE = 16 * 1024 * 1024;

export interface DatabaseOptions {
  /** Size in bytes from which a SQLite file is read beside this thread. */
  largeFrom?: number;
}

/** Threads for a file that is large by now; null for one that is not, and for PostgreSQL, which reads elsewhere anyway. */
const readersFor = (
  url: string,
  largeFrom: number,
  watch: (knex: Knex) => Knex,
): { now: () => Readers | null; close: () => Promise<void> } => {
  const file = sqliteFile(url);
  const readers = url.startsWith('sqlite:') ? openReaders(file) : null;
  if (readers) watch(readers.knex);
  return {
    now: () => (readers && (statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= largeFrom ? readers : null),
    close: async () => readers?.close(),
  };
};

/** A connection to the database, and its schema brought up to date. */
const connected = async (url: string, kind: Dialect): Promise<{ knex: Knex; reconnect: () => void }> => {
  const { config, reconnect } =
    kind === 'sqlite' ? { config: sqliteConfig(sqliteFile(url)), reconnect: () => {} } : openPostgres(url);
  const knex = connect({ ...config, log: QUIET });
  try {
    const work = (): Promise<void> => migrate(knex);
    await (kind === 'sqlite' ? withSqliteLock(sqliteFile(url), work) : withPostgresLock(url, work));
  } catch (error) {
    await knex.destroy();
    throw error;
  }
  return { knex, reconnect };
};

const READING = { sqlite: { readOnly: true }, postgres: { isolationLevel: 'repeatable read' } } as const;

/**
 * Opens the database and migrates it; several processes may do so at once.
 * @param url `sqlite:<path>`, `sqlite::memory:` or `postgres://…`
 */
export async function openDatabase(url: string, { largeFrom = LARGE }: DatabaseOptions = {}): Promise<Database> {
  const kind = url.startsWith('sqlite:') ? 'sqlite' : 'postgres';
  const { knex, reconnect } = await connected(url, kind);
  const condition = new Condition(() => probe(knex, reconnect));
  const guard = openGuard(condition);
  guard.watch(knex);
  const readers = readersFor(url, largeFrom, guard.watch);
  const lastThings: (() => Promise<void>)[] = [];
  let writes = 0;
  const checkpoints = checkpointsBeside(knex, readers.now);
  const wrote = (): void => {
    writes += 1;
    checkpoints();
  };
  return {
    url,
    kind,
    db: knex,
    condition,
    get beside() {
      return readers.now()?.knex ?? knex;
    },
    get writes() {
      return writes;
    },
    transaction: (work, { patience, changesRecords = true } = {}) =>
      guard.write(knex, work, patience).finally(changesRecords ? wrote : checkpoints),
    snapshot: (work) => guard.read(() => readers.now()?.snapshot(work) ?? knex.transaction(work, READING[kind])),
    beforeClose: (work) => void lastThings.push(work),
    close: async () => {
      for (const work of lastThings.splice(0)) await work();
      if (condition.trouble) reconnect();
      condition.close();
      await readers.close();
      await knex.destroy();
    },
  };
}
