import type { Role } from '../../model/access.ts';
import type { AnyRecord } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { toRecord, type Row } from '../columns.ts';
import type { Db } from '../database.ts';

/** The employee of a Slack user, the present one before a deleted one; null when never seen. */
export const employeeOf = async (db: Db, person: string): Promise<AnyRecord | null> => {
  const order = [
    { column: 'deleted_at', order: 'asc', nulls: 'first' } as const,
    { column: 'id', order: 'desc' } as const,
  ];
  const row = (await db('employees').where({ person }).orderBy(order).first()) as Row | undefined;
  return row ? toRecord(entityOf('employee'), row) : null;
};

export interface Colleague {
  id: number;
  name: string;
  role: Role;
  /** Slack user id. */
  person: string;
}

/** Those of these roles who can come in: neither deleted nor gone from Slack; by name. */
export const peopleWithRole = (db: Db, roles: readonly string[]): Promise<Colleague[]> =>
  db('employees')
    .whereIn('role', roles)
    .whereNull('deleted_at')
    .whereNull('left_at')
    .whereNotNull('person')
    .orderBy('name')
    .select<Colleague[]>('id', 'name', 'role', 'person');

/** Slack user ids of those who are here: neither deleted nor gone from Slack. */
export const peopleHere = (db: Db): Promise<string[]> =>
  db('employees').whereNull('deleted_at').whereNull('left_at').whereNotNull('person').pluck('person');

/** How many of those who are here have each role. */
export const countRoles = async (db: Db): Promise<Map<string, number>> => {
  const rows = (await db('employees')
    .whereNull('deleted_at')
    .whereNull('left_at')
    .groupBy('role')
    .select('role')
    .count({ n: '*' })) as { role: string; n: number }[];
  return new Map(rows.map(({ role, n }) => [role, n]));
};

/** By which clock somebody lives, as Slack last said: IANA; null while nobody knows. */
export const zoneOf = async (db: Db, id: number): Promise<string | null> => {
  const row = (await db('employees').where({ id }).first('time_zone')) as { time_zone: string | null } | undefined;
  return row?.time_zone ?? null;
};

export const keepZone = async (db: Db, id: number, timeZone: string): Promise<void> => {
  await db('employees').where({ id }).update({ time_zone: timeZone });
};
