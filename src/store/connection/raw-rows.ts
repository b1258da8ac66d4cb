import type { Db } from '../dialect.ts';

/** The rows of a query in plain SQL, of which the two drivers make different things. */
export async function rawRows<T>(db: Db, sql: string, values: readonly (string | number)[] = []): Promise<T[]> {
  const result = (await db.raw(sql, values)) as T[] | { rows: T[] };
  return Array.isArray(result) ? result : result.rows;
}
