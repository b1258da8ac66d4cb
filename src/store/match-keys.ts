import type { Entity } from '../model/entity.ts';
import type { AnyRecord } from '../model/record.ts';
import { ENTITIES, entityOf } from '../model/registry.ts';
import { matchKeys, SIGNS_VERSION, type MatchKey } from '../model/duplicates/matchers.ts';
import type { EntityName } from '../model/entity.ts';
import { AT_ONCE, inBatches } from './batches.ts';
import { toRecord, type Row } from './columns.ts';
import type { Db } from './dialect.ts';

interface KeyRow {
  entity: EntityName;
  kind: string;
  key: string;
  record_id: number;
}

const rowsOf = (entity: Entity, record: AnyRecord): KeyRow[] =>
  matchKeys(entity.twins ?? [], record).map((match) => ({ entity: entity.name, ...match, record_id: record.id }));

const insert = async (db: Db, rows: readonly KeyRow[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += 200) await db('match_keys').insert(rows.slice(at, at + 200));
};

/** Keeps the keys of records that are new. */
export function addMatchKeys(db: Db, entity: Entity, records: readonly AnyRecord[]): Promise<void> {
  return insert(
    db,
    records.flatMap((record) => rowsOf(entity, record)),
  );
}

/** Keeps the keys of records whose values changed. */
export async function renewMatchKeys(db: Db, entity: Entity, records: readonly AnyRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += 500) {
    const ids = records.slice(at, at + 500).map(({ id }) => id);
    await db('match_keys').where({ entity: entity.name }).whereIn('record_id', ids).delete();
  }
  await addMatchKeys(db, entity, records);
}

/** Is one of those fields part of a key? */
export function isMatched(entity: Entity, fields: readonly string[]): boolean {
  return (entity.twins ?? []).some(({ from }) => from.some((name) => fields.includes(name)));
}

/** Records with that key that are not deleted, the oldest first. */
export async function recordsWithKey(
  db: Db,
  entity: Entity,
  { kind, key }: MatchKey,
  limit: number,
): Promise<AnyRecord[]> {
  const rows = (await db('match_keys')
    .join(entity.table, `${entity.table}.id`, 'match_keys.record_id')
    .where({ 'match_keys.entity': entity.name, 'match_keys.kind': kind, 'match_keys.key': key })
    .whereNull(`${entity.table}.deleted_at`)
    .orderBy('match_keys.record_id')
    .limit(limit)
    .select(`${entity.table}.*`)) as Row[];
  return rows.map((row) => toRecord(entity, row));
}

/** One text for a key and what it is of. */
export function keyText({ kind, key }: MatchKey): string {
  return `${kind} ${key}`;
}

/** Many keys at once: the oldest record, not deleted, with each of them, by `keyText`. */
export async function oldestWithKeys(db: Db, entity: Entity, keys: readonly MatchKey[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const kind of new Set(keys.map((one) => one.kind))) {
    const ofKind = [...new Set(keys.filter((one) => one.kind === kind).map(({ key }) => key))];
    const rows = await inBatches(ofKind, AT_ONCE, async (some) => {
      return (await db('match_keys')
        .join(entity.table, `${entity.table}.id`, 'match_keys.record_id')
        .where({ 'match_keys.entity': entity.name, 'match_keys.kind': kind })
        .whereIn('match_keys.key', [...some])
        .whereNull(`${entity.table}.deleted_at`)
        .groupBy('match_keys.key')
        .select('match_keys.key')
        .min({ id: 'match_keys.record_id' })) as { key: string; id: number }[];
    });
    for (const { key, id } of rows) found.set(keyText({ kind, key }), id);
  }
  return found;
}

const NAME = 'match_keys';
const PAGE = 1000;

const keysOfAll = async (db: Db, entity: Entity): Promise<void> => {
  for (let last = 0; ;) {
    const rows = (await db(entity.table).where('id', '>', last).orderBy('id').limit(PAGE)) as Row[];
    await addMatchKeys(
      db,
      entity,
      rows.map((row) => toRecord(entity, row)),
    );
    if (rows.length < PAGE) return;
    last = Number(rows.at(-1)?.['id']);
  }
};

/**
 * Makes all keys anew where they were made in another way than today's, or never. Call it inside the migration lock, in a
 * transaction.
 */
export async function fillMatchKeys(db: Db): Promise<void> {
  const filled = (await db('derived').where({ name: NAME }).first('version')) as { version: number } | undefined;
  if (filled?.version === SIGNS_VERSION) return;
  await db('match_keys').delete();
  const entities = (Object.keys(ENTITIES) as EntityName[]).map(entityOf).filter(({ twins }) => twins !== undefined);
  for (const entity of entities) await keysOfAll(db, entity);
  await db('derived').insert({ name: NAME, version: SIGNS_VERSION }).onConflict('name').merge();
}
