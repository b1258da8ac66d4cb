import type { ScheduleRecord } from '../../model/entities/schedules.ts';
import { entityOf } from '../../model/registry.ts';
import { toRecord, type Row } from '../columns.ts';
import type { Db } from '../dialect.ts';

/** Every schedule of a workspace that was not ended, oldest first. */
export async function schedulesIn(db: Db, team: string): Promise<ScheduleRecord[]> {
  const rows = (await db('schedules').where({ team }).whereNull('deleted_at').orderBy('id')) as Row[];
  return rows.map((row) => toRecord(entityOf('schedule'), row));
}

/**
 * Marks it as stopped, which is a state of it and no version.
 * @returns whether it went on until now
 */
export async function markStopped(db: Db, id: number, why: string): Promise<boolean> {
  return (await db('schedules').where({ id }).whereNull('broken').update({ broken: why })) > 0;
}
