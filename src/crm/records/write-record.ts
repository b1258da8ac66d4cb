import type { Entity, EntityName, EntityNamed } from '../../model/entity.ts';
import type { RecordNamed } from '../../model/registry.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { NotFound } from '../../model/errors.ts';
import type { Write } from '../../store/audit/audit-log.ts';
import type { Changes } from '../../store/audit/audit-row.ts';
import { AT_ONCE, inBatches } from '../../store/batches.ts';
import { isAnyErased } from '../../store/erase.ts';
import { updateRecords } from '../../store/many-records.ts';
import { isMatched, renewMatchKeys } from '../../store/match-keys.ts';
import { commitChanges } from './commit-changes.ts';
import { guard, isGuarded } from './invariants.ts';
import type { WriteContext } from '../context/index.ts';

/** A record as it was, and as it is to be. */
export interface Rewrite {
  before: AnyRecord;
  after: AnyRecord;
}

/** Writes a record over the version that is held, and leaves its trace. @throws NotFound, Invalid, Forbidden */
export async function write<N extends EntityName>(
  tx: WriteContext,
  entity: EntityNamed<N>,
  verb: Write,
  before: AnyRecord,
  after: AnyRecord,
): Promise<RecordNamed<N>> {
  return (await writeAll(tx, entity, verb, [{ before, after }]))[0] as RecordNamed<N>;
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

/** Leaves the trace of new versions of records of one entity, with all that follows from them. */
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
  await commitChanges(tx, changes);
}

/** What differs between two versions of a record: field name to [before, after]. */
export function differences(entity: Entity, before: AnyRecord | null, after: AnyRecord): Changes {
  const names = [...Object.keys(entity.fields), 'deletedAt'];
  const pairs = names.map((name): [string, [Value, Value]] => [name, [before?.[name] ?? null, after[name] ?? null]]);
  return Object.fromEntries(pairs.filter(([, [was, is]]) => was !== is));
}
