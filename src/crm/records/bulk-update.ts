import type { EntityName } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import type { Changes } from '../../store/audit/audit-row.ts';
import { repointRecords, type Turn } from '../../store/repoint.ts';
import type { WriteContext } from '../context/index.ts';
import { commitChanges } from './commit-changes.ts';

/**
 * Gives one field of many records another value, as one act of somebody who may change each of them: thousands within
 * the three seconds that Slack waits. Nothing may follow from the change and no rule may depend on it, because neither is
 * asked; each record gets its own entry in the audit trail, and subscribers hear of each.
 * @returns how many were changed
 */
export async function bulkUpdate(
  tx: WriteContext,
  name: EntityName,
  turn: Turn,
  ids: readonly number[],
): Promise<number> {
  const turned = await repointRecords(tx.db, entityOf(name), turn, tx.at, ids);
  const changes: Changes = { [turn.field]: [turn.from, turn.to] };
  await commitChanges(
    tx,
    turned.map((record) => ({ entity: name, verb: 'update', record, changes })),
  );
  return turned.length;
}
