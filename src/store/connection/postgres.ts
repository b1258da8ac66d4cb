import type { Knex } from 'knex';
import pg from 'pg';

// Counts, sums and ids are numbers here; none of them comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** How long a server may take to let somebody in, in milliseconds. */
const CONNECT_MS = 5000;

export function postgresConfig(url: string): Knex.Config {
  return {
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'CustomerHub',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    },
    acquireConnectionTimeout: 10_000,
    pool: { min: 0, max: 10 },
  };
}

/** Connections to a server that may go away without a word: `reconnect` gives up those that are open, with what they are at. */
export function openPostgres(url: string): { config: Knex.Config; reconnect: () => void } {
  const open = new Set<pg.Client>();
  const afterCreate = (client: pg.Client, done: (error: Error | null, client: pg.Client) => void): void => {
    open.add(client);
    client.once('end', () => open.delete(client));
    done(null, client);
  };
  const config = postgresConfig(url);
  return {
    config: { ...config, pool: { ...config.pool, afterCreate } },
    reconnect: () => {
      for (const client of open) {
        // By this Knex knows a connection that it must not use again; what it is at is broken off.
        Object.assign(client, { __knex__disposed: 'nothing was heard of it any more' });
        void client.end().catch(() => {});
      }
    },
  };
}

/** Any number will do, as long as every CustomerHub uses the same. */
const MIGRATION_LOCK = 72_616_301;

/** Holds an advisory lock while `work` runs, so that several processes starting together migrate once. */
export async function withPostgresLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}
