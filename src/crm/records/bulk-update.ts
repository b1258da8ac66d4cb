import type { EntityName } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { writeAudits, type Changes } from '../../store/audit/audit-log.ts';
import { repointRecords, type Turn } from '../../store/repoint.ts';
import { announce } from '../notifications/announce/announce.ts';
import { keepTimers } from '../jobs/triggers.ts';
import type { Road } from '../context/write-context.ts';
import { entryOf } from './write-record.ts';

/**
 * Gives one field of many records another value, as one act of somebody who may change each of them: thousands within
 * the three seconds that Slack waits. Nothing may follow from the change and no rule may depend on it, because neither is
 * asked; each record gets its own entry in the audit trail, and subscribers hear of each.
 * @returns how many were changed
 */
export const turnAll = async (road: Road, name: EntityName, turn: Turn, ids: readonly number[]): Promise<number> => {
  const turned = await repointRecords(road.db, entityOf(name), turn, road.at, ids);
  const changes: Changes = { [turn.field]: [turn.from, turn.to] };
  await writeAudits(
    road.db,
    turned.map(({ id }) => entryOf(road, { verb: 'update', entity: name, recordId: id, changes })),
  );
  await announce(
    road,
    turned.map((record) => ({ entity: name, verb: 'update', record, changes })),
  );
  for (const record of turned) await keepTimers(road.db, road.crm, name, record);
  return turned.length;
};
