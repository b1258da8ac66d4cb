import knexModule, { type Knex } from 'knex';
import { fillMoves } from '../../../migrations/011_reports.ts';
import { ENTITIES } from '../../model/registry.ts';
import type { Row } from '../columns.ts';
import { migrate } from '../migrations.ts';
import { handleConfig, openHandle } from '../sqlite.ts';

/** A SQLite database that nobody else sees. It lies in a file without a name, which is gone with the process, however that ends. */
export interface Scratch {
  knex: Knex;
  /** Adds rows of any number; all of them have the same columns. */
  insert: (table: string, rows: readonly Row[]) => void;
  /** Makes what is derived from the rows, and takes no writes from then on. */
  finish: () => Promise<void>;
  /** Runs one statement of knex. */
  run: (sql: string, bindings: readonly unknown[]) => Answer;
  close: () => Promise<void>;
}

/** What the driver answers: rows, or what a statement that has none did. */
export type Answer = { rows: unknown[] } | { changes: number; lastID: number | bigint };

/** Pages that stay in memory, in KiB; the rest goes to the file. */
const CACHE = 64 * 1024;

type Handle = ReturnType<typeof openHandle>;

const namesOf = (handle: Handle, what: string): string[] =>
  handle.prepare<[], string>(`select name from sqlite_master where ${what}`).pluck().all();

/** Tables that are filled; what is derived from them is made at the end, at once and not row by row. */
const FILLED = ['audit_log', ...Object.values(ENTITIES).map(({ table }) => table)];
const onFilled = `tbl_name in (${FILLED.map((table) => `'${table}'`).join(', ')})`;

const dropTriggers = (handle: Handle): void => {
  for (const name of namesOf(handle, `type = 'trigger' and ${onFilled}`)) handle.exec(`drop trigger "${name}"`);
};

/** Takes the indexes of those tables away. @returns makes them again */
const liftIndexes = (handle: Handle): (() => void) => {
  const where = `type = 'index' and sql is not null and ${onFilled}`;
  const made = handle
    .prepare<[], { name: string; sql: string }>(`select name, sql from sqlite_master where ${where}`)
    .all();
  for (const { name } of made) handle.exec(`drop index "${name}"`);
  return () => {
    for (const { sql } of made) handle.exec(sql);
  };
};

const rebuildWords = (handle: Handle): void => {
  for (const name of namesOf(handle, `type = 'table' and sql like 'create virtual table%using fts5%'`))
    handle.exec(`insert into "${name}" ("${name}") values ('rebuild')`);
};

/** Opens one with the schema of this version and without any rows. */
export const openScratch = async (): Promise<Scratch> => {
  const handle = openHandle('');
  handle.pragma(`cache_size = -${CACHE}`);
  handle.pragma('synchronous = OFF');
  handle.pragma('journal_mode = OFF');
  const knex = knexModule.knex(handleConfig(handle));
  await migrate(knex);
  handle.pragma('foreign_keys = OFF');
  dropTriggers(handle);
  const makeIndexes = liftIndexes(handle);
  for (const table of ['stages', 'settings']) handle.exec(`delete from ${table}`);
  return {
    knex,
    insert: (table, rows) => insertAll(handle, table, rows),
    finish: async () => {
      makeIndexes();
      rebuildWords(handle);
      await fillMoves(knex);
      handle.pragma('query_only = ON');
    },
    run: (sql, bindings) => runOne(handle, sql, bindings),
    close: () => knex.destroy(),
  };
};

const insertAll = (handle: Handle, table: string, rows: readonly Row[]): void => {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const insert = handle.prepare(`insert into ${table} (${names}) values (${columns.map(() => '?').join(', ')})`);
  handle.transaction(() => {
    for (const row of rows) insert.run(columns.map((name) => row[name] ?? null));
  })();
};

const runOne = (handle: Handle, sql: string, bindings: readonly unknown[]): Answer => {
  const statement = handle.prepare(sql);
  if (statement.reader) return { rows: statement.all(bindings) };
  const { changes, lastInsertRowid } = statement.run(bindings);
  return { changes, lastID: lastInsertRowid };
};
