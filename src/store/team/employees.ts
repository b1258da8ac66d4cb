import type { EmployeeRecord } from '../../model/entities/employees.ts';
import type { Role } from '../../model/roles.ts';
import { entityOf } from '../../model/registry.ts';
import { toRecord, type Row } from '../columns.ts';
import type { Db } from '../dialect.ts';

/** The employee of a Slack user, the present one before a deleted one; null when never seen. */
export async function employeeOf(db: Db, person: string): Promise<EmployeeRecord | null> {
  const order = [
    { column: 'deleted_at', order: 'asc', nulls: 'first' } as const,
    { column: 'id', order: 'desc' } as const,
  ];
  const row = (await db('employees').where({ person }).orderBy(order).first()) as Row | undefined;
  return row ? toRecord(entityOf('employee'), row) : null;
}

export interface Colleague {
  id: number;
  name: string;
  role: Role;
  /** Slack user id. */
  person: string;
}

/** Those of these roles who can come in: neither deleted nor gone from Slack; by name. */
export function peopleWithRole(db: Db, roles: readonly string[]): Promise<Colleague[]> {
  return db('employees')
    .whereIn('role', roles)
    .whereNull('deleted_at')
    .whereNull('left_at')
    .whereNotNull('person')
    .orderBy('name')
    .select<Colleague[]>('id', 'name', 'role', 'person');
}

/** Slack user ids of those who are here: neither deleted nor gone from Slack. */
export function peopleHere(db: Db): Promise<string[]> {
  return db('employees').whereNull('deleted_at').whereNull('left_at').whereNotNull('person').pluck('person');
}

/** How many of those who are here have each role. */
export async function countRoles(db: Db): Promise<Map<string, number>> {
  const rows = (await db('employees')
    .whereNull('deleted_at')
    .whereNull('left_at')
    .groupBy('role')
    .select('role')
    .count({ n: '*' })) as { role: string; n: number }[];
  return new Map(rows.map(({ role, n }) => [role, n]));
}

/** Employee id -> name, of those who are gone as well. */
export async function namesOfEmployees(db: Db): Promise<Map<number, string>> {
  const rows: { id: number; name: string }[] = await db('employees').select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** By which clock somebody lives, as Slack last said: IANA; null while nobody knows. */
export async function zoneOf(db: Db, id: number): Promise<string | null> {
  const row = (await db('employees').where({ id }).first('time_zone')) as { time_zone: string | null } | undefined;
  return row?.time_zone ?? null;
}

export async function keepZone(db: Db, id: number, timeZone: string): Promise<void> {
  await db('employees').where({ id }).update({ time_zone: timeZone });
}
