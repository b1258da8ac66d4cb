import type { Entity } from '../model/entity.ts';
import type { Field, Kind, FieldOf } from '../model/fields.ts';
import { LAST_TOUCH } from '../model/filter/names.ts';
import { entityOf } from '../model/registry.ts';
import { columnsOf } from './columns.ts';
import { dialectOf, type Db } from './database.ts';
import { firstOf, lastTouch } from './filter.ts';

const asIs = (column: string): string => column;
const folded = (column: string): string => `crm_fold(${column})`;

/** What records are put in order by, for each kind of field: people expect names, not ids, and no order of capitals. */
const keyFor: { [K in Kind]: (column: string, field: FieldOf<K>) => string } = {
  text: folded,
  longText: folded,
  email: folded,
  url: folded,
  phone: asIs,
  money: asIs,
  number: asIs,
  date: asIs,
  dateTime: asIs,
  choice: asIs,
  stage: (column) => `(select position from stages where stages.id = ${column})`,
  reference: (column, { to }) => {
    const target = entityOf(to);
    return `(select crm_fold(of.${columnsOf(target)[target.title]}) from ${target.table} of where of.id = ${column})`;
  },
  person: asIs,
};

/** The folded beginning of a record's title. Indexed (see migrations/003_lists.ts), so it must be written as it is there. */
export function startOfTitle(db: Db): string {
  return dialectOf(db) === 'sqlite' ? 'substr(search_text, 1, 60)' : '(substr(search_text, 1, 60) collate "C")';
}

/** For `order by`: by a field, `createdAt` or `updatedAt`; blanks stand last either way, ids decide among equals. */
export function orderOf(db: Db, entity: Entity, { by, descending }: { by: string; descending: boolean }): string {
  const direction = descending ? 'desc' : 'asc';
  if (by === entity.title) return `${startOfTitle(db)} ${direction}, id ${direction}`;
  if (by === LAST_TOUCH) return `${lastTouch(entity)} ${direction} nulls last, id ${direction}`;
  const first = entity.firstOf?.[by];
  const field = first?.field ?? entity.fields[by];
  const column = first ? firstOf(entity, first.of) : `${entity.table}.${columnsOf(entity)[by] ?? 'id'}`;
  const key = field ? (keyFor[field.kind] as (column: string, field: Field) => string)(column, field) : column;
  return `${key} ${direction} nulls last, id ${direction}`;
}
