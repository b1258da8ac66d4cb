import knexModule, { type Knex } from 'knex';
import type { Row } from '../columns.ts';
import { sqliteFile, type Db } from '../database.ts';
import { postgresConfig } from '../postgres.ts';
import { handleConfig, openHandle } from '../sqlite.ts';

/** Can a second reader open this database? One in memory belongs to whoever opened it. */
export const isReadable = (url: string): boolean => !url.startsWith('sqlite:') || sqliteFile(url) !== ':memory:';

const connect = (url: string): Knex =>
  knexModule.knex(
    url.startsWith('sqlite:') ? handleConfig(openHandle(sqliteFile(url), { readonly: true })) : postgresConfig(url),
  );

/** Reads a database that others write to, as it is at one moment, over a connection of its own. */
export const readingFrom = async <T>(url: string, work: (db: Db) => Promise<T>): Promise<T> => {
  const knex = connect(url);
  try {
    const isolation = url.startsWith('sqlite:') ? {} : { isolationLevel: 'repeatable read' as const, readOnly: true };
    return await knex.transaction(work, isolation);
  } finally {
    await knex.destroy();
  }
};

const AT_ONCE = 5000;

/** All rows of a table by id, in portions. */
export async function* allRows(db: Db, table: string): AsyncGenerator<Row[]> {
  let last = 0;
  for (;;) {
    const rows = (await db(table).where('id', '>', last).orderBy('id').limit(AT_ONCE)) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) return;
    last = Number(rows.at(-1)?.['id']);
  }
}

/** How many people were erased at that moment or later. */
export const erasedSince = async (db: Db, at: string): Promise<number> => {
  const [row] = (await db('erasures').where('at', '>=', at).where({ whole: 1 }).countDistinct({ n: 'act' })) as {
    n: number;
  }[];
  return row?.n ?? 0;
};
