import type { Entity } from '../model/entity.ts';
import type { AnyRecord } from '../model/record.ts';
import { AT_ONCE, inBatches } from './batches.ts';
import { columnsOf, toRecord, type Row } from './columns.ts';
import type { Db } from './dialect.ts';

/** From which record to which other a field of many records is turned. */
export interface Turn {
  field: string;
  from: number;
  to: number;
}

/**
 * Turns a reference of many records to another one, of deleted records as well.
 * @param only ids of the records; all that refer to `from` when left out
 * @returns those that were turned, as they are now, by id
 */
export async function repointRecords(
  db: Db,
  entity: Entity,
  { field, from, to }: Turn,
  at: string,
  only?: readonly number[],
): Promise<AnyRecord[]> {
  const column = columnsOf(entity)[field];
  if (!column) throw new Error(`${entity.name} has no field ${field}`);
  const change = { [column]: to, version: db.raw('version + 1'), updated_at: at };
  const turn = async (ids: readonly number[] | null): Promise<Row[]> => {
    const query = db(entity.table).where(column, from);
    if (ids) void query.whereIn('id', [...ids]);
    return (await query.update(change).returning('*')) as Row[];
  };
  const rows = only === undefined ? await turn(null) : await inBatches(only, AT_ONCE, turn);
  return rows.map((row) => toRecord(entity, row)).sort((a, b) => a.id - b.id);
}

/** How many records that are not deleted refer to each of these by that field: id to their number, where there are any. */
export async function countsReferringTo(
  db: Db,
  entity: Entity,
  field: string,
  ids: readonly number[],
): Promise<Map<number, number>> {
  const column = columnsOf(entity)[field] ?? field;
  const rows = await inBatches(ids, AT_ONCE, async (some) => {
    const query = db(entity.table)
      .whereIn(column, [...some])
      .whereNull('deleted_at')
      .groupBy(column);
    return (await query.select({ id: column }).count({ n: '*' })) as { id: number; n: number }[];
  });
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** How many records that are not deleted refer to this one by that field. */
export async function countReferringTo(db: Db, entity: Entity, field: string, id: number): Promise<number> {
  return (await countsReferringTo(db, entity, field, [id])).get(id) ?? 0;
}
