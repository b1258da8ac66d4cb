import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { misspelling } from '../../model/text/edit-distance.ts';
import { normalizeText } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import { findRecords } from '../../store/records.ts';
import { lookalikes } from '../../store/search.ts';

/** The longest words that are looked at for slips: longer ones are no names. */
const LONGEST = 30;

/** Records whose words are a slip of the pen away from these, the nearest first. */
export async function misspelt(db: Db, entity: Entity, typed: string, limit: number): Promise<AnyRecord[]> {
  const words = (normalizeText(typed).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 6);
  const [longest] = words.toSorted((a, b) => b.length - a.length);
  if (longest === undefined || longest.length < 4 || longest.length > LONGEST) return [];
  const near = (await lookalikes(db, entity, longest))
    .map(({ id, text }) => ({ id, off: misspelling(words, text) }))
    .filter((one): one is { id: number; off: number } => one.off !== null)
    .toSorted((a, b) => a.off - b.off)
    .slice(0, limit);
  const records = await findRecords(
    db,
    entity,
    near.map(({ id }) => id),
  );
  return near.map(({ id }) => records.get(id)).filter((record) => record !== undefined);
}
