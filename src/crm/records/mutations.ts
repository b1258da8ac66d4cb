import { helperFor, isOwn, may, ROLE_LABELS, type Verb } from '../../model/access.ts';
import type { Actor } from '../../model/actor.ts';
import type { AnyRecord, Entity, EntityName, RecordRef } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { parseInput } from '../../model/parse.ts';
import { Forbidden } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { addMatchKeys } from '../../store/match-keys.ts';
import { findRecord, insertRecords, lockRecord } from '../../store/records.ts';
import { mergeSince, type Overruled } from './conflicts.ts';
import type { Crm } from '../context/crm.ts';
import { guard } from './invariants.ts';
import type { Road } from '../context/write-context.ts';
import { settle } from './validate.ts';
import { startingValues } from './starting-values.ts';
import { gone, missing } from './merge-target.ts';
import { differences, trace, write } from './write-record.ts';

/*
 * The one road for every write. Form, button, command, import and undo all end in these four functions, which ask for
 * permission, read the record as it is, parse, apply the rules, and write the record with its audit entry and its
 * outbox entries in the transaction that `carryOut` opened. `merge.ts` and `take-back.ts` take the same steps, with
 * `settle.ts` and `write.ts`.
 */

export type Input = Readonly<Record<string, unknown>>;

const nobodyCan = (entity: Entity, verb: Verb, actor: Actor): string => {
  const doing = { read: 'see', create: 'add', update: 'change', remove: 'delete' }[verb];
  const which =
    entity.access[verb] === 'own' && actor.role === 'rep' ? `only ${entity.plural} of your own` : `no ${entity.plural}`;
  return `Your role, ${ROLE_LABELS[actor.role]}, may ${doing} ${which}.`;
};

/** @throws Forbidden, saying what is missing and who can help */
export const demand = (actor: Actor, entity: Entity, verb: Verb, record: AnyRecord | null): void => {
  const own = record === null || isOwn(entity, record, actor);
  if (may(entity.access, verb, actor.role, own)) return;
  const about = { entity: entity.name, ...(record && { recordId: record.id }) };
  throw new Forbidden(nobodyCan(entity, verb, actor), { ask: helperFor(entity.access[verb]), ...about });
};

export const create = async (road: Road, name: EntityName, input: Input): Promise<AnyRecord> => {
  const [stored] = await storeNew(road, entityOf(name), [await draftNew(road, name, input)]);
  if (!stored) throw new Error(`${name}: nothing was stored`);
  return stored;
};

/** A new record as `storeNew` takes it: permitted, parsed, and held against every rule. @throws Forbidden, Invalid */
export const draftNew = async (road: Road, name: EntityName, input: Input): Promise<AnyRecord> => {
  const entity = entityOf(name);
  demand(road.actor, entity, 'create', null);
  const moment = { actor: road.actor, now: road.crm.now(), settings: road.crm.settings, stages: road.stages };
  const start = startingValues(entity, moment);
  const values = { ...start, ...parse(road, entity, input, null) };
  const draft = { ...values, id: 0, version: 1, createdAt: road.at, updatedAt: road.at, deletedAt: null } as AnyRecord;
  const settled = await settle(road, entity, draft, null);
  await guard(road, entity, { before: null, after: settled }, start);
  return settled;
};

/** Writes new records as `draftNew` made them in this same transaction, with their traces. @returns them as stored, in order */
export const storeNew = async (road: Road, entity: Entity, drafts: readonly AnyRecord[]): Promise<AnyRecord[]> => {
  const values = drafts.map((draft) => fieldsOf(entity, draft));
  const stored = await insertRecords(road.db, entity, values, road.at);
  await addMatchKeys(road.db, entity, stored);
  await trace(
    road,
    entity,
    'create',
    stored.map((after) => ({ before: null, after })),
  );
  return stored;
};

/**
 * @param openedAt version of the record when the form was opened; without it the input wins over whatever is stored
 * @param overruled what others changed since and the person has seen
 */
export const edit = async (
  road: Road,
  ref: RecordRef,
  input: Input,
  openedAt?: number,
  overruled?: Overruled,
): Promise<AnyRecord> => {
  const { before, after } = await draftEdit(road, ref, input, openedAt, overruled);
  return after === before ? before : write(road, entityOf(ref.entity), 'update', before, after);
};

/** What `edit` would write: the record as it is, which is held from now on, and as it would be; the same where nothing changes. */
export const draftEdit = async (
  road: Road,
  ref: RecordRef,
  input: Input,
  openedAt?: number,
  overruled?: Overruled,
): Promise<{ before: AnyRecord; after: AnyRecord }> => {
  const entity = entityOf(ref.entity);
  const before = await hold(road, ref);
  demand(road.actor, entity, 'update', before);
  const mine = parse(road, entity, input, before);
  const values = openedAt === undefined ? mine : await mergeSince(road.db, entity, before, mine, openedAt, overruled);
  const settled = await settle(road, entity, { ...before, ...values }, before);
  return { before, after: Object.keys(differences(entity, before, settled)).length === 0 ? before : settled };
};

/** Hides the record; what refers to it keeps referring to it. */
export const remove = async (road: Road, ref: RecordRef): Promise<AnyRecord> => {
  const entity = entityOf(ref.entity);
  const before = await hold(road, ref);
  demand(road.actor, entity, 'remove', before);
  return write(road, entity, 'remove', before, { ...before, deletedAt: road.at });
};

/** Brings a removed record back as it was. @throws Merged when another took its place: only undoing the merge helps then */
export const restore = async (road: Road, ref: RecordRef): Promise<AnyRecord> => {
  const entity = entityOf(ref.entity);
  const before = await lockRecord(road.db, ref);
  if (!before) throw missing(ref);
  demand(road.actor, entity, 'remove', before);
  if (before.deletedAt === null) return before;
  if (typeof before['mergedInto'] === 'number') throw await gone(road.db, entity, before);
  return write(road, entity, 'restore', before, { ...before, deletedAt: null });
};

const hold = async (road: Road, ref: RecordRef): Promise<AnyRecord> => {
  const found = await lockRecord(road.db, ref);
  if (found && found.deletedAt === null) return found;
  if (!found) throw missing(ref);
  throw await gone(road.db, entityOf(ref.entity), found);
};

const parse = (road: Road, entity: Entity, input: Input, before: AnyRecord | null): Record<string, Value> => {
  const { currency, locale } = road.crm.settings;
  return parseInput(entity, input, { currency: String(input['currency'] ?? before?.['currency'] ?? currency), locale });
};

const fieldsOf = (entity: Entity, record: AnyRecord): Record<string, Value> =>
  Object.fromEntries(Object.keys(entity.fields).map((name) => [name, record[name] ?? null]));

/** The record, if it exists, is not deleted and this person may see it. @throws NotFound, Forbidden */
export const readRecord = async (crm: Crm, actor: Actor, ref: RecordRef): Promise<AnyRecord> => {
  const entity = entityOf(ref.entity);
  const found = await findRecord(crm.database.knex, ref);
  if (!found) throw missing(ref);
  if (found.deletedAt !== null) throw await gone(crm.database.knex, entity, found);
  demand(actor, entity, 'read', found);
  return found;
};
