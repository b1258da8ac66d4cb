import type { ReadContext, WriteContext } from '../context/index.ts';
import { helperFor, isOwn } from '../../model/access.ts';
import { may, type CrudAction, asRole } from '../../model/roles.ts';
import type { Actor } from '../../model/actor.ts';
import type { Entity, EntityName, EntityNamed, RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import type { Started } from '../../model/started.ts';
import { parseInput } from '../../model/parse.ts';
import { Forbidden } from '../../model/errors.ts';
import { entityOf, type RecordNamed } from '../../model/registry.ts';
import { addMatchKeys } from '../../store/match-keys.ts';
import { findRecord, insertRecords, lockRecord } from '../../store/records.ts';
import { mergeSince, type Overruled } from './conflicts.ts';
import { guard } from './invariants.ts';
import { countryFor } from './phone-country.ts';
import { settle } from './validate.ts';
import { startingValues } from './starting-values.ts';
import { gone, missing } from './merge-target.ts';
import { differences, trace, write } from './write-record.ts';

/*
 * The single path of every write. Form, button, command, import and undo all end in these four functions, which ask for
 * permission, read the record as it is, parse, apply the rules, and write the record with its audit entry and its
 * outbox entries in the transaction that `runInTransaction` opened. `merge.ts` and `revert.ts` take the same steps, with
 * `validate.ts` and `write-record.ts`.
 */

export type Input = Readonly<Record<string, unknown>>;

const nobodyCan = (entity: Entity, verb: CrudAction, actor: Actor): string => {
  const doing = { read: 'see', create: 'add', update: 'edit', remove: 'delete' }[verb];
  return entity.access[verb] === 'own' && actor.role === 'rep'
    ? `${asRole(actor.role)}, you can ${doing} only your own ${entity.plural}.`
    : `${asRole(actor.role)}, you can’t ${doing} ${entity.plural}.`;
};

/** @throws Forbidden, saying what is missing and who can help */
export function assertCan(actor: Actor, entity: Entity, verb: CrudAction, record: AnyRecord | null): void {
  const own = record === null || isOwn(entity, record, actor);
  if (may(entity.access, verb, actor.role, own)) return;
  const about = { entity: entity.name, ...(record && { recordId: record.id }) };
  throw new Forbidden(nobodyCan(entity, verb, actor), { ask: helperFor(entity.access[verb]), ...about });
}

export async function create<N extends EntityName>(tx: WriteContext, name: N, input: Input): Promise<RecordNamed<N>> {
  const [stored] = await storeNew(tx, entityOf(name), [await draftNew(tx, name, input)]);
  if (!stored) throw new Error(`${name}: nothing was stored`);
  return stored;
}

/** A new record as `storeNew` takes it: permitted, parsed, and held against every rule. @throws Forbidden, Invalid */
export async function draftNew(tx: WriteContext, name: EntityName, input: Input): Promise<AnyRecord> {
  const entity = entityOf(name);
  assertCan(tx.actor, entity, 'create', null);
  const moment = { actor: tx.actor, now: tx.crm.now(), settings: tx.crm.settings, stages: tx.stages };
  const start = startingValues(entity, moment);
  const values = { ...start, ...(await parse(tx, entity, input, null)) };
  const draft = { ...values, id: 0, version: 1, createdAt: tx.at, updatedAt: tx.at, deletedAt: null } as AnyRecord;
  const settled = await settle(tx, entity, draft, null);
  await guard(tx, entity, { before: null, after: settled }, start);
  return settled;
}

/** Where a new record began. An import that says nothing of it leaves the draft with the moment of the import. */
const startOf = (tx: WriteContext, { traits }: Entity, { createdAt }: AnyRecord): { started?: Started } => {
  if (!traits.keepsStart) return {};
  if (tx.origin.source !== 'import') return { started: 'here' };
  return { started: createdAt === tx.at ? 'unknown' : 'elsewhere' };
};

/** Writes new records as `draftNew` made them in this same transaction, with their traces. @returns them as stored, in order */
export async function storeNew<N extends EntityName>(
  tx: WriteContext,
  entity: EntityNamed<N>,
  drafts: readonly AnyRecord[],
): Promise<RecordNamed<N>[]> {
  const values = drafts.map((draft) => ({ ...fieldsOf(entity, draft), ...startOf(tx, entity, draft) }));
  const createdAt = drafts.map((draft) => draft.createdAt);
  const stored = await insertRecords(tx.db, entity, values, tx.at, createdAt);
  await addMatchKeys(tx.db, entity, stored);
  await trace(
    tx,
    entity,
    'create',
    stored.map((after) => ({ before: null, after })),
  );
  return stored;
}

/**
 * @param openedAt version of the record when the form was opened; without it the input wins over whatever is stored
 * @param overruled what others changed since and the person has seen
 */
export async function edit<N extends EntityName>(
  tx: WriteContext,
  ref: RecordRef<N>,
  input: Input,
  openedAt?: number,
  overruled?: Overruled,
): Promise<RecordNamed<N>> {
  const { before, after } = await draftEdit(tx, ref, input, openedAt, overruled);
  return after === before ? before : write(tx, entityOf(ref.entity), 'update', before, after);
}

/** What `edit` would write: the record as it is, which is held from now on, and as it would be; the same where nothing changes. */
export async function draftEdit<N extends EntityName>(
  tx: WriteContext,
  ref: RecordRef<N>,
  input: Input,
  openedAt?: number,
  overruled?: Overruled,
): Promise<{ before: RecordNamed<N>; after: AnyRecord }> {
  const entity = entityOf(ref.entity);
  const before = await hold(tx, ref);
  assertCan(tx.actor, entity, 'update', before);
  const mine = await parse(tx, entity, input, before);
  const values = openedAt === undefined ? mine : await mergeSince(tx.db, entity, before, mine, openedAt, overruled);
  const settled = await settle(tx, entity, { ...before, ...values }, before);
  return { before, after: Object.keys(differences(entity, before, settled)).length === 0 ? before : settled };
}

/** Hides the record; what refers to it keeps referring to it. */
export async function remove<N extends EntityName>(tx: WriteContext, ref: RecordRef<N>): Promise<RecordNamed<N>> {
  const entity = entityOf(ref.entity);
  const before = await hold(tx, ref);
  assertCan(tx.actor, entity, 'remove', before);
  return write(tx, entity, 'remove', before, { ...before, deletedAt: tx.at });
}

/** Brings a removed record back as it was. @throws Merged when another took its place: only undoing the merge helps then */
export async function restore(tx: WriteContext, ref: RecordRef): Promise<AnyRecord> {
  const entity = entityOf(ref.entity);
  const before = await lockRecord(tx.db, ref);
  if (!before) throw missing(ref);
  assertCan(tx.actor, entity, 'remove', before);
  if (before.deletedAt === null) return before;
  if (typeof before['mergedInto'] === 'number') throw await gone(tx.db, entity, before);
  return write(tx, entity, 'restore', before, { ...before, deletedAt: null });
}

const hold = async <N extends EntityName>(tx: WriteContext, ref: RecordRef<N>): Promise<RecordNamed<N>> => {
  const found = await lockRecord(tx.db, ref);
  if (found && found.deletedAt === null) return found;
  if (!found) throw missing(ref);
  throw await gone(tx.db, entityOf(ref.entity), found);
};

const parse = async (
  tx: WriteContext,
  entity: Entity,
  input: Input,
  before: AnyRecord | null,
): Promise<Record<string, Value>> => {
  const { currency: usual, locale } = tx.crm.settings;
  const currency = String(input['currency'] ?? before?.['currency'] ?? usual);
  const country = await countryFor(tx, entity, input, before);
  return parseInput(entity, input, { currency, locale, country });
};

const fieldsOf = (entity: Entity, record: AnyRecord): Record<string, Value> =>
  Object.fromEntries(Object.keys(entity.fields).map((name) => [name, record[name] ?? null]));

/** The record, if it exists, is not deleted and this person may see it. @throws NotFound, Forbidden */
export async function readRecord<N extends EntityName>(ctx: ReadContext, ref: RecordRef<N>): Promise<RecordNamed<N>> {
  const entity = entityOf(ref.entity);
  const found = await findRecord(ctx.crm.database.db, ref);
  if (!found) throw missing(ref);
  if (found.deletedAt !== null) throw await gone(ctx.crm.database.db, entity, found);
  assertCan(ctx.actor, entity, 'read', found);
  return found;
}
