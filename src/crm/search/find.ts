import type { ReadContext, Crm } from '../context/index.ts';
import { may } from '../../model/roles.ts';
import type { Actor } from '../../model/actor.ts';
import { refOf, titleOf, type Entity, type EntityName, type EntityNamed, type RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf, RECORDS, type RecordNamed } from '../../model/registry.ts';
import { notationsOf } from '../../model/phone.ts';
import { readReference, refText } from '../../model/typed-reference.ts';
import { normalizeText, sought } from '../../model/text/text.ts';
import { employeeOf } from '../../store/team/employees.ts';
import { findRecord } from '../../store/records.ts';
import { searchRecords } from '../../store/search.ts';
import type { Value } from '../../model/fields.ts';
import { recordsCalled } from '../source-keys/index.ts';
import { misspelt } from './misspelt.ts';

export interface Found {
  entity: Entity;
  record: AnyRecord;
  /** Nothing matches what was typed, but this is a slip of the pen away from it. */
  nearly?: true;
}

/** A record found where only some entities were looked for. */
export type FoundNamed<N extends EntityName> = Omit<Found, 'entity' | 'record'> & {
  entity: EntityNamed<N>;
  record: RecordNamed<N>;
};

interface Narrowed {
  only?: readonly EntityName[];
  where?: Record<string, Value>;
  limit?: number;
}

const readable = (actor: Actor, names: readonly EntityName[]): Entity[] =>
  names.map(entityOf).filter((entity) => may(entity.access, 'read', actor.role, true));

/**
 * Everything that matches, the best first: names before what is said of them. Phone numbers match in every notation, ids
 * as they are. Where nothing matches, what is a slip of the pen away (`nearly`). `only` and `where` narrow it.
 */
export async function find(
  ctx: ReadContext,
  words: string,
  { only = RECORDS, where, limit = 20 }: Narrowed = {},
): Promise<Found[]> {
  const entities = readable(ctx.actor, only);
  const reference = readReference(sought(words));
  if ('slackUserId' in reference) return byMention(ctx.crm, reference.slackUserId, entities);
  const [typed, ref] = 'ref' in reference ? [refText(reference.ref), reference.ref] : [reference.name, null];
  const keyed = where ? [] : await bySourceKey(ctx.crm, words, entities);
  const all = [
    ...(ref ? await byRef(ctx.crm, ref, entities) : []),
    ...keyed,
    ...(await matching(ctx.crm, typed, entities, { where, limit })),
  ];
  if (all.length > 0 || where) return best(all, typed, limit, keyed);
  const guessed = await Promise.all(
    entities.map(async (entity) =>
      (await misspelt(ctx.crm.database.db, entity, typed, limit)).map((record) => ({
        entity,
        record,
        nearly: true as const,
      })),
    ),
  );
  return guessed.flat().slice(0, limit);
}

const byRef = async (crm: Crm, ref: RecordRef, entities: readonly Entity[]): Promise<Found[]> => {
  const entity = entities.find(({ name }) => name === ref.entity);
  const record = entity ? await findRecord(crm.database.db, ref) : null;
  return entity && record?.deletedAt === null ? [{ entity, record }] : [];
};

/** By the ID that another system knows it by. */
const bySourceKey = async (crm: Crm, words: string, entities: readonly Entity[]): Promise<Found[]> => {
  const all = await Promise.all(
    entities.map(async (entity) =>
      (await recordsCalled(crm, entity.name, sought(words))).map((record) => ({ entity, record })),
    ),
  );
  return all.flat();
};

const byMention = async (crm: Crm, slackUserId: string, entities: readonly Entity[]): Promise<Found[]> => {
  const entity = entities.find(({ traits }) => traits.isColleague);
  const record = entity ? await employeeOf(crm.database.db, slackUserId) : null;
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
      const records = await searchRecords(crm.database.db, entity, { words, limit, ...(where && { where }) });
      found.push(...records.map((record) => ({ entity, record })));
    }
  }
  return found;
};

/** Each once, the nearest to what was typed first. @param exact those that are meant for certain */
const best = (all: readonly Found[], typed: string, limit: number, exact: readonly Found[]): Found[] => {
  const wanted = normalizeText(typed);
  const certain = new Set(exact.map(({ entity, record }) => refOf(entity, record.id)));
  const rank = ({ entity, record }: Found): number => {
    if (certain.has(refOf(entity, record.id))) return 0;
    const title = normalizeText(titleOf(entity, record));
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
