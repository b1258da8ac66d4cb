import type { Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { labelled } from '../../../model/import/several.ts';

const NOTES = 'notes';

interface LeftOver {
  /** Field to the values that it has no room for. */
  values: Readonly<Record<string, readonly string[]>>;
  /** What belongs into the notes as it is. */
  lines: readonly string[];
}

/** The notes with what no field has room for, each once however often the file is imported. */
export function addToNotes(
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  before: AnyRecord | null,
  { values, lines }: LeftOver,
): { notes?: string } {
  const notes = String(input[NOTES] ?? before?.[NOTES] ?? '');
  const isFresh = (words: string): boolean => !notes.includes(words);
  const further = Object.entries(values).flatMap(([name, all]) => {
    const fresh = all.filter(isFresh);
    return fresh.length === 0 ? [] : [labelled(entity.fields[name]?.label ?? name, fresh)];
  });
  const added = [...further, ...lines.filter(isFresh)];
  return added.length === 0 ? {} : { [NOTES]: [notes, ...added].filter((line) => line !== '').join('\n') };
}
