import type { Entity, EntityName, EntityNamed } from './entity.ts';
import type { AnyRecord, RecordOf } from './record.ts';
import type { Traits } from './traits.ts';
import { ENTITIES, RECORDS } from './entities/all.ts';

export { ENTITIES, RECORDS };

export type Entities = typeof ENTITIES;

export const ENTITY_NAMES: readonly EntityName[] = Object.keys(ENTITIES).filter(isEntityName);

/** The entity of that name, with its field types forgotten: for code that works with all of them alike. */
export function entityOf<N extends EntityName>(name: N): EntityNamed<N> {
  return ENTITIES[name] as unknown as EntityNamed<N>;
}

/** The record of an entity by its name; of fields that nobody knows where it may be any of them. */
export type RecordNamed<N extends EntityName> = EntityName extends N ? AnyRecord : RecordOf<Entities[N]>;

/** Names of the entities that are declared with a trait. */
export type EntityWith<K extends keyof Traits> = {
  [N in EntityName]: Entities[N]['traits'] extends Readonly<Record<K, unknown>> ? N : never;
}[EntityName];

export function hasTrait<K extends keyof Traits>(name: EntityName, trait: K): name is EntityWith<K> {
  return entityOf(name).traits[trait] !== undefined;
}

/** Those declared with a trait, in the order of the declarations. */
export function entitiesWith<K extends keyof Traits>(trait: K): EntityWith<K>[] {
  return ENTITY_NAMES.filter((name) => hasTrait(name, trait));
}

export function isEntityName(name: unknown): name is EntityName {
  return typeof name === 'string' && Object.hasOwn(ENTITIES, name);
}

/** `deal`, `deals` or `Deals` -> the deal entity; undefined when nothing is called that. */
export function entityCalled(word: string): Entity | undefined {
  const wanted = word.toLowerCase();
  return RECORDS.map(entityOf).find((entity) => entity.name === wanted || entity.plural === wanted);
}
