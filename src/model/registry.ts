import type { Entity, EntityName, EntityNamed } from './entity.ts';
import { ENTITIES, RECORDS } from './entities/all.ts';

export { ENTITIES, RECORDS };

export type Entities = typeof ENTITIES;

/** The entity of that name, with its field types forgotten: for code that works with all of them alike. */
export function entityOf<N extends EntityName>(name: N): EntityNamed<N> {
  return ENTITIES[name] as unknown as EntityNamed<N>;
}

export function isEntityName(name: unknown): name is EntityName {
  return typeof name === 'string' && Object.hasOwn(ENTITIES, name);
}

/** `deal`, `deals` or `Deals` -> the deal entity; undefined when nothing is called that. */
export function entityCalled(word: string): Entity | undefined {
  const wanted = word.toLowerCase();
  return RECORDS.map(entityOf).find((entity) => entity.name === wanted || entity.plural === wanted);
}
