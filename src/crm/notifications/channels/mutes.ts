import { type RequestContext, type Crm, touch } from '../../context/index.ts';
import { entityOf } from '../../../model/registry.ts';
import { writeAudit } from '../../../store/audit/audit-log.ts';
import * as store from '../../../store/notifications/mutes.ts';
import { findRecord } from '../../../store/records.ts';
import { runInTransaction, assertCan, entryOf } from '../../records/index.ts';
import type { FoundNamed } from '../../search/index.ts';

/** What is muted or not from now on, and where. */
export interface Muting {
  deal: FoundNamed<'deal'>;
  /** Slack channel id; a user id for a direct message. */
  channel: string;
  muted: boolean;
}

/**
 * Mutes or unmutes updates about a deal in a channel; its card stays current. Whoever
 * may subscribe a channel may do that.
 * @returns whether anything changed
 * @throws Forbidden
 */
export function muteDeal(
  ctx: RequestContext,
  { deal, channel, muted }: Muting,
): Promise<{ act: string; changed: boolean }> {
  return runInTransaction(ctx, async (tx) => {
    assertCan(ctx.actor, entityOf('subscription'), 'create', null);
    const key = { team: ctx.actor.slackTeamId, channel, dealId: deal.record.id };
    const changed = await (muted ? store.addMute(tx.db, key, ctx.actor.employeeId, tx.at) : store.dropMute(tx.db, key));
    if (!changed) return { changed };
    const verb = muted ? 'mute' : 'unmute';
    const changes = store.mutingChanges(channel, muted);
    await writeAudit(tx.db, entryOf(tx, { verb, entity: 'deal', recordId: deal.record.id, changes }));
    touch(tx, { entity: 'deal', record: deal.record, changes: {} });
    return { changed };
  });
}

/** Does this channel want to hear nothing of the deal? */
export async function isMuted(crm: Crm, key: store.MuteKey): Promise<boolean> {
  return (await store.mutedBy(crm.database.db, key)) !== null;
}

const nameOf = async ({ database }: Crm, employee: number): Promise<string> =>
  (await findRecord(database.db, { entity: 'employee', id: employee }))?.['name'] ?? 'somebody';

/** Whoever muted it, by name; null where it is not muted. */
export async function whoMuted(crm: Crm, key: store.MuteKey): Promise<string | null> {
  const by = await store.mutedBy(crm.database.db, key);
  return by === null ? null : nameOf(crm, by);
}

/** That a channel wants to hear nothing of a deal. */
export interface Mute {
  /** Who said so, by name. */
  by: string;
  /** ISO moment in UTC. */
  since: string;
}

/** Who muted it and when, as of a moment (ISO in UTC) by the audit log; null where it was not muted. */
export async function muteAt(crm: Crm, key: store.MuteKey, at: string): Promise<Mute | null> {
  const entry = await store.lastMuting(crm.database.db, key, at);
  return entry?.verb === 'mute' ? { by: await nameOf(crm, entry.employeeId), since: entry.at } : null;
}
