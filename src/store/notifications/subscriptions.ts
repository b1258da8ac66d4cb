import type { SubscriptionRecord } from '../../model/entities/subscriptions.ts';
import type { InteractionRecord } from '../../model/entities/interactions.ts';
import { entityOf } from '../../model/registry.ts';
import { toRecord, type Row } from '../columns.ts';
import { IDS_AT_ONCE, inBatches } from '../batches.ts';
import type { Db } from '../dialect.ts';

/** Every subscription of a workspace that was not ended, oldest first. */
export async function subscriptionsIn(db: Db, team: string): Promise<SubscriptionRecord[]> {
  const rows = (await db('subscriptions').where({ team }).whereNull('deleted_at').orderBy('id')) as Row[];
  return rows.map((row) => toRecord(entityOf('subscription'), row));
}

/**
 * Marks it as broken, which is a state of it and no version: whoever undoes what broke it is not held up by it.
 * @returns whether it was whole until now
 */
export async function markFilterInvalid(db: Db, id: number, why: string): Promise<boolean> {
  return (await db('subscriptions').where({ id }).whereNull('broken').update({ broken: why })) > 0;
}

export async function markWhole(db: Db, id: number): Promise<void> {
  await db('subscriptions').where({ id }).update({ broken: null });
}

/** Marks that nothing can be said in its channel, a state like the one above. @returns whether it could until now */
export async function markUndeliverable(db: Db, id: number, cause: string): Promise<boolean> {
  return (await db('subscriptions').where({ id }).whereNull('unheard').update({ unheard: cause })) > 0;
}

export async function markHeard(db: Db, id: number): Promise<void> {
  await db('subscriptions').where({ id }).update({ unheard: null });
}

/** Moment of the newest interaction with a deal, ISO in UTC; null when there was none. */
export async function lastTouchOf(db: Db, deal: number): Promise<string | null> {
  const query = db('interactions').where({ deal_id: deal }).whereNull('deleted_at');
  const [row] = (await query.max({ at: 'happened_at' })) as { at: string | null }[];
  return row?.at ?? null;
}

/** Id of the newest entry of the audit trail; 0 while it is empty. */
export async function newestEntry(db: Db): Promise<number> {
  const [row] = (await db('audit_log').max({ id: 'id' })) as { id: number | null }[];
  return row?.id ?? 0;
}

/** Records of an entity that name one of these deals. */
export async function interactionsOf(db: Db, deals: readonly number[]): Promise<InteractionRecord[]> {
  return inBatches(deals, IDS_AT_ONCE, async (some) => {
    const rows = (await db('interactions').whereIn('deal_id', [...some])) as Row[];
    return rows.map((row) => toRecord(entityOf('interaction'), row));
  });
}
