import type { AnyRecord, Entity } from '../model/entity.ts';
import { columnsOf, toRecord, type Row } from './columns.ts';
import type { Db } from './database.ts';

/** From which record to which other a field of many records is turned. */
export interface Turn {
  field: string;
  from: number;
  to: number;
}

/** Ids at once: SQLite takes some thirty thousand values in a statement, and a plan for fewer is made faster. */
const AT_ONCE = 1000;

/**
 * Turns a reference of many records to another one, of deleted records as well.
 * @param only ids of the records; all that refer to `from` when left out
 * @returns those that were turned, as they are now, by id
 */
export const repointRecords = async (
  db: Db,
  entity: Entity,
  { field, from, to }: Turn,
  at: string,
  only?: readonly number[],
): Promise<AnyRecord[]> => {
  const column = columnsOf(entity)[field];
  if (!column) throw new Error(`${entity.name} has no field ${field}`);
  const rows: Row[] = [];
  const change = { [column]: to, version: db.raw('version + 1'), updated_at: at };
  const turn = async (ids: readonly number[] | null): Promise<void> => {
    const query = db(entity.table).where(column, from);
    if (ids) void query.whereIn('id', [...ids]);
    rows.push(...((await query.update(change).returning('*')) as Row[]));
  };
  if (only === undefined) await turn(null);
  else for (let start = 0; start < only.length; start += AT_ONCE) await turn(only.slice(start, start + AT_ONCE));
  return rows.map((row) => toRecord(entity, row)).sort((a, b) => a.id - b.id);
};

/** Ids of the records, not deleted, that refer to this one by that field; at most `limit`. */
export const idsReferringTo = async (
  db: Db,
  entity: Entity,
  field: string,
  id: number,
  limit: number,
): Promise<number[]> => {
  const column = columnsOf(entity)[field] ?? field;
  const rows = (await db(entity.table).where(column, id).whereNull('deleted_at').select('id').limit(limit)) as {
    id: number;
  }[];
  return rows.map((row) => row.id);
};

/** How many records that are not deleted refer to this one by that field. */
export const countReferringTo = async (db: Db, entity: Entity, field: string, id: number): Promise<number> => {
  const column = columnsOf(entity)[field] ?? field;
  const [row] = (await db(entity.table).where(column, id).whereNull('deleted_at').count({ n: '*' })) as { n: number }[];
  return row?.n ?? 0;
};
