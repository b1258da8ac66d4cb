import { refOf, singularOf } from '../../../model/entity.ts';
import { quoted } from '../../../model/import/cells.ts';
import { isRounded, readSourceKey } from '../../../model/import/source-ids.ts';
import { ID, KEY } from '../../../model/import/targets.ts';
import { misnamed, readRef } from '../../../model/typed-reference.ts';
import type { Aids } from './aids.ts';
import type { Reading } from './reading.ts';

/** The id of the record here that a cell names. */
export function idIn({ entity, lastId }: Reading, words: string | undefined): number | null {
  const ref = words === undefined ? null : readRef(words);
  return ref?.entity === entity.name && ref.id <= lastId ? ref.id : null;
}

/** IDs that mean nothing, or more than one record. */
export function idProblems(
  reading: Reading,
  { id, key }: { id?: string; key?: string },
  aids: Aids,
): Record<string, string> {
  const { entity, act, source } = reading;
  const problems: Record<string, string> = {};
  const ref = id === undefined ? null : readRef(id);
  if (ref !== null && ref.entity !== entity.name)
    problems[ID.name] = `${misnamed(id ?? '', entity.name)} Leave the cell empty for a new ${singularOf(entity)}.`;
  if (key === undefined) return problems;
  const known = aids.keyed.get(readSourceKey(key) ?? '');
  const own = aids.records.get(idIn(reading, id) ?? 0);
  if (isRounded(key))
    problems[KEY.name] =
      `A spreadsheet rounded ${quoted(key)}, so it no longer identifies a record. Export the file again and don’t save it in a spreadsheet.`;
  else if (known?.act === act)
    problems[KEY.name] = `${quoted(key)} is already the ID of an earlier row in this file. Keep only one of them.`;
  else if (known && own && known.record.id !== own.id)
    problems[KEY.name] =
      `${quoted(key)} in ${source} is ${refOf(entity, known.record.id)} here. Leave one of the two IDs empty.`;
  return problems;
}
