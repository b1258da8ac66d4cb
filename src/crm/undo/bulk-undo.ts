import type { AnyRecord, Entity } from '../../model/entity.ts';
import { titleOf } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import type { Hindrance } from '../../model/errors.ts';
import { findRecords } from '../../store/records.ts';
import type { Turn } from '../../store/repoint.ts';
import type { Deed } from './operation-effects.ts';
import { asOfNow, disturbed } from './later-changes.ts';
import { repoint } from '../records/repoint.ts';
import type { Road } from '../context/write-context.ts';

/** Records of one kind whose reference a merge turned, and that can be turned back together. */
export interface TurnBack {
  entity: Entity;
  turn: Turn;
  ids: number[];
}

/** The deeds of a merge that turned the same field from the same record to the same other. */
interface Turned {
  entity: Entity;
  field: string;
  before: number;
  after: number;
  /** Entry after which a change counts as one made since. */
  last: number;
  ids: number[];
}

const groups = (deeds: readonly Deed[]): Turned[] => {
  const found = new Map<string, Turned>();
  for (const { entity, id, changes, last } of deeds) {
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
export const planTurns = async (
  road: Road,
  deeds: readonly Deed[],
): Promise<{ turns: TurnBack[]; hindrances: Hindrance[] }> => {
  const turns: TurnBack[] = [];
  const hindrances: Hindrance[] = [];
  for (const group of groups(deeds)) {
    const { entity, field, before } = group;
    const from = await asOfNow(road.db, entity, field, group.after);
    const { free, changed } = await sift(road, group, from);
    if (free.length > 0) turns.push({ entity, turn: { field, from: Number(from), to: before }, ids: free });
    for (const [record, fields] of changed)
      hindrances.push({ entity: entity.name, id: record.id, title: titleOf(entity, record), why: 'changed', fields });
  }
  return { turns, hindrances };
};

const sift = async (
  road: Road,
  { entity, field, before, last, ids }: Turned,
  from: Value,
): Promise<{ free: number[]; changed: [AnyRecord, string[]][] }> => {
  const records = [...(await findRecords(road.db, entity, ids)).values()];
  const since = records.map((record) => ({ record, after: last }));
  const related = await disturbed(road.db, entity, field, since);
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
export const turnBack = async (road: Road, { entity, turn, ids }: TurnBack): Promise<number> => {
  const to = Number(await asOfNow(road.db, entity, turn.field, turn.to));
  return to === turn.from ? 0 : repoint(road, entity, { ...turn, to }, ids);
};
