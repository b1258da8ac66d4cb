import type { Knex } from 'knex';

/** A connection or a transaction: every function of this room takes one, so that the caller decides what belongs together. */
export type Db = Knex;

export type Dialect = 'sqlite' | 'postgres';

/** Which database that connection or transaction speaks with. */
export function dialectOf(db: Db): Dialect {
  return db.client.config.client === 'pg' ? 'postgres' : 'sqlite';
}
