import { may } from '../model/access.ts';
import type { Actor } from '../model/actor.ts';
import { titleOf, type AnyRecord, type Entity, type EntityName } from '../model/entity.ts';
import { Ambiguous, Merged, NotFound } from '../model/problems.ts';
import { entityOf, RECORDS } from '../model/registry.ts';
import { cut, fold, sought } from '../model/words.ts';
import { searchRecords } from '../store/records.ts';
import type { Value } from '../model/fields.ts';
import type { Crm } from './crm.ts';
import { readRecord } from './road.ts';

export interface Found {
  entity: Entity;
  record: AnyRecord;
}

/** Everything with an id that people can type. */
const REFERABLE: readonly EntityName[] = [...RECORDS, 'followUp'];

const readable = (actor: Actor, names: readonly EntityName[]): Entity[] =>
  names.map(entityOf).filter((entity) => may(entity.access, 'read', actor.role, true));

/** `D-42`, `d42` -> the deal with id 42; null when the words are no id. */
export const readId = (words: string): { name: EntityName; id: number } | null => {
  const match = /^([a-z])-?(\d{1,15})$/i.exec(words.trim());
  const entity = match && REFERABLE.map(entityOf).find(({ prefix }) => prefix === match[1]?.toUpperCase());
  return entity ? { name: entity.name, id: Number(match[2]) } : null;
};

/** Everything that matches, best first within each entity. `only` and `where` narrow it. */
export const find = async (
  crm: Crm,
  actor: Actor,
  words: string,
  {
    only = RECORDS,
    where,
    limit = 20,
  }: { only?: readonly EntityName[]; where?: Record<string, Value>; limit?: number } = {},
): Promise<Found[]> => {
  const byEntity = await Promise.all(
    readable(actor, only).map(async (entity) => {
      const records = await searchRecords(crm.database.knex, entity, {
        words: sought(words),
        limit,
        ...(where && { where }),
      });
      return records.map((record) => ({ entity, record }));
    }),
  );
  const wanted = fold(words);
  const rank = ({ entity, record }: Found): number => {
    const title = fold(titleOf(entity, record));
    if (title === wanted) return 0;
    return title.startsWith(wanted) ? 1 : title.includes(wanted) ? 2 : 3;
  };
  return byEntity
    .flat()
    .map((found) => ({ found, at: rank(found) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, limit)
    .map(({ found }) => found);
};

/**
 * The one record that the words mean: an id, or the start of a name.
 * @throws NotFound, Ambiguous (with the candidates), Forbidden
 */
export const resolve = async (
  crm: Crm,
  actor: Actor,
  words: string,
  only: readonly EntityName[] = REFERABLE,
): Promise<Found> => {
  const id = readId(words);
  if (id) return { entity: entityOf(id.name), record: await readRecord(crm, actor, id.name, id.id) };
  const wanted = fold(words);
  if (wanted === '') throw new NotFound('Name a record: its id, such as D-42, or the start of its name.');
  const all = (await find(crm, actor, words, { only: only.filter((name) => name !== 'interaction'), limit: 50 })).map(
    (found) => ({
      ...found,
      title: fold(titleOf(found.entity, found.record)),
    }),
  );
  const exact = all.filter(({ title }) => title === wanted);
  const starting = all.filter(({ title }) => title.startsWith(wanted));
  const fitting = exact.length > 0 ? exact : starting;
  const [first, second] = fitting;
  const called = cut(words.trim(), 60);
  if (first && !second) return { entity: first.entity, record: first.record };
  if (!first) throw new NotFound(`Nothing is called “${called}”. Look for it with \`/crm find ${called}\`.`);
  throw new Ambiguous(
    words.trim(),
    fitting.map(({ entity, record }) => ({ entity: entity.name, id: record.id, title: titleOf(entity, record) })),
  );
};

/**
 * The same, where a record that was merged away leads to the one that took its place; `merged` says so in plain words.
 * @throws as resolve
 */
export const resolveSurvivor = async (
  crm: Crm,
  actor: Actor,
  words: string,
  only?: readonly EntityName[],
): Promise<Found & { merged?: string }> => {
  try {
    return await resolve(crm, actor, words, only);
  } catch (error) {
    if (!(error instanceof Merged)) throw error;
    const { entity, id } = error.into;
    return { entity: entityOf(entity), record: await readRecord(crm, actor, entity, id), merged: error.message };
  }
};
