import type { ReadContext, RequestContext, WriteContext } from '../context/index.ts';
import { refTo, titleOf, type EntityName, type RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { AlreadyDone, Invalid, NotFound, Unclear } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { readRef, REFERABLE } from '../../model/typed-reference.ts';
import { WRITES } from '../../store/audit/audit-log.ts';
import type { AuditEntry } from '../../store/audit/audit-row.ts';
import { auditEntry, pageOfAudit, type AuditPage } from '../../store/audit/audit-pages.ts';
import { findRecord } from '../../store/records.ts';
import { runInTransaction, assertCan, edit, restore, missing } from '../records/index.ts';
import { type Found, type FoundNamed, assertEntityAccess, resolve } from '../search/index.ts';

/** What belongs to a record's history: what changed it, not who looked at it. */
const TOLD = [...WRITES, 'erase'] as const;

const pastRecord = async (ctx: ReadContext, ref: RecordRef): Promise<Found> => {
  const entity = entityOf(ref.entity);
  const record = await findRecord(ctx.crm.database.db, ref);
  if (!record) throw missing(ref);
  assertCan(ctx.actor, entity, 'read', record);
  return { entity, record };
};

/** The record that the words mean; one that was deleted is found by its id. @throws as resolve */
export async function resolveAny<N extends EntityName>(
  ctx: ReadContext,
  words: string,
  only: readonly N[],
): Promise<FoundNamed<N>> {
  const ref = readRef(words);
  if (!ref) return resolve(ctx, words, only);
  return assertEntityAccess(await pastRecord(ctx, ref), words, only);
}

/** A page of what was done to a record, newest first. @throws Forbidden */
export function historyOf(
  ctx: ReadContext,
  { entity, record }: Found,
  page: { offset: number; limit: number },
): Promise<AuditPage> {
  assertCan(ctx.actor, entity, 'read', record);
  return pageOfAudit(ctx.crm.database.db, { entity: entity.name, record: record.id, verbs: TOLD }, page);
}

/** One entry of a record's history, with the record as it is now. @throws NotFound, Forbidden */
export async function entryOfHistory(ctx: ReadContext, id: number): Promise<Found & { entry: AuditEntry }> {
  const entry = Number.isSafeInteger(id) ? await auditEntry(ctx.crm.database.db, id) : null;
  const told = entry !== null && TOLD.some((verb) => verb === entry.verb);
  if (!told || entry.entity === null || !REFERABLE.includes(entry.entity) || entry.recordId === null)
    throw new NotFound('That change wasn’t found. Open the record’s history again.');
  return { entry, ...(await pastRecord(ctx, { entity: entry.entity, id: entry.recordId })) };
}

export interface PutBack extends Found {
  act: string;
  field: string;
}

/**
 * Gives one field the value it had before an entry of the history. The rules apply as to every edit.
 * @throws AlreadyDone when it has that value; Forbidden, NotFound; Unclear with the reason when the rules do not let it
 */
export async function putBack(
  ctx: RequestContext,
  { entry: id, field }: { entry: number; field: string },
): Promise<PutBack> {
  const { entry, ...found } = await entryOfHistory(ctx, id);
  const { entity, record: now } = found;
  const pair = entry.changes[field];
  if (entry.verb !== 'update' || !pair || !entity.fields[field])
    throw new NotFound('There’s nothing to revert in that change. Open the record’s history again.');
  if (now.deletedAt === null && now[field] === pair[0]) throw new AlreadyDone(entry.act);
  return runInTransaction(ctx, async (tx) => {
    const record = await setField(tx, found, field, pair[0]);
    return { entity, record, field };
  });
}

const setField = async (tx: WriteContext, found: Found, field: string, value: Value): Promise<AnyRecord> => {
  const label = found.entity.fields[field]?.label ?? field;
  try {
    const record = await edit(tx, refTo(found), { [field]: value });
    if (record[field] === value) return record;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Unclear(`${label} can’t be reverted: ${error.message}`, { cause: error });
  }
  throw new Unclear(
    `${label} can’t be reverted by itself, because it follows from other fields of ${titleOf(found.entity, found.record)}. Revert those instead.`,
  );
};

/** Brings a deleted record back. @throws Forbidden, NotFound */
export async function bringBack(ctx: RequestContext, found: Found): Promise<Found & { act: string }> {
  return runInTransaction(ctx, async (tx) => ({
    entity: found.entity,
    record: await restore(tx, refTo(found)),
  }));
}
