import type { Condition, Filter } from '../../model/filter/filter.ts';
import { entityOf } from '../../model/registry.ts';
import type { Db } from '../dialect.ts';
import { applyFilter } from '../filter.ts';

/** Entities that the reports count. */
export const SUBJECTS = ['customer', 'contact', 'deal', 'interaction'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Rows of one subject that a report counts; deleted ones are never among them. */
export interface Selection {
  of: Subject;
  /** In fields of the subject, or `id`; null for no rows at all. */
  filter: Filter | null;
  /** Employee id of whose rows are counted; null for everybody's. */
  owner: number | null;
}

export type Query = ReturnType<Db>;

const everyRow = (db: Db, of: Subject): Query => {
  const { table } = entityOf(of);
  if (of !== 'deal') return db(table).whereNull(`${table}.deleted_at`);
  return db(table)
    .join(
      db('stages').select({ of_stage: 'id' }, 'outcome', 'probability', 'position').as('stage'),
      'of_stage',
      'deals.stage_id',
    )
    .whereNull('deleted_at');
};

const idsIn = ({ any }: Condition): number[] => any.flatMap((test) => ('in' in test ? test.in.map(Number) : []));

/** Narrows a query to the rows, or to all but the rows, whose ids a condition names. */
const narrowIds = (rows: Query, column: string, condition: Condition): void => {
  if (condition.not) void rows.whereNotIn(column, idsIn(condition));
  else void rows.whereIn(column, idsIn(condition));
};

/** A query over the selected rows; deals come with the `outcome`, `probability` and `position` of their stage. */
export function rowsOf(db: Db, { of, filter, owner }: Selection): Query {
  const rows = everyRow(db, of);
  if (filter === null) return rows.whereRaw('1 = 0');
  const entity = entityOf(of);
  if (owner !== null) void rows.where(`${entity.table}.owner_id`, owner);
  for (const condition of filter.conditions)
    if (condition.field === 'id') narrowIds(rows, `${entity.table}.id`, condition);
  applyFilter(db, rows, entity, { ...filter, conditions: filter.conditions.filter(({ field }) => field !== 'id') });
  return rows;
}
