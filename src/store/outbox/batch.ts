import type { Db } from '../dialect.ts';
import { toItem, type OutboxItem } from './outbox.ts';

/** Items of the same kind in the same lane that nobody has tried or is trying, held until the transaction ends. */
export async function waitingBeside(db: Db, { id, team, channel, lane, kind, op }: OutboxItem): Promise<OutboxItem[]> {
  const untouched = { delivered_at: null, failed_at: null, claimed_until: null, attempts: 0 };
  const rows = await db('outbox')
    .where({ team, channel, lane, kind, op, ...untouched })
    .whereNot({ id })
    .orderBy('id')
    .forUpdate();
  return (rows as Record<string, unknown>[]).map(toItem);
}

/**
 * One item tells what others were to tell, which are done with it.
 * @returns false when the courier does not hold it any more, and nothing was changed
 */
export async function tellWith(
  db: Db,
  { id, by, payload, at }: { id: number; by: string; payload: string; at: string },
  others: readonly number[],
): Promise<boolean> {
  const held = await db('outbox').where({ id, claimed_by: by, delivered_at: null }).update({ payload });
  if (held === 0) return false;
  await db('outbox')
    .whereIn('id', [...others])
    .update({ told_with: id, delivered_at: at });
  return true;
}

/**
 * No item of a lane waits longer than the one that settles first: they would tell the same change twice, and nothing of
 * a deal is told before what came earlier.
 */
export async function hasten(db: Db, ids: readonly number[], coalescedUntil: string): Promise<void> {
  await db('outbox')
    .whereIn('id', [...ids])
    .update({ settles_at: coalescedUntil, due_at: coalescedUntil });
}
