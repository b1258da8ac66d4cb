import type { AnyRecord, Entity } from '../model/entity.ts';
import type { Value } from '../model/fields.ts';
import { entityOf } from '../model/registry.ts';
import { writesSince } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { findRecord } from '../store/records.ts';
import { dependentsOf } from './references.ts';
import { survivorOf } from './survivor.ts';

/** The same value, where a reference to a record that was merged away means the one that took its place. */
export const asOfNow = async (db: Db, entity: Entity, name: string, value: Value): Promise<Value> => {
  const field = entity.fields[name];
  if (field?.kind !== 'reference' || typeof value !== 'number') return value;
  const target = entityOf(field.to);
  const found = await findRecord(db, target, value);
  return found ? (await survivorOf(target, found, (id) => findRecord(db, target, id))).id : value;
};

/** Fields that must fit this one: a deal's contact its customer, and the other way round. */
const relatedTo = (entity: Entity, name: string): string[] => {
  const field = entity.fields[name];
  const parent = field?.kind === 'reference' ? field.of : undefined;
  return [...dependentsOf(entity, name), ...(parent === undefined ? [] : [parent])];
};

/**
 * Which fields that must fit one field hold something else than they did after an entry of the audit trail: then that
 * one cannot go back alone.
 * @returns id of the record -> names of those fields; records where all is as it was are left out
 */
export const disturbed = async (
  db: Db,
  entity: Entity,
  records: readonly AnyRecord[],
  { field, after }: { field: string; after: number },
): Promise<Map<number, string[]>> => {
  const related = relatedTo(entity, field);
  const found = new Map<number, string[]>();
  if (related.length === 0 || records.length === 0) return found;
  const earlier = await valuesAfter(db, entity, records, after);
  for (const record of records) {
    const names: string[] = [];
    for (const name of related) {
      const was = earlier.get(record.id)?.[name];
      if (was !== undefined && (await asOfNow(db, entity, name, was)) !== record[name]) names.push(name);
    }
    if (names.length > 0) found.set(record.id, names);
  }
  return found;
};

/** What each record held just after an entry, in the fields that were written since. */
const valuesAfter = async (
  db: Db,
  entity: Entity,
  records: readonly AnyRecord[],
  after: number,
): Promise<Map<number, Record<string, Value>>> => {
  const ids = records.map(({ id }) => id);
  const earlier = new Map<number, Record<string, Value>>();
  for (const { recordId, changes } of await writesSince(db, entity.name, ids, after)) {
    const values = earlier.get(recordId ?? 0) ?? {};
    for (const [name, [before]] of Object.entries(changes)) if (!(name in values)) values[name] = before;
    earlier.set(recordId ?? 0, values);
  }
  return earlier;
};
