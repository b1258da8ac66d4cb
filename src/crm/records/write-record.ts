import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { NotFound } from '../../model/errors.ts';
import { writeAudits, type NewEntry, type Write } from '../../store/audit/audit-log.ts';
import type { Changes } from '../../store/audit/audit-row.ts';
import { AT_ONCE, inBatches } from '../../store/batches.ts';
import { isAnyErased } from '../../store/erase.ts';
import { updateRecords } from '../../store/many-records.ts';
import { isMatched, renewMatchKeys } from '../../store/match-keys.ts';
import { allStages } from '../../store/stages.ts';
import { announce } from '../notifications/announce/index.ts';
import { keepTriggers } from '../jobs/index.ts';
import { guard, isGuarded } from './invariants.ts';
import type { WriteContext } from '../context/index.ts';

/** A record as it was, and as it is to be. */
export interface Rewrite {
  before: AnyRecord;
  after: AnyRecord;
}

/** Writes a record over the version that is held, and leaves its trace. @throws NotFound, Invalid, Forbidden */
export async function write(
  tx: WriteContext,
  entity: Entity,
  verb: Write,
  before: AnyRecord,
  after: AnyRecord,
): Promise<AnyRecord> {
  return (await writeAll(tx, entity, verb, [{ before, after }]))[0] as AnyRecord;
}

/** Writes many records of one entity. Entities whose invariants read other records are written one by one, so that each sees the earlier writes. */
export function writeAll(tx: WriteContext, entity: Entity, verb: Write, all: readonly Rewrite[]): Promise<AnyRecord[]> {
  return inBatches(all, isGuarded(entity) ? 1 : AT_ONCE, (some) => writeSome(tx, entity, verb, some));
}

const writeSome = async (
  tx: WriteContext,
  entity: Entity,
  verb: Write,
  some: readonly Rewrite[],
): Promise<AnyRecord[]> => {
  const ids = some.map(({ before }) => before.id);
  if (await isAnyErased(tx.db, entity.name, ids)) throw new NotFound('That record was permanently erased.');
  for (const each of some) await guard(tx, entity, each);
  const changed = some.map(({ before, after }) => Object.keys(differences(entity, before, after)));
  const fields = [...new Set(changed.flat())];
  const after = some.map((each) => each.after);
  const stored = await updateRecords(tx.db, entity, after, { fields, at: tx.at });
  const matched = stored.filter((_, index) => isMatched(entity, changed[index] ?? []));
  await renewMatchKeys(tx.db, entity, matched);
  const traced = stored.map((record, index) => ({ before: some[index]?.before ?? null, after: record }));
  await trace(tx, entity, verb, traced);
  return stored;
};

/** Leaves the audit entries and what subscribers are to hear, in the same transaction as the writes. */
export async function trace(
  tx: WriteContext,
  entity: Entity,
  verb: Write,
  all: readonly { before: AnyRecord | null; after: AnyRecord }[],
): Promise<void> {
  const changes = all.map(({ before, after }) => ({
    entity: entity.name,
    verb,
    record: after,
    changes: differences(entity, before, after),
  }));
  await writeAudits(
    tx.db,
    changes.map(({ record, ...change }) => entryOf(tx, { ...change, recordId: record.id })),
  );
  await announce(tx, changes);
  for (const { record } of changes) await keepTriggers(tx.db, tx.crm, entity.name, record);
  // Later writes of this transaction use the stages as they are now.
  if (entity.name === 'stage') tx.stages = await allStages(tx.db);
}

/** What differs between two versions of a record: field name to [before, after]. */
export function differences(entity: Entity, before: AnyRecord | null, after: AnyRecord): Changes {
  const names = [...Object.keys(entity.fields), 'deletedAt'];
  const pairs = names.map((name): [string, [Value, Value]] => [name, [before?.[name] ?? null, after[name] ?? null]]);
  return Object.fromEntries(pairs.filter(([, [was, is]]) => was !== is));
}

/** An entry of the audit trail, as this request writes it. */
export function entryOf(tx: WriteContext, what: Pick<NewEntry, 'verb' | 'entity' | 'recordId' | 'changes'>): NewEntry {
  return {
    at: tx.at,
    act: tx.act,
    slackUserId: tx.actor.slackUserId,
    slackTeamId: tx.actor.slackTeamId,
    employeeId: tx.actor.employeeId,
    source: tx.origin.source,
    ...what,
  };
}
