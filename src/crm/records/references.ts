import { refOf, titleOf, type Entity, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Invalid } from '../../model/errors.ts';
import { referenceFields, type ReferenceField } from '../../model/reference-fields.ts';
import { ENTITY_NAMES, entityOf } from '../../model/registry.ts';
import { lockRecords } from '../../store/many-records.ts';
import type { WriteContext } from '../context/index.ts';
import { mergeTargetsOf } from './merge-target.ts';

/** Field name to the record that it names. */
export type Refs = Record<string, AnyRecord>;

/** Fields of any entity that refer to records of this one. */
export function referrersTo(name: EntityName): { entity: Entity; field: string; of: string | undefined }[] {
  return ENTITY_NAMES.map(entityOf).flatMap((entity) =>
    referenceFields(entity)
      .filter(([, { to }]) => to === name)
      .map(([field, { of }]) => ({ entity, field, of })),
  );
}

/** Fields that must fit what the record refers to in another field, such as the contact of its customer. */
export function dependentsOf(entity: Entity, parent: string): string[] {
  return referenceFields(entity)
    .filter(([, { of }]) => of === parent)
    .map(([name]) => name);
}

/**
 * The records that each of these refers to, deleted ones included: field name to record. One that was merged away stands
 * for the one that took its place. All are held so that none is merged away before this transaction ends.
 */
export async function loadRefs(
  tx: Pick<WriteContext, 'db' | 'held'>,
  entity: Entity,
  records: readonly AnyRecord[],
): Promise<Refs[]> {
  const refs: Refs[] = records.map(() => ({}));
  for (const [name, field] of referenceFields(entity)) {
    const target = entityOf(field.to);
    const ids = [...new Set(records.map((record) => record[name]).filter((id) => typeof id === 'number'))];
    const found = await mergeTargetsOf(target, ids, (some) => held(tx, target, some));
    for (const [index, record] of records.entries()) {
      const to = found.get(Number(record[name]));
      if (to) (refs[index] as Refs)[name] = to;
    }
  }
  return refs;
}

/** Records that are referred to, held from now on; those that this request holds already are known. */
const held = async (
  { db, held: known }: Pick<WriteContext, 'db' | 'held'>,
  target: Entity,
  ids: readonly number[],
): Promise<Map<number, AnyRecord>> => {
  const found = new Map<number, AnyRecord>();
  for (const id of ids) {
    const record = known?.get(refOf(target, id));
    if (record) found.set(id, record);
  }
  const unknown = ids.filter((id) => known?.get(refOf(target, id)) === undefined);
  const locked = await lockRecords(db, target, unknown, 'refer');
  for (const id of unknown) known?.set(refOf(target, id), locked.get(id) ?? null);
  return new Map([...found, ...locked]);
};

/** Field name to id, of the records that were found. */
export function idsOf(refs: Refs): Record<string, number> {
  return Object.fromEntries(Object.entries(refs).map(([name, { id }]) => [name, id]));
}

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
  return `${titleOf(entityOf(field.to), target)} doesn’t belong to ${home ? titleOf(entityOf('customer'), home) : 'that customer'}. Choose another.`;
};

/**
 * Holds that whatever the record refers to exists, and belongs to the same customer where the field says so and
 * somebody chose it just now: a contact may change firms without making old conversations wrong.
 * @throws Invalid
 */
export function checkRefs(entity: Entity, checked: Checked): void {
  const problems: Record<string, string> = {};
  for (const [name, field] of referenceFields(entity)) {
    if (checked.record[name] === null) continue;
    const problem = problemWith(name, field, checked);
    if (problem) problems[name] = problem;
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
}
