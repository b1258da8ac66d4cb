import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { toRecord, type Row } from '../columns.ts';
import type { Db } from '../dialect.ts';

/** What somebody has in hand, by the entity's name: ids of customers, contacts, open deals, open follow-ups, and what channels hear. */
export interface Holdings {
  customer: number[];
  contact: number[];
  deal: number[];
  followUp: number[];
  subscription: number[];
  schedule: number[];
}

export async function holdingsOf(db: Db, employee: number): Promise<Holdings> {
  const theirs = (table: string) =>
    db(table).where(`${table}.owner_id`, employee).whereNull(`${table}.deleted_at`).orderBy(`${table}.id`);
  // What speaks to one person alone is nobody else's.
  const ofChannels = (table: string) => theirs(table).whereRaw(`substr(${table}.channel, 1, 1) in ('C', 'G')`);
  const open = theirs('deals').join('stages', 'stages.id', 'deals.stage_id').where('stages.outcome', 'open');
  // One after the other: within a transaction there is one connection.
  return {
    customer: await theirs('customers').pluck<number[]>('id'),
    contact: await theirs('contacts').pluck<number[]>('id'),
    deal: await open.pluck<number[]>('deals.id'),
    followUp: await theirs('follow_ups').whereNull('done_at').pluck<number[]>('id'),
    subscription: await ofChannels('subscriptions').pluck<number[]>('id'),
    schedule: await ofChannels('schedules').pluck<number[]>('id'),
  };
}

/** The records of an entity that are somebody's and not deleted. */
export async function recordsOwnedBy(db: Db, entity: Entity, owner: number): Promise<AnyRecord[]> {
  const rows = (await db(entity.table).where({ owner_id: owner }).whereNull('deleted_at').orderBy('id')) as Row[];
  return rows.map((row) => toRecord(entity, row));
}
