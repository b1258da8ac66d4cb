import type { RequestContext, Crm, WriteContext } from '../context/index.ts';
import type { Actor } from '../../model/actor.ts';
import { refOf, titleOf, type Entity, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { Unclear } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { findRecord, lockRecord } from '../../store/records.ts';
import { countReferringTo } from '../../store/repoint.ts';
import {
  runInTransaction,
  referrersTo,
  repointAll,
  type Moved,
  assertCan,
  settle,
  gone,
  missing,
  differences,
  write,
} from '../records/index.ts';

/** Which record remains, and which other goes into it. */
export interface Merger {
  entity: EntityName;
  keep: number;
  other: number;
}

export interface MergeResult {
  act: string;
  kept: AnyRecord;
  other: AnyRecord;
  /** What referred to the other and now refers to the one that remains. */
  moved: Moved;
}

/**
 * Makes one of two records: values of the one that remains win, its blanks are filled from the other, and everything that
 * referred to the other refers to it. The other is hidden and names it. One act, which `undo` takes back.
 * @throws Forbidden, NotFound, Merged; Unclear when these two cannot be one
 */
export function merge(ctx: RequestContext, merger: Merger): Promise<MergeResult> {
  return runInTransaction(ctx, async (tx) => {
    const entity = entityOf(merger.entity);
    const { keep, other } = await holdBoth(tx, entity, merger);
    demandMerge(ctx.actor, entity, keep, other);
    await holdTogether(tx, entity, keep, other);
    const hidden = await absorb(tx, entity, other, keep.id);
    return { ...hidden, kept: await fillBlanks(tx, entity, keep, other) };
  });
}

/** Who may change both and delete the one that goes. @throws Forbidden */
export function demandMerge(actor: Actor, entity: Entity, keep: AnyRecord, other: AnyRecord): void {
  assertCan(actor, entity, 'update', keep);
  assertCan(actor, entity, 'update', other);
  assertCan(actor, entity, 'remove', other);
}

/** Said where one record was given twice. */
export const SAME_RECORD = 'Those are the same record. Enter two different ones.';

/** @throws Unclear when nothing of that kind can be merged */
export function assertMergeable(entity: Entity): void {
  if (entity.fields['mergedInto']) return;
  throw new Unclear(
    `${entity.plural[0]?.toUpperCase()}${entity.plural.slice(1)} can’t be merged; customers, contacts and deals can.`,
  );
}

/** Both records, held alone and in the order of their ids, so that two merges that cross wait for each other. */
const holdBoth = async (
  tx: WriteContext,
  entity: Entity,
  merger: Merger,
): Promise<{ keep: AnyRecord; other: AnyRecord }> => {
  assertMergeable(entity);
  if (merger.keep === merger.other) throw new Unclear(SAME_RECORD);
  const held = new Map<number, AnyRecord>();
  for (const id of [merger.keep, merger.other].sort((a, b) => a - b)) {
    const found = await lockRecord(tx.db, { entity: entity.name, id }, 'alone');
    if (!found) throw missing({ entity: entity.name, id });
    if (found.deletedAt !== null) throw await gone(tx.db, entity, found);
    held.set(id, found);
  }
  return { keep: held.get(merger.keep) as AnyRecord, other: held.get(merger.other) as AnyRecord };
};

/** Two deals or contacts of different customers stay two: whatever names one of them names its customer as well. */
const holdTogether = async (tx: WriteContext, entity: Entity, keep: AnyRecord, other: AnyRecord): Promise<void> => {
  for (const { of } of referrersTo(entity.name)) {
    if (of === undefined || keep[of] === other[of]) continue;
    const homes = await Promise.all([keep, other].map((record) => homeOf(tx, entity, record, of)));
    throw new Unclear(`${homes.join(' and ')}. Merge those two first, or give both records the same ${of}.`);
  }
};

const homeOf = async (tx: WriteContext, entity: Entity, record: AnyRecord, of: string): Promise<string> => {
  const field = entity.fields[of];
  const home = field?.kind === 'reference' ? entityOf(field.to) : entity;
  const found = await findRecord(tx.db, { entity: home.name, id: Number(record[of]) });
  return `${refOf(entity, record.id)} belongs to ${found ? cut(titleOf(home, found), 80) : `another ${of}`}`;
};

/**
 * Hides a record behind another, and turns everything that referred to it.
 * @param deletedAt ISO moment since which it counts as hidden
 */
export async function absorb(
  tx: WriteContext,
  entity: Entity,
  other: AnyRecord,
  into: number,
  deletedAt = tx.at,
): Promise<{ other: AnyRecord; moved: Moved }> {
  const hidden = { ...other, deletedAt, mergedInto: into } as AnyRecord;
  const stored = await write(tx, entity, 'merge', other, hidden);
  return { other: stored, moved: await repointAll(tx, entity.name, other.id, into) };
}

const fillBlanks = async (tx: WriteContext, entity: Entity, keep: AnyRecord, other: AnyRecord): Promise<AnyRecord> => {
  const filled = await settle(tx, entity, { ...keep, ...(await blanks(tx, entity, keep, other)) }, keep);
  if (Object.keys(differences(entity, keep, filled)).length === 0) return keep;
  return write(tx, entity, 'update', keep, filled);
};

/** What the other knows and the one that remains does not. An amount comes with its currency. */
const blanks = async (
  tx: WriteContext,
  entity: Entity,
  keep: AnyRecord,
  other: AnyRecord,
): Promise<Record<string, Value>> => {
  const values: Record<string, Value> = {};
  for (const [name, field] of Object.entries(entity.fields)) {
    const value = other[name] ?? null;
    if (keep[name] !== null || value === null || name === 'mergedInto') continue;
    if (field.kind === 'reference' && (await isDeleted(tx, entityOf(field.to), value))) continue;
    values[name] = value;
    if (field.kind === 'money' && 'currency' in entity.fields) values['currency'] = other['currency'] ?? null;
  }
  return values;
};

const isDeleted = async (tx: WriteContext, target: Entity, id: Value): Promise<boolean> =>
  (await findRecord(tx.db, { entity: target.name, id: Number(id) }))?.deletedAt !== null;

/** Entity to how many of its records, deleted ones left out, refer to this one. */
export async function relatedCounts(crm: Crm, entity: Entity, id: number): Promise<Moved> {
  const by: Moved = {};
  for (const { entity: referrer, field } of referrersTo(entity.name)) {
    const n = await countReferringTo(crm.database.db, referrer, field, id);
    if (n > 0) by[referrer.name] = (by[referrer.name] ?? 0) + n;
  }
  return by;
}
