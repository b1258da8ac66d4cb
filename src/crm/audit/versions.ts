import type { EntityName, RecordRef } from '../../model/entity.ts';
import { entityOf, type RecordNamed } from '../../model/registry.ts';
import { findRecord, findRecords } from '../../store/records.ts';
import type { Crm } from '../context/index.ts';

/** The version a record has now; 0 when there is none. */
export async function versionOf(crm: Crm, ref: RecordRef): Promise<number> {
  return (await findRecord(crm.database.db, ref))?.version ?? 0;
}

/** Records by id, deleted ones included, without access checks: for what the app itself shows. */
export async function recordsById<N extends EntityName>(
  crm: Crm,
  entity: N,
  ids: readonly number[],
): Promise<RecordNamed<N>[]> {
  return [...(await findRecords(crm.database.db, entityOf(entity), ids)).values()];
}
