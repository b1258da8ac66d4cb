import { refOf, titleOf, type Entity, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { findRecords } from '../../store/records.ts';
import type { Crm } from '../context/index.ts';

/** What the record with that id is called; deleted ones say so. */
export type Titles = (entity: EntityName, id: number) => string;

/** The titles of everything these records refer to, in one query for each entity. */
export async function titlesFor(
  crm: Crm,
  entity: Entity,
  records: readonly AnyRecord[],
  most?: number,
): Promise<Titles> {
  return titlesForAll(crm, [{ entity, records }], most);
}

/** @param most signs of a title */
export async function titlesForAll(
  crm: Crm,
  groups: readonly { entity: Entity; records: readonly AnyRecord[] }[],
  most = 80,
): Promise<Titles> {
  const wanted = new Map<EntityName, Set<number>>();
  for (const { entity, records } of groups) {
    for (const [name, field] of Object.entries(entity.fields)) {
      if (field.kind !== 'reference') continue;
      const ids = wanted.get(field.to) ?? new Set();
      wanted.set(field.to, ids);
      for (const record of records) if (typeof record[name] === 'number') ids.add(record[name]);
    }
  }
  const titles = new Map<string, string>();
  for (const [name, ids] of wanted) {
    const target = entityOf(name);
    for (const [id, record] of await findRecords(crm.database.db, target, [...ids])) {
      const title = cut(titleOf(target, record), most);
      titles.set(`${name} ${id}`, record.deletedAt === null ? title : `${title} (deleted)`);
    }
  }
  return (name, id) => titles.get(`${name} ${id}`) ?? refOf(entityOf(name), id);
}
