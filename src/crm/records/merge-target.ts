import { refOf, refTo, singularOf, titleOf, type Entity, type RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Deleted, Merged, NotFound } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { REFERABLE, refText } from '../../model/typed-reference.ts';
import { cut } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import { isErased } from '../../store/erase.ts';
import { findRecords } from '../../store/records.ts';

type Load = (ids: readonly number[]) => Promise<Map<number, AnyRecord>>;

const intoOf = (record: AnyRecord): number | null => {
  const into = record['mergedInto'];
  return typeof into === 'number' ? into : null;
};

/**
 * The records that took the place of these, through as many merges as there were; one that was not merged away stands
 * for itself.
 * @param load records by their ids
 * @returns id -> record; ids that do not exist are left out
 */
export async function mergeTargetsOf(
  entity: Entity,
  ids: readonly number[],
  load: Load,
): Promise<Map<number, AnyRecord>> {
  const found = await load(ids);
  for (let wanted = nextOf(found); wanted.length > 0; wanted = nextOf(found)) {
    const more = await load(wanted);
    const absent = wanted.find((id) => !more.has(id));
    if (absent !== undefined)
      throw new Error(`Something was merged into ${refOf(entity, absent)}, which does not exist`);
    for (const [id, record] of more) found.set(id, record);
  }
  const last = (record: AnyRecord): AnyRecord => {
    const next = found.get(intoOf(record) ?? 0);
    return next ? last(next) : record;
  };
  return new Map(
    ids.flatMap((id): [number, AnyRecord][] => (found.has(id) ? [[id, last(found.get(id) as AnyRecord)]] : [])),
  );
}

/** What those that were merged away went into and is not loaded yet. */
const nextOf = (found: ReadonlyMap<number, AnyRecord>): number[] => [
  ...new Set([...found.values()].flatMap((record) => intoOf(record) ?? []).filter((id) => !found.has(id))),
];

/** What to say when there never was such a record. */
export function missing(ref: RecordRef): NotFound {
  return new NotFound(
    REFERABLE.includes(ref.entity)
      ? `${refText(ref)} wasn’t found. Search with \`/crm find\`.`
      : `That ${singularOf(entityOf(ref.entity))} wasn’t found. Someone may have removed it.`,
  );
}

/** What to say of somebody who was erased: only that there was such a record is known. */
export function erased(ref: RecordRef): NotFound {
  return new NotFound(`${refText(ref)} was permanently erased.`);
}

/** What to say when somebody asks for a record that is hidden: which one took its place, or that it was deleted. */
export async function gone(db: Db, entity: Entity, record: AnyRecord): Promise<NotFound> {
  const ref = refTo({ entity, record });
  if (await isErased(db, ref)) return erased(ref);
  const title = cut(titleOf(entity, record), 120);
  const was = REFERABLE.includes(entity.name) ? `${title} (${refText(ref)})` : title;
  const load: Load = (ids) => findRecords(db, entity, ids);
  const mergeTarget = (await mergeTargetsOf(entity, [record.id], load)).get(record.id) ?? record;
  if (mergeTarget.id === record.id) return new Deleted(was, ref);
  return new Merged(was, { entity: entity.name, id: mergeTarget.id, title: titleOf(entity, mergeTarget) });
}
