import type { AnyRecord, Entity } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { NotFound } from '../../model/errors.ts';
import { writeAudits, type Changes, type NewEntry, type Write } from '../../store/audit/audit-log.ts';
import { AT_ONCE, inBatches } from '../../store/batches.ts';
import { isAnyErased } from '../../store/erase.ts';
import { updateRecords } from '../../store/many-records.ts';
import { isMatched, renewMatchKeys } from '../../store/match-keys.ts';
import { allStages } from '../../store/stages.ts';
import { announce } from '../notifications/announce/announce.ts';
import { keepTimers } from '../jobs/triggers.ts';
import { guard, isGuarded } from './invariants.ts';
import type { Road } from '../context/write-context.ts';

/** A record as it was, and as it is to be. */
export interface Rewrite {
  before: AnyRecord;
  after: AnyRecord;
}

/** Writes a record over the version that is held, and leaves its trace. @throws NotFound, Invalid, Forbidden */
export const write = async (
  road: Road,
  entity: Entity,
  verb: Write,
  before: AnyRecord,
  after: AnyRecord,
): Promise<AnyRecord> => (await writeAll(road, entity, verb, [{ before, after }]))[0] as AnyRecord;

/** The same for many of one kind. Those whose guard looks at others go one by one, so that it sees what went before. */
export const writeAll = (road: Road, entity: Entity, verb: Write, all: readonly Rewrite[]): Promise<AnyRecord[]> =>
  inBatches(all, isGuarded(entity) ? 1 : AT_ONCE, (some) => writeSome(road, entity, verb, some));

const writeSome = async (road: Road, entity: Entity, verb: Write, some: readonly Rewrite[]): Promise<AnyRecord[]> => {
  const ids = some.map(({ before }) => before.id);
  if (await isAnyErased(road.db, entity.name, ids)) throw new NotFound('What was known of it was erased for good.');
  for (const each of some) await guard(road, entity, each);
  const changed = some.map(({ before, after }) => Object.keys(differences(entity, before, after)));
  const fields = [...new Set(changed.flat())];
  const after = some.map((each) => each.after);
  const stored = await updateRecords(road.db, entity, after, { fields, at: road.at });
  const matched = stored.filter((_, index) => isMatched(entity, changed[index] ?? []));
  await renewMatchKeys(road.db, entity, matched);
  const traced = stored.map((record, index) => ({ before: some[index]?.before ?? null, after: record }));
  await trace(road, entity, verb, traced);
  return stored;
};

/** Leaves the audit entries and what subscribers are to hear, in the same transaction as the writes. */
export const trace = async (
  road: Road,
  entity: Entity,
  verb: Write,
  all: readonly { before: AnyRecord | null; after: AnyRecord }[],
): Promise<void> => {
  const changes = all.map(({ before, after }) => ({
    entity: entity.name,
    verb,
    record: after,
    changes: differences(entity, before, after),
  }));
  await writeAudits(
    road.db,
    changes.map(({ record, ...change }) => entryOf(road, { ...change, recordId: record.id })),
  );
  await announce(road, changes);
  for (const { record } of changes) await keepTimers(road.db, road.crm, entity.name, record);
  // What comes next on this road moves deals among the stages as they are now.
  if (entity.name === 'stage') road.stages = await allStages(road.db);
};

/** What differs between two versions of a record: field name to [before, after]. */
export const differences = (entity: Entity, before: AnyRecord | null, after: AnyRecord): Changes => {
  const names = [...Object.keys(entity.fields), 'deletedAt'];
  const pairs = names.map((name): [string, [Value, Value]] => [name, [before?.[name] ?? null, after[name] ?? null]]);
  return Object.fromEntries(pairs.filter(([, [was, is]]) => was !== is));
};

/** An entry of the audit trail, as this request writes it. */
export const entryOf = (road: Road, what: Pick<NewEntry, 'verb' | 'entity' | 'recordId' | 'changes'>): NewEntry => ({
  at: road.at,
  act: road.act,
  slackUserId: road.actor.slackUserId,
  slackTeamId: road.actor.slackTeamId,
  employeeId: road.actor.employeeId,
  source: road.origin.source,
  ...what,
});
