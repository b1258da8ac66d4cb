import type { EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { readSourceKey } from '../../model/import/source-ids.ts';
import { entityOf } from '../../model/registry.ts';
import type { Db } from '../../store/database.ts';
import { mergedInto } from '../../store/erase.ts';
import { sourceKeysCalled, sourceKeysOf, type SourceKey } from '../../store/import/source-keys.ts';
import { findRecords } from '../../store/records.ts';
import type { Crm } from '../context/index.ts';
import { mergeTargetsOf } from '../records/index.ts';

/** A record, not deleted, that another system knows by an ID. */
export interface Keyed extends SourceKey {
  record: AnyRecord;
}

/**
 * The records with those IDs elsewhere. What was merged away leads to its merge target; what was deleted is left out, so
 * that its ID is free for a new record.
 * @param source of that system alone
 */
export async function recordsKeyed(
  db: Db,
  name: EntityName,
  keys: readonly string[],
  source?: string,
): Promise<Keyed[]> {
  const entity = entityOf(name);
  const found = await sourceKeysCalled(db, name, keys, source);
  const ids = found.map(({ recordId }) => recordId);
  const records = await mergeTargetsOf(entity, ids, (some) => findRecords(db, entity, some));
  return found.flatMap((key) => {
    const record = records.get(key.recordId);
    return record?.deletedAt === null ? [{ ...key, record }] : [];
  });
}

/** The record that somebody means by an ID of another system, typed in any case. */
export async function recordsCalled(crm: Crm, name: EntityName, words: string): Promise<AnyRecord[]> {
  const key = readSourceKey(words);
  if (key === null) return [];
  const keyed = await recordsKeyed(crm.database.db, name, [key, key.toUpperCase(), key.toLowerCase()]);
  return [...new Map(keyed.map(({ record }) => [record.id, record])).values()];
}

/** By which IDs other systems know a record and those that were merged into it: `HubSpot 4711`. */
export async function knownAs(crm: Crm, name: EntityName, id: number): Promise<string[]> {
  const db = crm.database.db;
  const keys = await sourceKeysOf(db, name, await mergedInto(db, entityOf(name), [id]));
  return keys.map(({ source, key }) => `${source} ${key}`);
}
