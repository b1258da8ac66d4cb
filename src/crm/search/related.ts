import { type ReadContext, pipelineOf, type Crm } from '../context/index.ts';
import { may } from '../../model/roles.ts';
import type { Entity, EntityName, RecordRef } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { fieldTo, referenceFields, stageFieldOf } from '../../model/reference-fields.ts';
import { entityOf } from '../../model/registry.ts';
import { findRecord, findRecords, listRecords } from '../../store/records.ts';
import type { Found } from './find.ts';

/** Records of one entity that belong to a record of another. */
export interface Related {
  entity: Entity;
  /** Narrowed to those that are open, where some are. */
  open: boolean;
  found: Found[];
  /** How many there are in all. */
  total: number;
}

type RecordConditions = Readonly<Record<string, Value>>;

/** RecordConditions a record names the other by itself: the customer of a deal. */
const namedBy = async (crm: Crm, { entity, record }: Found, wanted: Entity): Promise<Found[]> => {
  const id = record[fieldTo(entity, wanted.name) ?? ''];
  if (typeof id !== 'number') return [];
  const named = (await findRecords(crm.database.db, wanted, [id])).get(id);
  return named?.deletedAt === null ? [{ entity: wanted, record: named }] : [];
};

/** By what the others are looked for: those that name the record, or else those of the same customer. */
const lookups = ({ entity, record }: Found, wanted: Entity): RecordConditions[] => {
  const direct = fieldTo(wanted, entity.name);
  const shared = referenceFields(entity).filter(([, { to }]) => !entityOf(to).traits.isColleague);
  const beside = shared.flatMap(([name, { to }]): RecordConditions[] => {
    const field = fieldTo(wanted, to);
    return field === undefined || typeof record[name] !== 'number' ? [] : [{ [field]: record[name] }];
  });
  return [...(direct === undefined ? [] : [{ [direct]: record.id }]), ...beside];
};

const relatedOf = async (crm: Crm, found: Found, wanted: Entity, limit: number): Promise<Related | null> => {
  const named = await namedBy(crm, found, wanted);
  if (named.length > 0) return { entity: wanted, open: false, found: named, total: 1 };
  const stage = stageFieldOf(wanted);
  const openStages = (await pipelineOf(crm)).filter(({ outcome }) => outcome === 'open').map(({ id }) => id);
  // Closed ones are better than none.
  for (const narrowing of stage === undefined ? [null] : [{ [stage]: openStages }, null]) {
    for (const where of lookups(found, wanted)) {
      const options = { where: { ...where, ...narrowing }, limit };
      const { records, total } = await listRecords(crm.database.db, wanted, options);
      const all = records.map((record) => ({ entity: wanted, record }));
      if (total > 0) return { entity: wanted, open: narrowing !== null, found: all, total };
    }
  }
  return null;
};

/**
 * What of those entities belongs to a record, as far as this person may see it: the open deals of a customer.
 * @param limit records of each entity
 */
export async function relatedRecords(
  ctx: ReadContext,
  ref: RecordRef,
  { wanted, limit }: { wanted: readonly EntityName[]; limit: number },
): Promise<Related[]> {
  const record = await findRecord(ctx.crm.database.db, ref);
  if (!record) return [];
  const found = { entity: entityOf(ref.entity), record };
  const entities = wanted.map(entityOf).filter((entity) => may(entity.access, 'read', ctx.actor.role, true));
  const all: Related[] = [];
  for (const entity of entities) {
    const related = await relatedOf(ctx.crm, found, entity, limit);
    if (related) all.push(related);
  }
  return all;
}
