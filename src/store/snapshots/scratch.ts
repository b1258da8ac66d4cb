import knexModule from 'knex';
import { fillMoves } from '../../../migrations/011_reports.ts';
import type { Db } from '../dialect.ts';
import type { Entity } from '../../model/entity.ts';
import { ENTITIES } from '../../model/registry.ts';
import { WRITES } from '../audit/audit-log.ts';
import { columnsOf, type Row } from '../columns.ts';
import { migrate } from '../migrations.ts';
import { liftTotals } from '../totals/create-triggers.ts';
import { handleConfig, openHandle, type SqliteHandle } from '../connection/sqlite.ts';
import { copyTables } from './source.ts';

/** A SQLite database that nobody else sees. It lies in a file without a name, which is gone with the process, however that ends. */
export interface Scratch {
  db: Db;
  /** Takes in all records and the trail, as they are now, of the database at that address. */
  copyFrom: (url: string) => Promise<void>;
  /** Forgets what the trail tells of that moment (ISO in UTC) and later, and makes what is derived from the rest of it. */
  cutTrail: (moment: string) => Promise<void>;
  /** Sets records to what they were, last touched when the trail tells of it last; by id, null for those that were not there. */
  setBack: (entity: Entity, rows: Iterable<[id: number, row: Row | null]>) => void;
  /** Makes what is derived from the records, and takes no writes from then on. */
  finish: () => void;
  /** Runs one statement of knex. */
  run: (sql: string, bindings: readonly unknown[]) => Answer;
  close: () => Promise<void>;
}

/** What the driver answers: rows, or what a statement that has none did. */
export type Answer = { rows: unknown[] } | { changes: number; lastID: number | bigint };

/** Pages that stay in memory, in KiB; the rest goes to the file. */
const CACHE = 64 * 1024;

const namesOf = (handle: SqliteHandle, what: string): string[] =>
  handle.prepare<[], string>(`select name from sqlite_master where ${what}`).pluck().all();

/** Tables that are copied; what is derived from them is made at the end, at once and not row by row. */
const COPIED = ['audit_log', 'erasures', ...Object.values(ENTITIES).map(({ table }) => table)];
const onCopied = `tbl_name in (${COPIED.map((table) => `'${table}'`).join(', ')})`;

const dropTriggers = (handle: SqliteHandle): void => {
  for (const name of namesOf(handle, `type = 'trigger' and ${onCopied}`)) handle.exec(`drop trigger "${name}"`);
};

/** Takes the indexes of those tables away. @returns makes those of the trail again, or all others */
const liftIndexes = (handle: SqliteHandle): ((ofTrail: boolean) => void) => {
  const where = `type = 'index' and sql is not null and ${onCopied}`;
  const made = handle
    .prepare<[], { name: string; sql: string; trail: number }>(
      `select name, sql, tbl_name = 'audit_log' as trail from sqlite_master where ${where}`,
    )
    .all();
  for (const { name } of made) handle.exec(`drop index "${name}"`);
  return (ofTrail) => {
    for (const { sql, trail } of made) if (trail === Number(ofTrail)) handle.exec(sql);
  };
};

/** Bytes of words that an index gathers before it writes them down; by its default of 1 MiB it would merge many small parts. */
const GATHERED = 64 * 1024 * 1024;

const rebuildWords = (handle: SqliteHandle): void => {
  for (const name of namesOf(handle, `type = 'table' and sql like 'create virtual table%using fts5%'`))
    handle.exec(`insert into "${name}" ("${name}", rank) values ('hashsize', ${GATHERED});
      insert into "${name}" ("${name}") values ('rebuild')`);
};

const setBack = (handle: SqliteHandle, entity: Entity, rows: Iterable<[id: number, row: Row | null]>): void => {
  const kept = ['id', 'created_at', 'updated_at'];
  const columns = [...Object.values(columnsOf(entity)).filter((name) => !kept.includes(name)), 'search_text'];
  const touched = `select at from audit_log where entity = '${entity.name}' and record_id = ${entity.table}.id
    and verb in (${WRITES.map((verb) => `'${verb}'`).join(', ')}) order by id desc limit 1`;
  const update = handle.prepare(
    `update "${entity.table}" set ${columns.map((name) => `"${name}" = ?`).join(', ')},
      updated_at = coalesce((${touched}), created_at) where id = ?`,
  );
  const remove = handle.prepare(`delete from "${entity.table}" where id = ?`);
  handle.transaction(() => {
    for (const [id, row] of rows)
      if (row) update.run([...columns.map((name) => row[name] ?? null), id]);
      else remove.run(id);
  })();
};

/** Opens one with the schema of this version and without any rows. */
export async function openScratch(): Promise<Scratch> {
  const handle = openHandle('');
  handle.pragma(`cache_size = -${CACHE}`);
  handle.pragma('main.synchronous = OFF');
  const knex = knexModule.knex(handleConfig(handle));
  await migrate(knex);
  handle.pragma('foreign_keys = OFF');
  await liftTotals(knex);
  dropTriggers(handle);
  const makeIndexes = liftIndexes(handle);
  for (const table of ['stages', 'settings']) handle.exec(`delete from ${table}`);
  return {
    db: knex,
    copyFrom: (url) => copyTables(url, handle, COPIED),
    cutTrail: async (moment) => {
      handle.prepare('delete from audit_log where at >= ?').run(moment);
      handle.exec('delete from erasures');
      // Before there are indexes: by one of them entries would be read out of their order, and sorted.
      await fillMoves(knex);
      makeIndexes(true);
    },
    setBack: (entity, rows) => setBack(handle, entity, rows),
    finish: () => {
      makeIndexes(false);
      rebuildWords(handle);
      handle.pragma('query_only = ON');
    },
    run: (sql, bindings) => runOne(handle, sql, bindings),
    close: () => knex.destroy(),
  };
}

const runOne = (handle: SqliteHandle, sql: string, bindings: readonly unknown[]): Answer => {
  const statement = handle.prepare(sql);
  if (statement.reader) return { rows: statement.all(bindings) };
  const { changes, lastInsertRowid } = statement.run(bindings);
  return { changes, lastID: lastInsertRowid };
};
