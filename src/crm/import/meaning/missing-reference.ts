import type { Entity, EntityName } from '../../../model/entity.ts';

/** A record that is created because rows refer to it, as somebody said. */
export interface MissingReference {
  /** The field that refers to it. */
  field: string;
  to: EntityName;
  /** What the row calls it, and its ID in the system that the file is from. */
  words: string | null;
  key: string | null;
}

/** Can a record of this entity be created of nothing but its name? */
export function isCreatedByName({ fields, title }: Entity): boolean {
  return Object.entries(fields).every(
    ([name, field]) => name === title || !field.required || ('initial' in field && field.initial !== undefined),
  );
}
