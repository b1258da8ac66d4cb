import { may } from '../model/access.ts';
import type { Actor } from '../model/actor.ts';
import { refOf, titleOf, type AnyRecord, type Entity, type EntityName } from '../model/entity.ts';
import { Ambiguous, Merged, NotFound } from '../model/problems.ts';
import { entityOf, RECORDS } from '../model/registry.ts';
import { notationsOf } from '../model/phone.ts';
import { cut, fold, sought } from '../model/words.ts';
import { findRecord } from '../store/records.ts';
import { searchRecords } from '../store/search.ts';
import type { Value } from '../model/fields.ts';
import type { Crm } from './crm.ts';
import { misspelt } from './misspelt.ts';
import { readRecord } from './road.ts';

export interface Found {
  entity: Entity;
  record: AnyRecord;
  /** Nothing matches what was typed, but this is a slip of the pen away from it. */
  nearly?: true;
}

interface Narrowed {
  only?: readonly EntityName[];
  where?: Record<string, Value>;
  limit?: number;
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

/**
 * Everything that matches, the best first: names before what is said of them. Phone numbers match in every notation, ids
 * as they are. Where nothing matches, what is a slip of the pen away (`nearly`). `only` and `where` narrow it.
 */
export const find = async (
  crm: Crm,
  actor: Actor,
  words: string,
  { only = RECORDS, where, limit = 20 }: Narrowed = {},
): Promise<Found[]> => {
  const typed = sought(words);
  const entities = readable(actor, only);
  const all = [...(await byId(crm, typed, entities)), ...(await matching(crm, typed, entities, { where, limit }))];
  if (all.length > 0 || where) return best(all, typed, limit);
  const guessed = await Promise.all(
    entities.map(async (entity) =>
      (await misspelt(crm.database.knex, entity, typed, limit)).map((record) => ({
        entity,
        record,
        nearly: true as const,
      })),
    ),
  );
  return guessed.flat().slice(0, limit);
};

/** The record with that id, when the words are one. */
const byId = async (crm: Crm, typed: string, entities: readonly Entity[]): Promise<Found[]> => {
  const id = readId(typed);
  const entity = entities.find(({ name }) => name === id?.name);
  const record = id && entity ? await findRecord(crm.database.knex, entity, id.id) : null;
  return entity && record?.deletedAt === null ? [{ entity, record }] : [];
};

const matching = async (
  crm: Crm,
  typed: string,
  entities: readonly Entity[],
  { where, limit }: { where: Record<string, Value> | undefined; limit: number },
): Promise<Found[]> => {
  const found: Found[] = [];
  for (const entity of entities) {
    const kinds = Object.values(entity.fields).map(({ kind }) => kind);
    const notations = kinds.includes('phone') ? notationsOf(typed, crm.settings.locale) : [];
    for (const words of [typed, ...notations]) {
      const records = await searchRecords(crm.database.knex, entity, { words, limit, ...(where && { where }) });
      found.push(...records.map((record) => ({ entity, record })));
    }
  }
  return found;
};

/** Each once, the nearest to what was typed first. */
const best = (all: readonly Found[], typed: string, limit: number): Found[] => {
  const wanted = fold(typed);
  const rank = ({ entity, record }: Found): number => {
    const title = fold(titleOf(entity, record));
    if (title === wanted) return 0;
    return title.startsWith(wanted) ? 1 : title.includes(wanted) ? 2 : 3;
  };
  const refs = all.map(({ entity, record }) => refOf(entity, record.id));
  return all
    .filter((_found, at) => refs.indexOf(refs[at] ?? '') === at)
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
