import knexModule from 'knex';
import type { Row } from '../columns.ts';
import { sqliteFile, type Db } from '../database.ts';
import { postgresConfig } from '../connection/postgres.ts';
import type { SqliteHandle } from '../connection/sqlite.ts';

/** Can a second reader open this database? One in memory belongs to whoever opened it. */
export function isReadable(url: string): boolean {
  return !url.startsWith('sqlite:') || sqliteFile(url) !== ':memory:';
}

/** Both were made by the same steps, so their columns are the same in the same order: SQLite copies rows without reading them. */
const copyFile = (file: string, into: SqliteHandle, tables: readonly string[]): void => {
  into.prepare('attach ? as today').run(file);
  into.transaction(() => {
    for (const table of tables) into.exec(`insert into main."${table}" select * from today."${table}"`);
  })();
  into.exec('detach today');
};

const AT_ONCE = 5000;

/** All rows of a table by id, in portions. */
async function* allRows(db: Db, table: string): AsyncGenerator<Row[]> {
  let last = 0;
  for (;;) {
    const rows = (await db(table).where('id', '>', last).orderBy('id').limit(AT_ONCE)) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < AT_ONCE) return;
    last = Number(rows.at(-1)?.['id']);
  }
}

const insertAll = (into: SqliteHandle, table: string, rows: readonly Row[]): void => {
  const columns = Object.keys(rows[0] ?? {});
  const names = columns.map((name) => `"${name}"`).join(', ');
  const insert = into.prepare(`insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`);
  into.transaction(() => {
    for (const row of rows) insert.run(columns.map((name) => row[name] ?? null));
  })();
};

const copyPostgres = async (url: string, into: SqliteHandle, tables: readonly string[]): Promise<void> => {
  const knex = knexModule.knex(postgresConfig(url));
  const work = async (db: Db): Promise<void> => {
    for (const table of tables) for await (const rows of allRows(db, table)) insertAll(into, table, rows);
  };
  try {
    await knex.transaction(work, { isolationLevel: 'repeatable read', readOnly: true });
  } finally {
    await knex.destroy();
  }
};

/** Copies tables of a database that others write to, as they are at one moment, into empty ones. */
export async function copyTables(url: string, into: SqliteHandle, tables: readonly string[]): Promise<void> {
  return url.startsWith('sqlite:') ? copyFile(sqliteFile(url), into, tables) : copyPostgres(url, into, tables);
}

/** How many people were erased at that moment or later. */
export async function erasedSince(db: Db, at: string): Promise<number> {
  const [row] = (await db('erasures').where('at', '>=', at).where({ whole: 1 }).countDistinct({ n: 'act' })) as {
    n: number;
  }[];
  return row?.n ?? 0;
}
