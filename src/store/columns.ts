import type { Entity, EntityName, EntityNamed } from '../model/entity.ts';
import type { RecordNamed } from '../model/registry.ts';
import type { Field, Kind, Value } from '../model/fields.ts';

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const plain = snake;
const idOf = (name: string): string => `${snake(name)}_id`;

/** How each kind of field names its column. */
const columnByKind: Record<Kind, (name: string) => string> = {
  text: plain,
  longText: plain,
  money: plain,
  number: plain,
  date: plain,
  dateTime: plain,
  choice: plain,
  email: plain,
  phone: plain,
  url: plain,
  person: plain,
  stage: idOf,
  reference: idOf,
};

/** The column of a field: `closeOn` -> `close_on`, a reference `customer` -> `customer_id`. */
export function columnOf(name: string, field: Field): string {
  return columnByKind[field.kind](name);
}

const BASE = {
  id: 'id',
  version: 'version',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  deletedAt: 'deleted_at',
};

const known = new WeakMap<Entity, Record<string, string>>();

/** Every property of an entity's records with its column. */
export function columnsOf(entity: Entity): Readonly<Record<string, string>> {
  const columns = known.get(entity) ?? {
    ...BASE,
    ...(entity.traits.keepsStart && { started: 'started' }),
    ...Object.fromEntries(Object.entries(entity.fields).map(([name, field]) => [name, columnOf(name, field)])),
  };
  known.set(entity, columns);
  return columns;
}

/** What a column of each kind of field holds. */
const typeByKind: Record<Kind, 'bigint' | 'text'> = {
  text: 'text',
  longText: 'text',
  money: 'bigint',
  number: 'bigint',
  date: 'text',
  dateTime: 'text',
  choice: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  person: 'text',
  stage: 'bigint',
  reference: 'bigint',
};

/** Column to what it holds, of everything that changes in an entity's records, and their id. */
export function typesOf(entity: Entity): Record<string, 'bigint' | 'text'> {
  return {
    id: 'bigint',
    version: 'bigint',
    updated_at: 'text',
    deleted_at: 'text',
    ...Object.fromEntries(
      Object.entries(entity.fields).map(([name, field]) => [columnOf(name, field), typeByKind[field.kind]]),
    ),
  };
}

export type Row = Record<string, Value>;

export function toRecord<N extends EntityName>(entity: EntityNamed<N>, row: Row): RecordNamed<N> {
  return Object.fromEntries(
    Object.entries(columnsOf(entity)).map(([name, column]) => [name, row[column] ?? null]),
  ) as RecordNamed<N>;
}

export function toRow(entity: Entity, values: Readonly<Record<string, Value>>): Row {
  const columns = columnsOf(entity);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [columns[name] ?? name, value]));
}
