import type { AnyRecord, Entity, EntityName } from '../../model/entity.ts';
import { ENTITIES, entityOf } from '../../model/registry.ts';
import { searchText } from '../../model/search-text.ts';
import { WRITES } from '../../store/audit.ts';
import { trailBegins, writesBackTo } from '../../store/audit-since.ts';
import { toRow, type Row } from '../../store/columns.ts';
import type { Db } from '../../store/database.ts';
import type { Scratch } from '../../store/past/scratch.ts';
import { allRows, erasedSince } from '../../store/past/source.ts';
import { Rewind } from '../rewind.ts';

/** What is known of a past. */
export interface PastFacts {
  /** Moment of the first entry of the trail; null while there is none. */
  begins: string | null;
  /** How many people were erased since: what was known of them cannot be told. */
  erased: number;
}

const NAMES = Object.keys(ENTITIES) as EntityName[];
const keyOf = (entity: string, id: number): string => `${entity} ${id}`;

interface Changed {
  rewind: Rewind;
  /** `deal 42` of every record that was written to since. */
  keys: Set<string>;
  /** `deal 42` to the moment of the last write before. */
  touched: Map<string, string>;
}

/** Takes every record back that was written to since the moment. */
const takeBack = async (source: Db, moment: string): Promise<Changed> => {
  const rewind = new Rewind();
  const keys = new Set<string>();
  for await (const entries of writesBackTo(source, moment, NAMES)) {
    for (const name of NAMES) {
      const ids = entries.flatMap(({ entity, recordId }) => (entity === name && recordId !== null ? [recordId] : []));
      const unseen = [...new Set(ids)].filter((id) => !keys.has(keyOf(name, id)));
      for (const id of unseen) keys.add(keyOf(name, id));
      await rewind.load(source, name, unseen);
    }
    for (const entry of entries) rewind.back(entry);
  }
  return { rewind, keys, touched: new Map() };
};

const isWrite = (verb: unknown): boolean => WRITES.some((one) => one === verb);

/** Copies the trail up to the moment, and finds out when the changed records were last written to before. */
const copyTrail = async (source: Db, scratch: Scratch, moment: string, { keys, touched }: Changed): Promise<void> => {
  for await (const rows of allRows(source, 'audit_log')) {
    const before = rows.filter(({ at }) => String(at) < moment);
    for (const { entity, record_id: id, verb, at } of before) {
      const key = keyOf(String(entity), Number(id));
      if (isWrite(verb) && keys.has(key)) touched.set(key, String(at));
    }
    scratch.insert('audit_log', before);
  }
};

/** The row of a record that was taken back; what stands in no field of the entity stays as it is. */
const rowAsItWas = (entity: Entity, row: Row, record: AnyRecord, touched: string | undefined): Row => {
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...values } = record;
  return {
    ...row,
    ...toRow(entity, values),
    search_text: searchText(entity, record),
    updated_at: touched ?? String(row['created_at']),
  };
};

const copyRecords = async (source: Db, scratch: Scratch, entity: Entity, { rewind, keys, touched }: Changed) => {
  for await (const rows of allRows(source, entity.table)) {
    const then = rows.flatMap((row): Row[] => {
      const id = Number(row['id']);
      const key = keyOf(entity.name, id);
      if (!keys.has(key)) return [row];
      const record = rewind.at(entity.name, id);
      return record ? [rowAsItWas(entity, row, record, touched.get(key))] : [];
    });
    scratch.insert(entity.table, then);
  }
};

/**
 * Fills an empty database with everything as it stood at a moment: the rows as they are now, of which those that were
 * written to since are taken back over the audit trail, and the trail up to then.
 * @param moment ISO in UTC; what happened at it or later is not in it
 */
export const buildPast = async (source: Db, scratch: Scratch, moment: string): Promise<PastFacts> => {
  const changed = await takeBack(source, moment);
  await copyTrail(source, scratch, moment, changed);
  for (const name of NAMES) await copyRecords(source, scratch, entityOf(name), changed);
  await scratch.finish();
  return { begins: await trailBegins(source), erased: await erasedSince(source, moment) };
};
