import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as Handle, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import { normalizeText } from '../../model/text/text.ts';
import { PATIENCE_MS, retried } from './collisions.ts';

export type { Handle as SqliteHandle };

const require = createRequire(import.meta.url);

/**
 * Knex's better-sqlite3 client with the driver chosen for this Node: release 13 needs Node-API 10 (Node 22 and later).
 * Delete the choice with Node 20 support (see scripts/sqlite-for-this-node.mjs).
 */
export const driverName = Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-legacy';

const BetterSqliteClient = require('knex/lib/dialects/better-sqlite3/index.js') as typeof Knex.Client;
export class SqliteClient extends BetterSqliteClient {
  _driver(): unknown {
    return require(driverName) as unknown;
  }

  override async _query(connection: unknown, query: object): Promise<unknown> {
    await letOthersGo();
    return super._query(connection, query);
  }
}

const SqliteTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js') as new (
  ...settings: unknown[]
) => { trxClient: Knex.Client & { query: (handle: Handle, sql: string) => Promise<unknown> }; readOnly?: boolean };

/**
 * Takes the right to write at its beginning: so a transaction that another process is in the way of fails before it did
 * anything, and never half way because of what it read before.
 */
class ImmediateTransaction extends SqliteTransaction {
  begin(handle: Handle): Promise<unknown> {
    return this.trxClient.query(handle, this.readOnly === true ? 'BEGIN;' : 'BEGIN IMMEDIATE;');
  }
}

/** What ended a transaction before its time: SQLite itself takes one back whose disk is full or fails. */
const ended = new WeakMap<Handle, unknown>();
/** Connections in a transaction. */
const inTransaction = new WeakSet<Handle>();

/**
 * The client of the connection that writes. A transaction that SQLite itself took back stays lost: no later statement of it runs
 * by itself, and its end says why.
 */
class WritingClient extends SqliteClient {
  override transaction(...settings: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...settings) as unknown as Knex.Transaction;
  }

  override async _query(connection: unknown, query: { sql?: string }): Promise<unknown> {
    const handle = connection as Handle;
    const { sql = '' } = query;
    const [word] = sql.split(/[\s;]/, 1);
    const why = ended.get(handle);
    if (word === 'COMMIT' || word === 'ROLLBACK') leave(handle);
    if (why !== undefined && word !== 'ROLLBACK') throw why;
    if (word === 'ROLLBACK' && !handle.inTransaction) return { ...query, response: [] };
    try {
      const answer = await super._query(handle, query);
      if (word === 'BEGIN') inTransaction.add(handle);
      return answer;
    } catch (error) {
      if (inTransaction.has(handle) && !handle.inTransaction) ended.set(handle, error);
      // Nobody else comes into a transaction that could not be committed.
      if (word === 'COMMIT' && handle.inTransaction) handle.exec('rollback');
      throw error;
    }
  }
}

const leave = (handle: Handle): void => {
  ended.delete(handle);
  inTransaction.delete(handle);
};

const AT_MOST_MS = 4;
let turned = 0;

/**
 * Each query is answered at once, so that a chain of them, such as a save with all that follows it, would keep everybody else from
 * the event loop until its end: whoever came meanwhile goes first after so long.
 */
const letOthersGo = async (): Promise<void> => {
  if (performance.now() - turned < AT_MOST_MS) return;
  await turn();
  turned = performance.now();
};

/** Statements that a connection keeps: all that the app writes itself, and some of the filters that people type. */
const KEPT = 500;

/**
 * Lets a connection prepare each statement once, with the triggers that belong to it; the one that was not used for the
 * longest time goes first. SQLite itself prepares anew what another schema has made stale. What is kept is shared, so nobody may set
 * a mode of its own on it (`pluck`, `raw`).
 */
