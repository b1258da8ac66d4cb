import { refOf, titleOf, type AnyRecord, type Entity } from '../model/entity.ts';
import { Merged, NotFound } from '../model/problems.ts';
import { cut } from '../model/words.ts';
import type { Db } from '../store/database.ts';
import { findRecord } from '../store/records.ts';

type Load = (id: number) => Promise<AnyRecord | null>;

/** The record that took the place of this one, through as many merges as there were; itself when it was not merged. */
export const survivorOf = async (entity: Entity, record: AnyRecord, load: Load): Promise<AnyRecord> => {
  const into = record['mergedInto'];
  if (typeof into !== 'number') return record;
  const next = await load(into);
  if (!next)
    throw new Error(`${refOf(entity, record.id)} was merged into ${refOf(entity, into)}, which does not exist`);
  return survivorOf(entity, next, load);
};

/** What to say when somebody asks for a record that is hidden: which one took its place, or that it was deleted. */
export const gone = async (db: Db, entity: Entity, record: AnyRecord): Promise<NotFound> => {
  const title = cut(titleOf(entity, record), 120);
  const survivor = await survivorOf(entity, record, (id) => findRecord(db, entity, id));
  if (survivor.id === record.id) return new NotFound(`${title} was deleted.`);
  const was = `${title} (${refOf(entity, record.id)})`;
  return new Merged(was, { entity: entity.name, id: survivor.id, title: titleOf(entity, survivor) });
};
