import knexModule from 'knex';
import { Condition } from '../connection/condition.ts';
import { QUIET, type Database } from '../database.ts';
import { SqliteClient } from '../connection/sqlite.ts';
import type { Answer } from './scratch.ts';

/** Runs one statement somewhere else. */
export type Run = (sql: string, bindings: readonly unknown[]) => Promise<Answer>;

interface Query {
  sql?: string;
  bindings?: readonly unknown[];
  response?: unknown;
  context?: unknown;
}

/**
 * A SQLite database that another thread holds, for code that knows nothing of that: queries are made here and answered
 * there, so that this thread never waits for the disk.
 */
export function remoteDatabase(run: Run): Database {
  class RemoteClient extends SqliteClient {
    override _driver(): unknown {
      return {};
    }
    override acquireRawConnection(): Promise<object> {
      return Promise.resolve({});
    }
    override destroyRawConnection(): Promise<void> {
      return Promise.resolve();
    }
    /** Tells the loss of the thread in place of the pool's own error, so that what waited is asked again. */
    override async acquireConnection(): Promise<object> {
      try {
        return await super.acquireConnection();
      } catch (error) {
        await run('select 1', []);
        throw error;
      }
    }
    override async _query(_connection: object, query: Query): Promise<Query> {
      const bindings = (query.bindings ?? []).map((value) => (typeof value === 'boolean' ? Number(value) : value));
      const answer = await run(query.sql ?? '', bindings);
      query.response = 'rows' in answer ? answer.rows : answer;
      if (!('rows' in answer)) query.context = answer;
      return query;
    }
  }
  const knex = knexModule.knex({
    client: RemoteClient,
    connection: { filename: '' },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
    log: QUIET,
  });
  return {
    url: 'sqlite:',
    kind: 'sqlite',
    db: knex,
    beside: knex,
    writes: 0,
    transaction: (work) => knex.transaction(work),
    snapshot: (work) => knex.transaction(work),
    condition: new Condition(() => Promise.resolve()),
    beforeClose: () => {},
    close: () => knex.destroy(),
  };
}
