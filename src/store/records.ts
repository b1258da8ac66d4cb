import type { Knex } from 'knex';
import type { Entity, EntityName, EntityNamed, RecordRef } from '../model/entity.ts';
import type { AnyRecord } from '../model/record.ts';
import type { Value } from '../model/fields.ts';
import type { Filter } from '../model/filter/filter.ts';
import { entityOf, type RecordNamed } from '../model/registry.ts';
import { searchText } from '../model/text/search-text.ts';
import { normalizeText } from '../model/text/text.ts';
import { IDS_AT_ONCE, inBatches } from './batches.ts';
import { columnsOf, toRecord, toRow, type Row } from './columns.ts';
import { dialectOf, type Db } from './database.ts';
import { applyFilter, contains } from './filter.ts';
import { orderOf } from './order.ts';

/** The record that is meant, deleted or not; null when there never was one. */
export async function findRecord<N extends EntityName>(
  db: Db,
  { entity: name, id }: RecordRef<N>,
): Promise<RecordNamed<N> | null> {
  const entity = entityOf(name);
  const row = (await db(entity.table).where({ id }).first()) as Row | undefined;
  return row ? toRecord(entity, row) : null;
}

/**
 * How a record is held until the transaction ends (SQLite has one writer anyway). `edit`: nobody else changes it, but
 * others may go on to refer to it. `refer`: nobody makes it go away. `alone`: neither, which waits for both.
 */
export type Hold = 'edit' | 'refer' | 'alone';

export const HOLDS: Readonly<Record<Hold, (query: Knex.QueryBuilder) => Knex.QueryBuilder>> = {
  edit: (query) => query.forNoKeyUpdate(),
  refer: (query) => query.forKeyShare(),
  alone: (query) => query.forUpdate(),
};

/** The same as findRecord, held. */
export async function lockRecord<N extends EntityName>(
  db: Db,
  { entity: name, id }: RecordRef<N>,
  hold: Hold = 'edit',
): Promise<RecordNamed<N> | null> {
  const entity = entityOf(name);
  const row = (await HOLDS[hold](db(entity.table).where({ id })).first()) as Row | undefined;
  return row ? toRecord(entity, row) : null;
}

/** Several at once, as a map from id; ids that do not exist are left out. */
export async function findRecords<N extends EntityName>(
  db: Db,
  entity: EntityNamed<N>,
  ids: readonly number[],
): Promise<Map<number, RecordNamed<N>>> {
  const rows = await inBatches([...new Set(ids)], IDS_AT_ONCE, async (some) => {
    return (await db(entity.table).whereIn('id', [...some])) as Row[];
  });
  return new Map(rows.map((row) => [Number(row['id']), toRecord(entity, row)]));
}

/** How many of these are there and not deleted. */
export async function countKept(db: Db, { table }: Entity, ids: readonly number[]): Promise<number> {
  const kept = await inBatches(ids, IDS_AT_ONCE, (some) =>
    db(table)
      .whereIn('id', [...some])
      .whereNull('deleted_at')
      .pluck<number[]>('id'),
  );
  return kept.length;
}

/** More rows in one statement are no quicker, and SQLite takes 500 at most. */
const AT_ONCE = 200;

/** @param createdAt where they were made earlier @returns the records as stored, in the same order: ids are given in the order of the rows */
export async function insertRecords<N extends EntityName>(
  db: Db,
  entity: EntityNamed<N>,
  values: readonly Readonly<Record<string, Value>>[],
  at: string,
  createdAt: readonly string[] = [],
): Promise<RecordNamed<N>[]> {
  const rows = values.map((one, index) => ({
    ...toRow(entity, one),
    search_text: searchText(entity, one),
    created_at: createdAt[index] ?? at,
    updated_at: at,
  }));
  const stored = await inBatches(rows, AT_ONCE, async (some) => {
    return (await db(entity.table)
      .insert([...some])
      .returning('*')) as Row[];
  });
  if (stored.length < rows.length) throw new Error(`${entity.table}: the insert returned too few rows`);
  return stored.map((row) => toRecord(entity, row)).sort((a, b) => a.id - b.id);
}

/** The greatest id that any record of this entity has; 0 when there are none. */
export async function lastIdOf(db: Db, { table }: Entity): Promise<number> {
  const [row] = (await db(table).max({ id: 'id' })) as { id: number | null }[];
  return row?.id ?? 0;
}

/** @returns the record as stored */
export async function insertRecord(
  db: Db,
  entity: Entity,
  values: Readonly<Record<string, Value>>,
  at: string,
): Promise<AnyRecord> {
  return (await insertRecords(db, entity, [values], at))[0] as AnyRecord;
}

export interface Page<N extends EntityName = EntityName> {
  records: RecordNamed<N>[];
  total: number;
}

export interface ListOptions {
  /** Field to value; null finds blanks. */
  where?: Readonly<Record<string, Value | readonly Value[]>>;
  /** Every word must occur. */
  words?: string;
  filter?: Filter;
  sort?: { by: string; descending: boolean };
  offset?: number;
  limit: number;
}

/** The records that are not deleted and fulfil all that is asked of them. */
export function matching(db: Db, entity: Entity, { where = {}, words = '', filter }: ListOptions): ReturnType<Db> {
  const columns = columnsOf(entity);
  const query = db(entity.table).whereNull(`${entity.table}.deleted_at`);
  if (filter) applyFilter(db, query, entity, filter);
  for (const [name, value] of Object.entries(where)) {
    const column = columns[name];
    if (!column) throw new Error(`${entity.name} has no field ${name}`);
    if (Array.isArray(value)) void query.whereIn(column, value as Value[]);
    else if (value === null) void query.whereNull(column);
    else void query.where(column, value as string | number);
  }
  for (const word of normalizeText(words).split(' ').filter(Boolean)) {
    void query.whereRaw(contains(`${entity.table}.search_text`, dialectOf(db)), [word]);
  }
  return query;
}

/** One page of the records that are not deleted. */
export async function firstRecords<N extends EntityName>(
  db: Db,
  entity: EntityNamed<N>,
  options: ListOptions,
): Promise<RecordNamed<N>[]> {
  const rows = (await matching(db, entity, options)
    .orderByRaw(orderOf(db, entity, options.sort ?? entity.list.sort))
    .offset(options.offset ?? 0)
    .limit(options.limit)) as Row[];
  return rows.map((row) => toRecord(entity, row));
}

/** The same with the number of all that match, which costs more than the page where these are many. */
export async function listRecords<N extends EntityName>(
  db: Db,
  entity: EntityNamed<N>,
  options: ListOptions,
): Promise<Page<N>> {
  const records = await firstRecords(db, entity, options);
  const [{ total } = { total: 0 }] = (await matching(db, entity, options).count({ total: '*' })) as { total: number }[];
  return { records, total };
}
