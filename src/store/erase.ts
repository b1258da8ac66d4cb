import type { Entity, EntityName, RecordRef } from '../model/entity.ts';
import type { AnyRecord } from '../model/record.ts';
import { searchText } from '../model/text/search-text.ts';
import type { AuditRow, Changes } from './audit/audit-row.ts';
import { AT_ONCE } from './batches.ts';
import { columnsOf, toRecord, toRow, type Row } from './columns.ts';
import { dialectOf, type Db } from './database.ts';
import { forgetSourceKeys } from './import/source-keys.ts';

/**
 * A pattern for LIKE that finds at least every text in which the words can stand, however they are written or escaped:
 * what is found is then looked at closely.
 */
export function roughly(words: string): string {
  return `%${words.replace(/[^A-Za-z0-9]+/g, '%')}%`.replace(/%+/g, '%');
}

/** Narrows to rows of which one of the columns fits one of the patterns, whatever the case. */
const fits = (db: Db, query: ReturnType<Db>, columns: readonly string[], patterns: readonly string[]): void => {
  const like = dialectOf(db) === 'sqlite' ? 'like' : 'ilike';
  void query.where((any) => {
    for (const column of columns)
      for (const pattern of patterns) void any.orWhereRaw(`?? ${like} ?`, [column, pattern]);
  });
};

/** Records, deleted ones included, of which one of the fields could hold the words. */
export async function recordsLike(
  db: Db,
  entity: Entity,
  fields: readonly string[],
  patterns: readonly string[],
): Promise<AnyRecord[]> {
  const columns = columnsOf(entity);
  const query = db(entity.table);
  fits(
    db,
    query,
    fields.map((name) => columns[name] ?? name),
    patterns,
  );
  return ((await query) as Row[]).map((row) => toRecord(entity, row));
}

/** Records, deleted ones included, of which one of the fields refers to one of those ids. */
export async function referringTo(
  db: Db,
  entity: Entity,
  fields: readonly string[],
  ids: readonly number[],
): Promise<AnyRecord[]> {
  const columns = columnsOf(entity);
  const query = db(entity.table);
  void query.where((any) => {
    for (const name of fields) void any.orWhereIn(columns[name] ?? name, [...ids]);
  });
  return ((await query) as Row[]).map((row) => toRecord(entity, row));
}

/** Entries of the trail whose values could hold the words. */
export async function entriesLike(db: Db, patterns: readonly string[]): Promise<AuditRow[]> {
  const query = db('audit_log');
  fits(db, query, ['changes'], patterns);
  return (await query.orderBy('id')) as AuditRow[];
}

/** All entries of those records. */
export async function entriesOf(db: Db, entity: EntityName, ids: readonly number[]): Promise<AuditRow[]> {
  return (await db('audit_log')
    .where({ entity })
    .whereIn('record_id', [...ids])
    .orderBy('id')) as AuditRow[];
}

/** Overwrites values of a record without a trace of what they were; neither its version nor its moments change. */
export async function overwriteRecord(db: Db, entity: Entity, record: AnyRecord): Promise<void> {
  const names = Object.keys(entity.fields);
  const values = toRow(entity, Object.fromEntries(names.map((name) => [name, record[name] ?? null])));
  await db(entity.table)
    .where({ id: record.id })
    .update({ ...values, search_text: searchText(entity, record) });
}

/** The database lets this pass only for records that stand in `erasures`, and only where nothing else changes. */
export async function overwriteEntry(db: Db, id: number, changes: Changes): Promise<void> {
  await db('audit_log')
    .where({ id })
    .update({ changes: JSON.stringify(changes) });
}

export interface Erasure {
  entity: EntityName;
  recordId: number;
  /** The erased record itself, or one with words about it. */
  whole: boolean;
}

export async function writeErasures(
  db: Db,
  erasures: readonly Erasure[],
  { act, at }: { act: string; at: string },
): Promise<void> {
  const rows = erasures.map(({ entity, recordId, whole }) => ({
    entity,
    record_id: recordId,
    whole: Number(whole),
    act,
    at,
  }));
  await db.batchInsert('erasures', rows, 200);
}

/** Was everything known of it erased for good? */
export function isErased(db: Db, { entity, id }: RecordRef): Promise<boolean> {
  return isAnyErased(db, entity, [id]);
}

/** Id of the newest erasure; 0 when nothing was ever erased. */
export async function lastErasure(db: Db): Promise<number> {
  const [row] = (await db('erasures').max({ id: 'id' })) as { id: number | null }[];
  return row?.id ?? 0;
}

/** Was everything known of one of them erased for good? */
export async function isAnyErased(db: Db, entity: EntityName, ids: readonly number[]): Promise<boolean> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const query = db('erasures').where({ entity, whole: 1 });
    if (await query.whereIn('record_id', ids.slice(at, at + AT_ONCE)).first('id')) return true;
  }
  return false;
}

/** The records that were merged into one of those, through as many merges as there were, with those themselves. */
export async function mergedInto(db: Db, entity: Entity, ids: readonly number[]): Promise<number[]> {
  if (!(await db.schema.hasColumn(entity.table, 'merged_into_id'))) return [...ids];
  const found: { id: number }[] = await db(entity.table)
    .whereIn('merged_into_id', [...ids])
    .select('id');
  const more = found.map(({ id }) => id).filter((id) => !ids.includes(id));
  return more.length === 0 ? [...ids] : mergedInto(db, entity, [...ids, ...more]);
}

/** Forgets by what a record was compared with others, and its IDs elsewhere. */
export async function forgetMatches(db: Db, entity: EntityName, ids: readonly number[]): Promise<void> {
  if (!(await db.schema.hasTable('match_keys'))) return;
  await db('match_keys')
    .where({ entity })
    .whereIn('record_id', [...ids])
    .delete();
  if (await db.schema.hasTable('source_keys')) await forgetSourceKeys(db, entity, ids);
}
