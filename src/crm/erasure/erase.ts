import { type RequestContext, type Crm, type WriteContext, touch } from '../context/index.ts';
import { refTo } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { erasedValue, NOBODY } from '../../model/erased.ts';
import { ENTITIES, entityOf } from '../../model/registry.ts';
import { writeAudit } from '../../store/audit/audit-log.ts';
import type { AuditRow, Changes } from '../../store/audit/audit-row.ts';
import type { Db } from '../../store/database.ts';
import {
  forgetMatches,
  isErased,
  mergedInto,
  overwriteEntry,
  overwriteRecord,
  writeErasures,
  type Erasure,
} from '../../store/erase.ts';
import { findRecords } from '../../store/records.ts';
import { holdSealing, resealEntries } from '../../store/audit/seals.ts';
import { leaveNoTrace, sweepTables } from '../../store/jobs/sweep.ts';
import { runInTransaction, remove, erased } from '../records/index.ts';
import type { Found, FoundNamed } from '../search/index.ts';
import { changesOf } from './erased-words.ts';
import { permitTo } from '../access/index.ts';
import { findTraces, type Traced } from './traces.ts';

const contact = entityOf('contact');

/** What goes when a contact is erased. */
export interface ErasurePlan {
  /** Entries of the trail whose values go: the contact's own, and those with words about them. */
  entries: number;
  /** Other records with words about them. */
  records: number;
}

/** What was erased. */
export interface Erased extends ErasurePlan {
  act: string;
  /** Why the database's files could not be cleared of what stood there before; null when they were. */
  left: unknown;
}

/** Only admins erase people; a refusal stands in the trail. @throws Forbidden */
const permit = (ctx: RequestContext, recordId: number): Promise<void> =>
  permitTo(ctx, 'erase', { entity: 'contact', recordId });

/** The contact with those that were merged into it: all of them are one person. @throws NotFound when erased already */
const personOf = async (db: Db, id: number): Promise<AnyRecord[]> => {
  const ref = { entity: 'contact', id } as const;
  if (await isErased(db, ref)) throw erased(ref);
  return [...(await findRecords(db, contact, await mergedInto(db, contact, [id]))).values()];
};

/** What would go. @throws Forbidden, NotFound */
export async function planErasure(ctx: RequestContext, { record }: FoundNamed<'contact'>): Promise<ErasurePlan> {
  await permit(ctx, record.id);
  const { db } = ctx.crm.database;
  const { entries, own, records } = await findTraces(db, await personOf(db, record.id));
  return { entries: entries.length + own.length, records: records.length };
}

/**
 * Removes what is known of a person everywhere: the contact's values, theirs in the trail, words about them in other
 * records and what was kept of those. Who did what and when stays. It cannot be undone.
 * @throws Forbidden, NotFound
 */
export async function erase(ctx: RequestContext, { record }: FoundNamed<'contact'>): Promise<Erased> {
  await permit(ctx, record.id);
  const done = await runInTransaction(ctx, (tx) => eraseInTransaction(tx, record.id));
  // The erasure is committed; an admin who sees that the rest failed can do it by hand.
  const left = await leaveNoTrace(ctx.crm.database).then(
    () => null,
    (error: unknown) => error,
  );
  return { ...done, left };
}

const eraseInTransaction = async (tx: WriteContext, id: number): Promise<ErasurePlan> => {
  const { db } = tx;
  for (const one of await personOf(db, id)) {
    if (one.deletedAt === null) await remove(tx, { entity: 'contact', id: one.id });
  }
  const person = await personOf(db, id);
  // Before the traces are read: an entry that is sealed meanwhile would keep a digest of what is erased.
  await holdSealing(db);
  const traced = await findTraces(db, person);
  await writeErasures(db, erasuresOf(person, traced), tx);
  await overwrite(db, person, traced);
  for (const { entity, record } of traced.records) touch(tx, { entity: entity.name, record, changes: {} });
  await eraseEntries(db, traced);
  await sweepTables(db, recordTables, traced.words.patterns, traced.words.clear);
  for (const { id: recordId } of person) await witness(tx, recordId);
  return { entries: traced.entries.length + traced.own.length, records: traced.records.length };
};

const recordTables = new Set(Object.values(ENTITIES).map(({ table }) => table));

const erasuresOf = (person: readonly AnyRecord[], { records, entries }: Traced): Erasure[] => {
  const about = [
    ...records.map(({ entity, record }) => ({ entity: entity.name, recordId: record.id })),
    ...entries.flatMap(({ row }) =>
      row.entity && row.record_id !== null ? [{ entity: row.entity, recordId: row.record_id }] : [],
    ),
  ];
  const once = new Map(about.map((one) => [`${one.entity} ${one.recordId}`, one]));
  return [
    ...person.map(({ id }): Erasure => ({ entity: 'contact', recordId: id, whole: true })),
    ...[...once.values()].map((one): Erasure => ({ ...one, whole: false })),
  ];
};

/** What is left of the contact: that there was one, of which customer, and whose. */
const emptied = (record: AnyRecord): AnyRecord => ({
  ...record,
  ...Object.fromEntries(
    Object.entries(contact.fields)
      .filter(([, { kind }]) => kind !== 'reference')
      .map(([name]) => [name, name === contact.title ? NOBODY : null]),
  ),
});

const overwrite = async (db: Db, person: readonly AnyRecord[], { records }: Traced): Promise<void> => {
  for (const record of person) await overwriteRecord(db, contact, emptied(record));
  await forgetMatches(
    db,
    'contact',
    person.map(({ id }) => id),
  );
  for (const { entity, record } of records) await overwriteRecord(db, entity, record);
};

const erasedChanges = (row: AuditRow): Changes =>
  Object.fromEntries(
    Object.entries(changesOf(row)).map(([name, [was, is]]): [string, Changes[string]] => [
      name,
      [erasedValue(was), erasedValue(is)],
    ]),
  );

/** Clears the values in the trail, and seals what is left. */
const eraseEntries = async (db: Db, { own, entries }: Traced): Promise<void> => {
  const all = [...own.map((row) => ({ row, changes: erasedChanges(row) })), ...entries].filter(
    ({ row, changes }) => JSON.stringify(changes) !== row.changes,
  );
  for (const { row, changes } of all) await overwriteEntry(db, row.id, changes);
  await resealEntries(
    db,
    all.map(({ row }) => row.id),
  );
};

/** Who erased whom stands in the trail, without a value. */
const witness = async ({ db, actor, origin, act, at }: WriteContext, recordId: number): Promise<void> => {
  await writeAudit(db, {
    at,
    act,
    slackUserId: actor.slackUserId,
    slackTeamId: actor.slackTeamId,
    employeeId: actor.employeeId,
    verb: 'erase',
    entity: 'contact',
    recordId,
    changes: {},
    source: origin.source,
  });
};

/** Was this record erased for good? Then it cannot be brought back. */
export function wasErased(crm: Crm, found: Found): Promise<boolean> {
  return isErased(crm.database.db, refTo(found));
}
