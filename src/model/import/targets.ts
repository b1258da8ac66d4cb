import { atLeast, type Role } from '../roles.ts';
import type { Entity } from '../entity.ts';
import type { Field } from '../fields.ts';

/** What the cells of a column can go into. */
export interface Target {
  /** Name of the field, or of something that only files have. */
  name: string;
  label: string;
  /** null for what is no field. */
  field: Field | null;
}

/** The column that says which record a row changes. Only an export of this CustomerHub has it. */
export const ID: Target = { name: 'id', label: 'CustomerHub ID', field: null };

/** The column with a record's ID in the system that the file is from. */
export const KEY: Target = { name: 'key', label: 'ID in the source system', field: null };

const NOTES = 'notes';

/** Is there a place for values that no field has room for? */
export function takesMore(entity: Entity): boolean {
  return NOTES in entity.fields;
}

const MORE = '.more';

/** The target for further values of a field that has room for one; of notes, lines with the header of their column. */
export function moreOf(field: string): string {
  return `${field}${MORE}`;
}

/** `email` for `email.more`; null for every other target. Several columns can go there. */
export function fieldOfMore(target: string): string | null {
  return target.endsWith(MORE) ? target.slice(0, -MORE.length) : null;
}

/** Everything that can be further values of this entity's fields. */
export function moreTargetsOf(entity: Entity): Target[] {
  if (!takesMore(entity)) return [];
  return Object.entries(entity.fields).flatMap(([name, { kind, label }]) => {
    if (name === NOTES) return [{ name: moreOf(name), label: `${label}, with its header`, field: null }];
    return kind === 'email' || kind === 'phone' || kind === 'url'
      ? [{ name: moreOf(name), label: `Other ${label.toLowerCase()}`, field: null }]
      : [];
  });
}

const REFERENCE = '.key';

/** The target for the ID, in the source system, of what a reference field refers to. */
export function keyOfReference(field: string): string {
  return `${field}${REFERENCE}`;
}

/** `customer` for `customer.key`; null for every other target. */
export function referenceOfKey(target: string): string | null {
  return target.endsWith(REFERENCE) ? target.slice(0, -REFERENCE.length) : null;
}

/** The fields that a file can hold of this entity, for somebody of this role. */
export function fieldTargetsOf(entity: Entity, role: Role): Target[] {
  return Object.entries(entity.fields)
    .filter(([, { ours, only }]) => !ours && (only === undefined || atLeast(role, only)))
    .map(([name, field]) => ({ name, label: field.label, field }));
}
