import type { Knex } from 'knex';
import pg from 'pg';

// Counts, sums and ids are numbers here; none of them comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export const postgresConfig = (url: string): Knex.Config => ({
  client: 'pg',
  connection: { connectionString: url, application_name: 'CustomerHub' },
  acquireConnectionTimeout: 10_000,
  pool: { min: 0, max: 10 },
});

/** Any number will do, as long as every CustomerHub uses the same. */
const MIGRATION_LOCK = 72_616_301;

/** Holds an advisory lock while `work` runs, so that several processes starting together migrate once. */
export const withPostgresLock = async <T>(url: string, work: () => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
};
