import type { Entity, EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { entityOf } from '../../model/registry.ts';
import { writesSince } from '../../store/audit/audit-log.ts';
import type { Db } from '../../store/database.ts';
import { findRecords } from '../../store/records.ts';
import { dependentsOf, mergeTargetsOf } from '../records/index.ts';

/** A field's value, where a reference to a record that was merged away means the one that took its place. */
type Present = (name: string, value: Value) => Value;

/** Looks up what became of what those values of an entity's fields refer to. */
export async function presentOf(
  db: Db,
  entity: Entity,
  values: Iterable<readonly [name: string, value: Value]>,
): Promise<Present> {
  const targetOf = (name: string): EntityName | null => {
    const field = entity.fields[name];
    return field?.kind === 'reference' ? field.to : null;
  };
  const wanted = new Map<EntityName, Set<number>>();
  for (const [name, value] of values) {
    const target = targetOf(name);
    if (target === null || typeof value !== 'number') continue;
    wanted.set(target, (wanted.get(target) ?? new Set()).add(value));
  }
  const now = new Map<EntityName, Map<number, AnyRecord>>();
  for (const [name, ids] of wanted) {
    const target = entityOf(name);
    now.set(name, await mergeTargetsOf(target, [...ids], (some) => findRecords(db, target, some)));
  }
  return (name, value) => {
    const target = targetOf(name);
    return (target && typeof value === 'number' && now.get(target)?.get(value)?.id) || value;
  };
}

/** The same for a single value. */
export async function asOfNow(db: Db, entity: Entity, name: string, value: Value): Promise<Value> {
  return (await presentOf(db, entity, [[name, value]]))(name, value);
}

/** Fields that must fit this one: a deal's contact its customer, and the other way round. */
const relatedTo = (entity: Entity, name: string): string[] => {
  const field = entity.fields[name];
  const parent = field?.kind === 'reference' ? field.of : undefined;
  return [...dependentsOf(entity, name), ...(parent === undefined ? [] : [parent])];
};

/** A record as it is now, and the entry of the audit trail after which it is looked at. */
export interface Since {
  record: AnyRecord;
  after: number;
}

/**
 * Which fields that must fit one field hold something else than they did after an entry of the audit trail: then that
 * one cannot go back alone.
 * @returns id of the record -> names of those fields; records where all is as it was are left out
 */
export async function disturbed(
  db: Db,
  entity: Entity,
  field: string,
  all: readonly Since[],
): Promise<Map<number, string[]>> {
  const related = relatedTo(entity, field);
  const found = new Map<number, string[]>();
  if (related.length === 0 || all.length === 0) return found;
  const earlier = await valuesAfter(db, entity, all);
  const values = [...earlier.values()].flatMap((each) => Object.entries(each));
  const present = await presentOf(db, entity, values);
  for (const { record } of all) {
    const was = earlier.get(record.id) ?? {};
    const names = related.filter((name) => was[name] !== undefined && present(name, was[name]) !== record[name]);
    if (names.length > 0) found.set(record.id, names);
  }
  return found;
}

/** What each record held just after its entry, in the fields that were written since. */
const valuesAfter = async (
  db: Db,
  entity: Entity,
  all: readonly Since[],
): Promise<Map<number, Record<string, Value>>> => {
  const after = new Map(all.map((since) => [since.record.id, since.after]));
  const earliest = Math.min(...after.values());
  const earlier = new Map<number, Record<string, Value>>();
  for (const { id, recordId, changes } of await writesSince(db, entity.name, [...after.keys()], earliest)) {
    if (recordId === null || id <= (after.get(recordId) ?? 0)) continue;
    const values = earlier.get(recordId) ?? {};
    for (const [name, [before]] of Object.entries(changes)) if (!(name in values)) values[name] = before;
    earlier.set(recordId, values);
  }
  return earlier;
};
