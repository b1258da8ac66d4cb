import type { Entity, EntityName } from '../../model/entity.ts';
import type { Changes } from '../../store/audit/audit-row.ts';
import { isMatched, renewMatchKeys } from '../../store/match-keys.ts';
import { repointRecords, type Turn } from '../../store/repoint.ts';
import { referrersTo } from './references.ts';
import type { WriteContext } from '../context/index.ts';
import { commitChanges } from './commit-changes.ts';

/** Entity to how many of its records were turned. */
export type Moved = Partial<Record<EntityName, number>>;

/**
 * Points a reference of many records at another record, each with its own entry in
 * the audit trail. No permission is asked for each and no rule: they follow from what somebody may do to the record they
 * refer to.
 * @param only ids of the records; all that refer to `from` when left out
 * @returns how many were turned
 */
export async function repoint(tx: WriteContext, entity: Entity, turn: Turn, only?: readonly number[]): Promise<number> {
  const turned = await repointRecords(tx.db, entity, turn, tx.at, only);
  if (isMatched(entity, [turn.field])) await renewMatchKeys(tx.db, entity, turned);
  const changes: Changes = { [turn.field]: [turn.from, turn.to] };
  await commitChanges(
    tx,
    turned.map((record) => ({ entity: entity.name, verb: 'repoint', record, changes })),
  );
  return turned.length;
}

/** Turns everything that refers to one record to another of the same kind. */
export async function repointAll(tx: WriteContext, name: EntityName, from: number, to: number): Promise<Moved> {
  const moved: Moved = {};
  for (const { entity, field } of referrersTo(name)) {
    const turned = await repoint(tx, entity, { field, from, to });
    if (turned > 0) moved[entity.name] = (moved[entity.name] ?? 0) + turned;
  }
  return moved;
}
