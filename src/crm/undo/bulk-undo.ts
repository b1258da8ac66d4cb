import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { titleOf } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import type { Blocker } from '../../model/errors.ts';
import { findRecords } from '../../store/records.ts';
import type { Turn } from '../../store/repoint.ts';
import type { OperationEffect } from './operation-effects.ts';
import { asOfNow, disturbed } from './later-changes.ts';
import { repoint } from '../records/index.ts';
import type { WriteContext } from '../context/index.ts';

/** Records of one kind whose reference a merge turned, and that can be turned back together. */
export interface BulkUndo {
  entity: Entity;
  turn: Turn;
  ids: number[];
}

/** The deeds of a merge that turned the same field from the same record to the same other. */
interface UndoneRecords {
  entity: Entity;
  field: string;
  before: number;
  after: number;
  /** Entry after which a change counts as one made since. */
  last: number;
  ids: number[];
}

const groups = (effects: readonly OperationEffect[]): UndoneRecords[] => {
  const found = new Map<string, UndoneRecords>();
  for (const { entity, id, changes, last } of effects) {
    for (const [field, [before, after]] of Object.entries(changes)) {
      if (typeof before !== 'number' || typeof after !== 'number' || before === after) continue;
      const key = `${entity.name} ${field} ${before} ${after}`;
      const group = found.get(key) ?? { entity, field, before, after, last, ids: [] };
      group.last = Math.max(group.last, last);
      group.ids.push(id);
      found.set(key, group);
    }
  }
  return [...found.values()];
};

/** What a merge turned goes back, except where somebody turned it again, or changed what must fit it. */
export async function planBulkUndo(
  tx: WriteContext,
  effects: readonly OperationEffect[],
): Promise<{ turns: BulkUndo[]; blockers: Blocker[] }> {
  const turns: BulkUndo[] = [];
  const blockers: Blocker[] = [];
  for (const group of groups(effects)) {
    const { entity, field, before } = group;
    const from = await asOfNow(tx.db, entity, field, group.after);
    const { free, changed } = await sift(tx, group, from);
    if (free.length > 0) turns.push({ entity, turn: { field, from: Number(from), to: before }, ids: free });
    for (const [record, fields] of changed)
      blockers.push({ entity: entity.name, id: record.id, title: titleOf(entity, record), why: 'changed', fields });
  }
  return { turns, blockers };
}

const sift = async (
  tx: WriteContext,
  { entity, field, before, last, ids }: UndoneRecords,
  from: Value,
): Promise<{ free: number[]; changed: [AnyRecord, string[]][] }> => {
  const records = [...(await findRecords(tx.db, entity, ids)).values()];
  const since = records.map((record) => ({ record, after: last }));
  const related = await disturbed(tx.db, entity, field, since);
  const free: number[] = [];
  const changed: [AnyRecord, string[]][] = [];
  for (const record of records) {
    const others = related.get(record.id);
    if (record[field] === from && !others) free.push(record.id);
    else if (record[field] !== from && record[field] !== before) changed.push([record, [field]]);
    else if (others) changed.push([record, others]);
  }
  return { free, changed };
};

/** Turns them back, or to whatever took the place of what they referred to. */
export async function undoInBulk(tx: WriteContext, { entity, turn, ids }: BulkUndo): Promise<number> {
  const to = Number(await asOfNow(tx.db, entity, turn.field, turn.to));
  return to === turn.from ? 0 : repoint(tx, entity, { ...turn, to }, ids);
}
