import type { Database, Db } from '../database.ts';
import { dialectOf } from '../database.ts';
import { vacuum } from '../connection/vacuum.ts';

/** Tables that keep what people wrote beside the records: outgoing messages, kept words … whatever there is. */

interface TextColumn {
  table: string;
  column: string;
}

/** Those whose words are looked after elsewhere, or hold none: the trail with its seals, the schema's own. */
const LEFT_OUT = /^(audit_|erasures$|match_keys$|source_keys$|installation$|knex_|sqlite_|stages$|settings$)/;

const textColumns = async (db: Db, tables: ReadonlySet<string>): Promise<TextColumn[]> => {
  const sql =
    dialectOf(db) === 'sqlite'
      ? `select m.name as "table", c.name as "column" from sqlite_master m, pragma_table_info(m.name) c
         where m.type = 'table' and m.sql not like 'create virtual%' and lower(c.type) = 'text' and c.pk = 0`
      : `select table_name as "table", column_name as "column" from information_schema.columns
         where table_schema = current_schema() and data_type = 'text'`;
  const result = (await db.raw(sql)) as TextColumn[] | { rows: TextColumn[] };
  const columns = Array.isArray(result) ? result : result.rows;
  return columns.filter(({ table }) => !LEFT_OUT.test(table) && !tables.has(table));
};

const like = (db: Db): string => (dialectOf(db) === 'sqlite' ? 'like' : 'ilike');

/**
 * Clears words out of every text column of the tables that hold no records.
 * @param tables those that do
 * @param patterns for LIKE; what they find is given to `clear`
 * @param clear the text without the words
 */
export async function sweepTables(
  db: Db,
  tables: ReadonlySet<string>,
  patterns: readonly string[],
  clear: (text: string) => string,
): Promise<void> {
  for (const { table, column } of await textColumns(db, tables)) {
    const found = db(table).distinct({ words: column });
    void found.where((any) => {
      for (const pattern of patterns) void any.orWhereRaw(`?? ${like(db)} ?`, [column, pattern]);
    });
    for (const { words } of (await found) as { words: string }[]) {
      const cleared = clear(words);
      if (cleared !== words)
        await db(table)
          .where(column, words)
          .update({ [column]: cleared });
    }
  }
}

/**
 * Leaves nothing of overwritten and deleted rows in the database's files: SQLite's is written anew and its log emptied;
 * PostgreSQL gives the space of dead rows back to be overwritten. It can take a while.
 */
export async function leaveNoTrace({ kind, db: knex }: Database): Promise<void> {
  if (kind === 'postgres') await knex.raw('vacuum');
  else await vacuum(knex);
}