export function keepStatements(handle: Handle): void {
  const kept = new Map<string, Statement>();
  const prepare = handle.prepare.bind(handle) as (sql: string) => Statement;
  const keptOrNew = (sql: string): Statement => {
    const statement = kept.get(sql) ?? prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  handle.prepare = keptOrNew as Handle['prepare'];
}

/**
 * Set on every connection. WAL with FULL: what was answered as saved is on the disk, also after a power cut
 * (better-sqlite3's own default for WAL is NORMAL, which syncs only at checkpoints).
 */
const setUp = (handle: Handle): void => {
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  handle.pragma('recursive_triggers = ON');
  // Waiting for another process here would keep everybody from the event loop: who finds the file locked asks again (see
  // collisions.ts).
  handle.pragma('busy_timeout = 0');
  // 64 MB instead of 2: what changes thousands of records at once is not written twice.
  handle.pragma('cache_size = -64000');
  teach(handle);
  keepStatements(handle);
};

/** PostgreSQL has a function of its own by that name (see migrations/003_lists.ts). */
const teach = (handle: Handle): void => {
  handle.function('crm_fold', { deterministic: true }, (words) =>
    words === null ? null : normalizeText(String(words)),
  );
  // PostgreSQL has percentile_cont; SQLite's own is in none of the builds for Node 20.
  handle.aggregate('crm_percentile', percentile as never);
};

interface Sample {
  values: number[];
  share: number;
}

/** `crm_percentile(value, 0.9)`: nine of ten values are at most that, with what lies between two of them in proportion. */
const percentile = {
  start: (): Sample => ({ values: [], share: 0 }),
  step: (sample: Sample, value: number | null, share: number): Sample => {
    if (value !== null) sample.values.push(value);
    sample.share = share;
    return sample;
  },
  result: ({ values, share }: Sample): number | null => {
    const sorted = Float64Array.from(values).sort();
    const at = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
    return below === undefined || above === undefined ? null : below + (above - below) * (at - Math.floor(at));
  },
};

/** The driver's own handle of a file, with the functions that the queries of this room use and nothing else set. */
export function openHandle(file: string, options: { timeout?: number } = {}): Handle {
  const Driver = require(driverName) as new (file: string, options: { timeout?: number }) => Handle;
  const handle = new Driver(file, options);
  teach(handle);
  return handle;
}

/** Knex over a handle that is open. */
export function handleConfig(handle: Handle): Knex.Config {
  return {
    client: class extends SqliteClient {
      override acquireRawConnection(): Promise<Handle> {
        return Promise.resolve(handle);
      }
    },
    connection: { filename: handle.name },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  };
}

/** One connection: the process has one writer, and a second connection would only wait for the first. */
export function sqliteConfig(file: string): Knex.Config {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  return {
    client: WritingClient,
    connection: { filename: file },
    useNullAsDefault: true,
    // Whoever comes while the file is written anew (see vacuum.ts) waits for that.
    acquireConnectionTimeout: 60_000,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (handle: Handle, done: (error: Error | null, handle: Handle) => void) => {
        try {
          setUp(handle);
          done(null, handle);
        } catch (error) {
          done(error as Error, handle);
        }
      },
    },
  };
}

/** How long a start waits for another one, and for whoever keeps the database locked, in milliseconds. */
const START_MS = 60_000;

/**
 * Holds the file's migration lock while `work` runs, so that several processes starting together migrate once. The lock
 * is a SQLite file beside the database: it falls with the process that holds it, however that ends.
 * @param work begins again where another program holds the database
 */
export async function withSqliteLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  if (file === ':memory:') return work();
  const release = await holdFile(`${file}.lock`, START_MS);
  try {
    return await retried(work, START_MS);
  } finally {
    release();
  }
}

/**
 * Holds a lock that is a SQLite file and falls with its process.
 * @param patience milliseconds
 * @returns lets it go
 * @throws SQLITE_BUSY where another process holds it for longer than that
 */
export async function holdFile(file: string, patience = PATIENCE_MS): Promise<() => void> {
  const lock = openHandle(file, { timeout: 0 });
  try {
    await retried(async () => void lock.exec('begin exclusive'), patience);
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => void lock.close();
}
