import type { Knex } from 'knex';
import type { Entity } from '../model/entity.ts';
import type { Kind } from '../model/fields.ts';
import { MONEY_DIGITS, type Condition, type Filter, type Range, type Test } from '../model/filter/filter.ts';
import { filterables, LAST_TOUCH, touchedBy } from '../model/filter/names.ts';
import { fractionDigits } from '../model/money.ts';
import { entityOf } from '../model/registry.ts';
import { columnsOf } from './columns.ts';
import { dialectOf, type Db, type Dialect } from './database.ts';

/** A piece of SQL with what fills its question marks. */
interface SqlFragment {
  sql: string;
  bindings: (string | number)[];
}

type Subject = (column: string, entity: Entity) => string;

const asIs: Subject = (column) => column;
const folded: Subject = (column) => `crm_fold(${column})`;

const DEFAULT_DIGITS = 2;

/** Currencies whose amounts have other than two decimals: number of decimals -> codes. */
const unusual = (): Map<number, string[]> => {
  const found = new Map<number, string[]>();
  for (const currency of Intl.supportedValuesOf('currency')) {
    const digits = fractionDigits(currency);
    if (digits !== DEFAULT_DIGITS) found.set(digits, [...(found.get(digits) ?? []), currency]);
  }
  return found;
};
const UNUSUAL = unusual();
const factor = (digits: number): number => 10 ** (MONEY_DIGITS - digits);

/** An amount in ten-thousandths of the major unit, whatever its currency. */
const scaled: Subject = (column, entity) => {
  if (!entity.fields['currency']) return `${column} * ${factor(DEFAULT_DIGITS)}`;
  const cases = [...UNUSUAL].map(
    ([digits, codes]) => `when ${entity.table}.currency in ('${codes.join("', '")}') then ${factor(digits)}`,
  );
  return `${column} * (case ${cases.join(' ')} else ${factor(DEFAULT_DIGITS)} end)`;
};

/** Each kind's column in the form in which tests hold its values. */
const subjectFor: Record<Kind, Subject> = {
  text: folded,
  longText: folded,
  email: folded,
  url: folded,
  phone: asIs,
  money: scaled,
  number: asIs,
  date: asIs,
  dateTime: asIs,
  choice: asIs,
  stage: asIs,
  reference: asIs,
  person: asIs,
};

/** Does the text contain the words? Unlike LIKE this knows no wildcards, and no longest pattern. */
export function contains(subject: string, dialect: Dialect): string {
  return `${dialect === 'sqlite' ? 'instr' : 'strpos'}(${subject}, ?) > 0`;
}

const SIGNS: Readonly<Record<keyof Range, string>> = { from: '>=', above: '>', to: '<=', below: '<' };

const rangeSql = (subject: string, range: Range): SqlFragment => {
  const sides = (Object.keys(SIGNS) as (keyof Range)[]).filter((side) => range[side] !== undefined);
  return {
    sql: sides.map((side) => `${subject} ${SIGNS[side]} ?`).join(' and ') || '1 = 1',
    bindings: sides.map((side) => range[side] ?? 0),
  };
};

const testSql = (test: Test, subject: string, dialect: Dialect): SqlFragment => {
  if ('empty' in test) return { sql: `${subject} is null`, bindings: [] };
  if ('has' in test) return { sql: contains(subject, dialect), bindings: [test.has] };
  if ('range' in test) return rangeSql(subject, test.range);
  if (test.in.length === 0) return { sql: '1 = 0', bindings: [] };
  return { sql: `${subject} in (${test.in.map(() => '?').join(', ')})`, bindings: [...test.in] };
};

/** The newest interaction's moment, looked up in the index that begins with what it was with. */
export function lastTouch(entity: Entity): string {
  const interactions = entityOf('interaction');
  const column = columnsOf(interactions)[touchedBy(entity) ?? ''];
  return `(select max(touch.happened_at) from ${interactions.table} touch where touch.${column} = ${entity.table}.id and touch.deleted_at is null)`;
}

/** The first of some columns that holds anything. */
export function firstOf(entity: Entity, names: readonly string[]): string {
  const columns = names.map((name) => `${entity.table}.${columnsOf(entity)[name]}`);
  return columns.length > 1 ? `coalesce(${columns.join(', ')})` : (columns[0] ?? 'null');
}

const subjectOf = (entity: Entity, name: string): string => {
  if (name === LAST_TOUCH) return lastTouch(entity);
  const one = filterables(entity).find((each) => each.name === name);
  if (!one || (!one.of && !columnsOf(entity)[name])) throw new Error(`${entity.name} has no field ${name}`);
  return subjectFor[one.field.kind](firstOf(entity, one.of ?? [name]), entity);
};

const conditionSql = (entity: Entity, { field, not, any }: Condition, dialect: Dialect): SqlFragment => {
  const subject = subjectOf(entity, field);
  const tests = any.map((test) => testSql(test, subject, dialect));
  const sql = tests.map((test) => `(${test.sql})`).join(' or ');
  // What is blank fulfils no test, so it passes where none may hold.
  return {
    sql: not ? `not coalesce((${sql}), false)` : `(${sql})`,
    bindings: tests.flatMap(({ bindings }) => bindings),
  };
};

/** Narrows a query over the entity's table to the records that pass the filter. */
export function applyFilter(db: Db, query: Knex.QueryBuilder, entity: Entity, filter: Filter): void {
  const dialect = dialectOf(db);
  for (const condition of filter.conditions) {
    const { sql, bindings } = conditionSql(entity, condition, dialect);
    void query.whereRaw(sql, bindings);
  }
  for (const word of filter.words) void query.whereRaw(contains(`${entity.table}.search_text`, dialect), [word]);
}
