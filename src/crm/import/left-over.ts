import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { labelled } from '../../model/import/several.ts';

const NOTES = 'notes';

/** Is there a place for values that no field has room for? */
export function takesLeftOver(entity: Entity): boolean {
  return NOTES in entity.fields;
}

/** The notes with the values that no field has room for, each once however often the file is imported. */
export function noteLeftOver(
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  before: AnyRecord | null,
  leftOver: Readonly<Record<string, readonly string[]>>,
): { notes?: string } {
  const notes = String(input[NOTES] ?? before?.[NOTES] ?? '');
  const lines = Object.entries(leftOver).flatMap(([name, values]) => {
    const fresh = values.filter((value) => !notes.includes(value));
    return fresh.length === 0 ? [] : [labelled(entity.fields[name]?.label ?? name, fresh)];
  });
  return lines.length === 0 ? {} : { [NOTES]: [notes, ...lines].filter((line) => line !== '').join('\n') };
}
