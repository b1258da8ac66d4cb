import type { Entity, EntityName } from './entity.ts';
import type { Field, Value } from './fields.ts';
import type { AnyRecord } from './record.ts';
import { entityOf, RECORDS } from './registry.ts';

export type ReferenceField = Extract<Field, { kind: 'reference' }>;

/** The field by which a merged record names the one that took its place: no reference that a person made. */
const MERGED_INTO = 'mergedInto';

/** The fields in which records of an entity name others, as people choose them. */
export function referenceFields(entity: Entity): [string, ReferenceField][] {
  return Object.entries(entity.fields).filter(
    (entry): entry is [string, ReferenceField] => entry[1].kind === 'reference' && entry[0] !== MERGED_INTO,
  );
}

/** The field in which records of an entity name those of another. */
export function fieldTo(entity: Entity, to: EntityName): string | undefined {
  return referenceFields(entity).find(([, field]) => field.to === to)?.[0];
}

/** The field that says in which stage of the pipeline a record is; undefined where its entity has none. */
export function stageFieldOf(entity: Entity): string | undefined {
  return Object.entries(entity.fields).find(([, { kind }]) => kind === 'stage')?.[0];
}

/** What records of an entity can be about: whatever they refer to but the colleagues who made them. */
export function subjectsOf(entity: Entity): EntityName[] {
  return RECORDS.filter((name) => fieldTo(entity, name) !== undefined && !entityOf(name).traits.isColleague);
}

/**
 * What a new record says of the record that it is about: the reference to it, and to the record that both belong to.
 * @returns `{ customer: 7, deal: 42 }` for an interaction about deal 42
 */
export function valuesAbout(created: Entity, about: { entity: Entity; record: AnyRecord }): Record<string, Value> {
  const own = referenceFields(created).find(([, { to }]) => to === about.entity.name);
  if (!own) return {};
  const [name, { of: parent }] = own;
  return {
    ...(parent !== undefined && { [parent]: about.record[parent] ?? null }),
    [name]: about.record.id,
  };
}

/** Id of the record of another entity that this one belongs to; its own where it is one itself. */
export function idWithin({ entity, record }: { entity: Entity; record: AnyRecord }, of: EntityName): Value {
  return entity.name === of ? record.id : (record[fieldTo(entity, of) ?? ''] ?? null);
}
