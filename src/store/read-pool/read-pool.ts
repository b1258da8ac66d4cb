import { existsSync } from 'node:fs';
import knexModule, { type Knex } from 'knex';
import { TryLater } from '../../model/errors.ts';
import type { Db } from '../dialect.ts';
import { SqliteClient } from '../connection/sqlite.ts';
import { ReaderGone, startReader, type ReadThread } from './thread.ts';

/** So many threads read at once; who comes later waits for one of them. */
const THREADS = 2;
/** So many may wait: more than that only make each other slower. */
const MOST_WAITING = 100;
const IDLE_MS = 30_000;

/** Node runs TypeScript neither in a thread nor under Jest, so sources, too, use the compiled thread. */
const COMPILED = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/src/store/read-pool/reader.worker.js', import.meta.url)
  : new URL('./reader.worker.js', import.meta.url);

export interface Readers {
  /** Each query goes to some thread, and its rows come back from there. */
  knex: Knex;
  /** Runs reads that agree with each other; once more when their thread died. @throws TryLater when that dies too, or too many wait */
  snapshot: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  /** Ends the threads; what they were asked is rejected. */
  close: () => Promise<void>;
}

interface Query {
  sql?: string;
  bindings?: readonly unknown[];
  response?: unknown;
}

/**
 * What begins and ends a snapshot, whose answer nobody waits for: the thread takes everything in the order in which it was asked, and
 * one that is gone says so to the question in between.
 */
const BRACKETS = new Set(['BEGIN;', 'COMMIT;']);

const isGone = (error: unknown): boolean => error instanceof ReaderGone;

/** Knex over threads: a connection is one of them, so its pool starts, shares and ends them. */
const connect = (file: string, compiled: URL, open: Set<ReadThread>): Knex => {
  class ThreadClient extends SqliteClient {
    override _driver(): unknown {
      return {};
    }
    override acquireRawConnection(): Promise<ReadThread> {
      const reader = startReader(compiled, { file });
      open.add(reader);
      return Promise.resolve(reader);
    }
    override async destroyRawConnection(reader: ReadThread): Promise<void> {
      open.delete(reader);
      await reader.end();
    }
    override validateConnection(reader: ReadThread): Promise<boolean> {
      return Promise.resolve(!reader.isGone());
    }
    override async _query(reader: ReadThread, query: Query): Promise<Query> {
      const { sql = '' } = query;
      if (BRACKETS.has(sql)) {
        void reader.run(sql, []).catch(() => {});
        return { ...query, response: [] };
      }
      const bindings = (query.bindings ?? []).map((value) => (typeof value === 'boolean' ? Number(value) : value));
      query.response = await reader.run(sql, bindings);
      return query;
    }
  }
  return knexModule.knex({
    client: ThreadClient,
    connection: { filename: file },
    useNullAsDefault: true,
    acquireConnectionTimeout: 60_000,
    pool: { min: 0, max: THREADS, idleTimeoutMillis: IDLE_MS },
    log: { warn: () => {} },
  });
};

/**
 * Opens a way to read a SQLite file beside the thread that writes it. Threads start with the first question.
 * @returns null where they cannot be: the database lies in memory, or CustomerHub was not built
 */
export function openReaders(file: string, compiled: URL = COMPILED): Readers | null {
  if (file === ':memory:' || !existsSync(compiled)) return null;
  const open = new Set<ReadThread>();
  const knex = connect(file, compiled, open);
  let reading = 0;
  let isClosed = false;
  const once = <T>(work: (db: Db) => Promise<T>): Promise<T> => knex.transaction(work);
  const twice = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    try {
      return await once(work).catch((error: unknown) => {
        if (isClosed || !isGone(error)) throw error;
        return once(work);
      });
    } catch (error) {
      throw isGone(error) ? new TryLater('The database couldn’t be read. Try again.', { cause: error }) : error;
    }
  };
  return {
    knex,
    snapshot: async (work) => {
      if (reading >= MOST_WAITING) throw new TryLater('Too many requests at once. Try again in a moment.');
      reading += 1;
      try {
        return await twice(work);
      } finally {
        reading -= 1;
      }
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...open].map((reader) => reader.end()));
      await knex.destroy();
    },
  };
}
