import { fieldTo } from '../reference-fields.ts';
import { entityOf } from '../registry.ts';
import type { Entity } from '../entity.ts';
import type { AnyRecord } from '../record.ts';
import type { Field, Value } from '../fields.ts';
import { normalizeText } from '../text/text.ts';

/** Something that records can be filtered by. */
export interface Filterable {
  /** Property of the record, one that is the first of several, or `lastTouch`. */
  name: string;
  field: Field;
  /** Properties of the record, the first of which that is filled in is meant. */
  of?: readonly string[];
}

/** The virtual field that holds when a record had its last interaction. */
export const LAST_TOUCH = 'lastTouch';

const OF_EVERY_RECORD: readonly Filterable[] = [
  { name: 'createdAt', field: { kind: 'dateTime', label: 'Created', also: ['created'] } },
  { name: 'updatedAt', field: { kind: 'dateTime', label: 'Changed', also: ['updated'] } },
];
const TOUCHED: Filterable = {
  name: LAST_TOUCH,
  field: { kind: 'dateTime', label: 'Last interaction', also: ['touched'] },
};

/** The field by which interactions refer to records of this entity; undefined when they do not. */
export function touchedBy(entity: Entity): string | undefined {
  return entity.traits.isColleague ? undefined : fieldTo(entityOf('interaction'), entity.name);
}

/** Everything that records of this entity can be filtered by. */
export function filterables(entity: Entity): Filterable[] {
  return [
    ...Object.entries(entity.fields).map(([name, field]) => ({ name, field })),
    ...Object.entries(entity.firstOf ?? {}).map(([name, { field, of }]) => ({ name, field, of })),
    ...OF_EVERY_RECORD,
    ...(touchedBy(entity) === undefined ? [] : [TOUCHED]),
  ];
}

/** What of a record is meant, but for the last interaction, which stands in no record. */
export function valueIn({ name, of = [name] }: Filterable, record: AnyRecord): Value {
  return of.map((one) => record[one] ?? null).find((value) => value !== null) ?? null;
}

/** `Expected close`, `expected-close` and `expectedClose` are one name. */
export function nameKey(word: string): string {
  return normalizeText(word).replace(/[\s_-]/g, '');
}

const keysOf = ({ name, field }: Filterable): string[] => [name, field.label, ...(field.also ?? [])].map(nameKey);

/** What the word names, or undefined. */
export function filterableCalled(entity: Entity, word: string): Filterable | undefined {
  const key = nameKey(word);
  return filterables(entity).find((one) => keysOf(one).includes(key));
}

/** How people best write the name of a field: its shortest, in one word. */
export function spelling({ name, field }: Filterable): string {
  return field.also?.[0] ?? (/^[a-z]+$/.test(name) ? name : normalizeText(field.label).replaceAll(' ', '-'));
}
