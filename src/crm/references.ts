import type { Field } from '../model/fields.ts';
import { refOf, titleOf, type AnyRecord, type Entity, type EntityName } from '../model/entity.ts';
import { Invalid } from '../model/problems.ts';
import { ENTITIES, entityOf } from '../model/registry.ts';
import { lockRecord } from '../store/records.ts';
import type { Road } from './road-type.ts';
import { survivorOf } from './survivor.ts';

type Refs = Record<string, AnyRecord>;
type ReferenceField = Extract<Field, { kind: 'reference' }>;

/** The field by which a merged record names the one that took its place: no reference that a person made. */
const MERGED_INTO = 'mergedInto';

const referenceFields = (entity: Entity): [string, ReferenceField][] =>
  Object.entries(entity.fields).filter(
    (entry): entry is [string, ReferenceField] => entry[1].kind === 'reference' && entry[0] !== MERGED_INTO,
  );

/** Fields of any entity that refer to records of this one. */
export const referrersTo = (name: EntityName): { entity: Entity; field: string; of: string | undefined }[] =>
  (Object.keys(ENTITIES) as EntityName[]).map(entityOf).flatMap((entity) =>
    referenceFields(entity)
      .filter(([, { to }]) => to === name)
      .map(([field, { of }]) => ({ entity, field, of })),
  );

/** Fields that must fit what the record refers to in another field, such as the contact of its customer. */
export const dependentsOf = (entity: Entity, parent: string): string[] =>
  referenceFields(entity)
    .filter(([, { of }]) => of === parent)
    .map(([name]) => name);

/**
 * The records a record refers to, deleted ones included: field name to record. One that was merged away stands for the
 * one that took its place. All are held so that none is merged away before this transaction ends.
 */
export const loadRefs = async (road: Pick<Road, 'db' | 'held'>, entity: Entity, record: AnyRecord): Promise<Refs> => {
  const refs: Refs = {};
  for (const [name, field] of referenceFields(entity)) {
    const id = record[name];
    if (typeof id !== 'number') continue;
    const target = entityOf(field.to);
    const load = (wanted: number): Promise<AnyRecord | null> => held(road, target, wanted);
    const found = await load(id);
    if (found) refs[name] = await survivorOf(target, found, load);
  }
  return refs;
};

const held = async (road: Pick<Road, 'db' | 'held'>, target: Entity, id: number): Promise<AnyRecord | null> => {
  const key = refOf(target, id);
  const known = road.held?.get(key);
  if (known !== undefined) return known;
  const found = await lockRecord(road.db, target, id, 'refer');
  road.held?.set(key, found);
  return found;
};

/** Field name to id, of the records that were found. */
export const idsOf = (refs: Refs): Record<string, number> =>
  Object.fromEntries(Object.entries(refs).map(([name, { id }]) => [name, id]));

interface Checked {
  record: AnyRecord;
  before: AnyRecord | null;
  refs: Refs;
  /** The values stood once already: what became of the records they refer to does not make them wrong. */
  stood: boolean;
}

const problemWith = (name: string, field: ReferenceField, checked: Checked): string | null => {
  const { record, before, refs, stood } = checked;
  const target = refs[name];
  const isNew = (of: string): boolean => before === null || before[of] !== record[of];
  if (!target || (target.deletedAt !== null && isNew(name) && !stood))
    return `That ${field.to} was deleted. Choose another.`;
  const parent = field.of;
  if (parent === undefined || target[parent] === record[parent]) return null;
  if (stood || (!isNew(name) && !isNew(parent))) return null;
  const home = refs[parent];
  return `${titleOf(entityOf(field.to), target)} does not belong to ${home ? titleOf(entityOf('customer'), home) : 'that customer'}.`;
};

/**
 * Holds that whatever the record refers to exists, and belongs to the same customer where the field says so and
 * somebody chose it just now: a contact may change firms without making old conversations wrong.
 * @throws Invalid
 */
export const checkRefs = (entity: Entity, checked: Checked): void => {
  const problems: Record<string, string> = {};
  for (const [name, field] of referenceFields(entity)) {
    if (checked.record[name] === null) continue;
    const problem = problemWith(name, field, checked);
    if (problem) problems[name] = problem;
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
};
