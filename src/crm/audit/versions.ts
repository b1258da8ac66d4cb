import type { EntityName, RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { findRecord, findRecords } from '../../store/records.ts';
import type { Crm } from '../context/index.ts';

/** The version a record has now; 0 when there is none. */
export async function versionOf(crm: Crm, ref: RecordRef): Promise<number> {
  return (await findRecord(crm.database.knex, ref))?.version ?? 0;
}

/** Records by id, deleted ones included, without access checks: for what the app itself shows. */
export async function recordsById(crm: Crm, entity: EntityName, ids: readonly number[]): Promise<AnyRecord[]> {
  return [...(await findRecords(crm.database.knex, entityOf(entity), ids)).values()];
}
