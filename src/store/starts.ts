import type { Entity } from '../model/entity.ts';
import { columnsOf } from './columns.ts';
import type { Db } from './dialect.ts';
import { startOfTitle } from './order.ts';

/** Follows every character in the order of both databases. */
const LAST = '\u{10ffff}';
/** As much of a title as is indexed. */
const INDEXED = 60;

export interface Called {
  id: number;
  title: string;
}

/** Records that are not deleted whose folded title begins with these folded words, in the order of their titles. */
export async function startingWith(db: Db, entity: Entity, folded: string, limit: number): Promise<Called[]> {
  const begin = [...folded].slice(0, INDEXED).join('');
  const start = startOfTitle(db);
  const title = columnsOf(entity)[entity.title] ?? 'id';
  return db(entity.table)
    .whereNull('deleted_at')
    .whereRaw(`${start} >= ? and ${start} < ?`, [begin, `${begin}${LAST}`])
    .orderByRaw(`${start}, id`)
    .limit(limit)
    .select<Called[]>('id', { title });
}

/** Ids of the employees with that Slack user id. */
export function employeesOfPerson(db: Db, person: string): Promise<number[]> {
  return db('employees').where({ person }).pluck<number[]>('id');
}

/** What the employee is called who is this Slack user; null when nobody is. */
export async function nameOfPerson(db: Db, person: string): Promise<string | null> {
  return (
    ((await db('employees').where({ person }).orderBy('id', 'desc').first('name')) as { name: string } | undefined)
      ?.name ?? null
  );
}
