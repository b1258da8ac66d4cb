import type { AnyRecord, Entity } from '../model/entity.ts';
import type { Field } from '../model/fields.ts';
import { titleOf } from '../model/entity.ts';
import { Invalid } from '../model/problems.ts';
import { entityOf } from '../model/registry.ts';
import type { Db } from '../store/database.ts';
import { findRecord } from '../store/records.ts';

type Refs = Record<string, AnyRecord>;
type ReferenceField = Extract<Field, { kind: 'reference' }>;

const referenceFields = (entity: Entity): [string, ReferenceField][] =>
  Object.entries(entity.fields).filter((entry): entry is [string, ReferenceField] => entry[1].kind === 'reference');

/** The records a record refers to, deleted ones included: field name to record. */
export const loadRefs = async (db: Db, entity: Entity, record: AnyRecord): Promise<Refs> => {
  const refs: Refs = {};
  for (const [name, field] of referenceFields(entity)) {
    const id = record[name];
    if (typeof id !== 'number') continue;
    const found = await findRecord(db, entityOf(field.to), id);
    if (found) refs[name] = found;
  }
  return refs;
};

const problemWith = (
  name: string,
  field: ReferenceField,
  record: AnyRecord,
  before: AnyRecord | null,
  refs: Refs,
): string | null => {
  const target = refs[name];
  const changed = before === null || before[name] !== record[name];
  if (!target || (target.deletedAt !== null && changed)) return `That ${field.to} was deleted. Choose another.`;
  const parent = field.of;
  if (parent === undefined || target[parent] === record[parent]) return null;
  const home = refs[parent];
  return `${titleOf(entityOf(field.to), target)} does not belong to ${home ? titleOf(entityOf('customer'), home) : 'that customer'}.`;
};

/**
 * Holds that whatever the record refers to exists, and belongs to the same customer where the field says so.
 * @throws Invalid
 */
export const checkRefs = (entity: Entity, record: AnyRecord, before: AnyRecord | null, refs: Refs): void => {
  const problems: Record<string, string> = {};
  for (const [name, field] of referenceFields(entity)) {
    if (record[name] === null) continue;
    const problem = problemWith(name, field, record, before, refs);
    if (problem) problems[name] = problem;
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
};
