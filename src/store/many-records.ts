import type { Entity } from '../model/entity.ts';
import type { AnyRecord } from '../model/record.ts';
import type { Value } from '../model/fields.ts';
import { searchText } from '../model/text/search-text.ts';
import { AT_ONCE, inBatches } from './batches.ts';
import { columnsOf, toRecord, typesOf, type Row } from './columns.ts';
import { dialectOf, type Db } from './database.ts';
import { HOLDS, type Hold } from './records.ts';

/**
 * Many records at once, as a map from id, held until the transaction ends and in the order of their ids, so that two who
 * hold the same wait for each other. Ids that do not exist are left out.
 */
export async function lockRecords(
  db: Db,
  entity: Entity,
  ids: Iterable<number>,
  hold: Hold = 'edit',
): Promise<Map<number, AnyRecord>> {
  const inOrder = [...new Set(ids)].sort((a, b) => a - b);
  const rows = await inBatches(inOrder, AT_ONCE, async (some) => {
    const query = db(entity.table).whereIn('id', [...some]);
    return (await HOLDS[hold](query.orderBy('id'))) as Row[];
  });
  return new Map(rows.map((row) => [Number(row['id']), toRecord(entity, row)]));
}

/** Text as both databases keep it: half a character, left by whoever cut a text in the middle, becomes U+FFFD. */
const wellFormed = (record: AnyRecord): AnyRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value,
    ]),
  ) as AnyRecord;

/** A table of values that a statement can join, made of one JSON text: as many rows as there are, in one binding. */
const valuesSql = (db: Db, types: Readonly<Record<string, 'bigint' | 'text'>>): string => {
  const columns = Object.entries(types);
  if (dialectOf(db) === 'postgres')
    return `json_to_recordset(?::json) as v (${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`;
  const read = columns.map(([name]) => `json_extract(value, '$.${name}') as ${name}`);
  return `(select ${read.join(', ')} from json_each(?)) as v`;
};

/**
 * Writes fields of many records of one kind over the versions they were made from, which the caller holds.
 * @param fields those that may differ from what is stored
 * @returns the records as stored
 */
export async function updateRecords(
  db: Db,
  entity: Entity,
  records: readonly AnyRecord[],
  { fields, at }: { fields: readonly string[]; at: string },
): Promise<AnyRecord[]> {
  const columns = columnsOf(entity);
  const names = fields.map((name) => columns[name] ?? name);
  const types = { ...typesOf(entity), search_text: 'text' as const };
  const set = [...names, 'search_text', 'version', 'updated_at'];
  const { table } = entity;
  const typed = Object.fromEntries(['id', ...set].map((name) => [name, types[name as keyof typeof types] ?? 'text']));
  const sql = `update ${table} set ${set.map((name) => `${name} = v.${name}`).join(', ')} from ${valuesSql(db, typed)}
    where ${table}.id = v.id and ${table}.version = v.version - 1
    returning ${dialectOf(db) === 'postgres' ? `${table}.id` : 'id'}`;
  return inBatches(records, AT_ONCE, async (some) => {
    const after = some.map((record): AnyRecord => ({
      ...wellFormed(record),
      version: record.version + 1,
      updatedAt: at,
    }));
    const rows = after.map((record): Record<string, Value> => {
      const values = Object.fromEntries(fields.map((name, index) => [names[index], record[name] ?? null]));
      const { id, version } = record;
      return { ...values, id, version, updated_at: at, search_text: searchText(entity, record) };
    });
    const written = (await db.raw(sql, [JSON.stringify(rows)])) as unknown[] | { rows: unknown[] };
    const count = Array.isArray(written) ? written.length : written.rows.length;
    if (count !== some.length)
      throw new Error(`${table}: ${some.length - count} of the versions to be written over are gone`);
    return after;
  });
}
