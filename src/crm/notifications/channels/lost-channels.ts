import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { messageOf } from '../../../store/outbox/payloads.ts';
import type { RequestContext, Crm } from '../../context/index.ts';
import type { RecordRef } from '../../../model/entity.ts';
import { entityOf } from '../../../model/registry.ts';
import { momentOf } from '../../../model/dates/time.ts';
import { writeAudit } from '../../../store/audit/audit-log.ts';
import type { ChannelKey } from '../../../store/notifications/channels.ts';
import type { Db } from '../../../store/database.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import {
  findLinkedChannel,
  markLinkedChannelUndeliverable,
  type LinkedChannel,
} from '../../../store/notifications/linked-channels.ts';
import { failChannel } from '../../../store/outbox/state.ts';
import { schedulesIn } from '../../../store/notifications/schedules.ts';
import { lockRecord } from '../../../store/records.ts';
import { markHeard, markUndeliverable, subscriptionsIn } from '../../../store/notifications/subscriptions.ts';
import { runInTransaction, assertCan, missing, entryOf } from '../../records/index.ts';
import { makersOf, peopleOf } from './channels.ts';
import { stopSchedule } from '../schedules/index.ts';

/** Why nothing can be said in a channel any more, or whether it may: as Slack names it, or as its events do. */
export const LOSSES = ['is_archived', 'channel_not_found', 'not_in_channel', 'deleted', 'renamed'] as const;
export type Loss = (typeof LOSSES)[number];

export function isLoss(cause: string): cause is Loss {
  return (LOSSES as readonly string[]).includes(cause);
}

/** Notifies the owners of these subscriptions, and whoever linked the channel, each once. */
const tellMakers = async (
  db: Db,
  { subscriptions, room }: LostDelivery,
  { team, channel, kind, at }: ChannelKey & { kind: 'unheard' | 'heard-again'; at: string },
): Promise<void> => {
  const makers = await peopleOf(db, [...subscriptions.map(({ owner }) => owner), ...(room ? [room.by] : [])]);
  const items = makers.map((person) => ({
    subscriptionId: null,
    team,
    channel: person,
    ...messageOf(kind, { channel }),
  }));
  await writeOutbox(db, items, at);
};

/** Everything that posts updates in a channel. */
interface LostDelivery {
  subscriptions: readonly SubscriptionRecord[];
  /** What the channel itself is about. */
  room: LinkedChannel | null;
}

const here = async (db: Db, { team, channel }: ChannelKey): Promise<SubscriptionRecord[]> =>
  (await subscriptionsIn(db, team)).filter((one) => one.channel === channel);

/** Scheduled summaries there stop as well, and their owners are notified by direct message, once. */
const stopSchedules = async (db: Db, { team, channel }: ChannelKey, cause: Loss, at: string): Promise<void> => {
  const why =
    cause === 'renamed'
      ? 'Its channel was renamed and may be for other people now.'
      : 'Its channel no longer accepts messages.';
  for (const schedule of await schedulesIn(db, team)) {
    if (schedule.channel !== channel || schedule.broken !== null) continue;
    const [maker] = await makersOf(db, [schedule]);
    await stopSchedule(db, schedule, { why, at, to: maker ?? null });
  }
};

/**
 * Pauses the updates in a channel and notifies their owners, once, however often and in however many processes
 * this is noticed. What waits for a channel that takes nothing is set aside with it.
 */
export async function pauseChannel(db: Db, key: ChannelKey, cause: Loss, at: string): Promise<void> {
  const subscriptions: SubscriptionRecord[] = [];
  for (const one of await here(db, key)) if (await markUndeliverable(db, one.id, cause)) subscriptions.push(one);
  const room = (await markLinkedChannelUndeliverable(db, key, cause)) ? await findLinkedChannel(db, key) : null;
  await tellMakers(db, { subscriptions, room }, { ...key, kind: 'unheard', at });
  await stopSchedules(db, key, cause, at);
  if (cause !== 'renamed') await failChannel(db, key, { at, error: cause });
}

/** The same for what Slack's events say. */
export async function loseChannel(crm: Crm, key: ChannelKey, cause: Loss): Promise<void> {
  await crm.database.transaction((db) => pauseChannel(db, key, cause, momentOf(crm.now())));
  crm.onOutbox();
}

/** Whether it is the channel's return that it waits for. */
const isLost = ({ unheard }: SubscriptionRecord | LinkedChannel): boolean => unheard !== null && unheard !== 'renamed';

/** A channel accepts messages again: the owners of its subscriptions are told how to resume them. */
export async function findChannelAgain(crm: Crm, key: ChannelKey): Promise<void> {
  await crm.database.transaction(async (db) => {
    const subscriptions = (await here(db, key)).filter(isLost);
    const room = await findLinkedChannel(db, key);
    await tellMakers(
      db,
      { subscriptions, room: room && isLost(room) ? room : null },
      { ...key, kind: 'heard-again', at: momentOf(crm.now()) },
    );
  });
  crm.onOutbox();
}

/** Lets a subscription go on that was paused for its channel's sake. @throws Forbidden, NotFound */
export function letGoOn(
  ctx: RequestContext,
  ref: RecordRef<'subscription'>,
): Promise<{ act: string; subscription: SubscriptionRecord }> {
  return runInTransaction(ctx, async (tx) => {
    const subscription = await lockRecord(tx.db, ref);
    if (subscription?.deletedAt !== null) throw missing(ref);
    assertCan(ctx.actor, entityOf('subscription'), 'update', subscription);
    await markHeard(tx.db, ref.id);
    const changes = { unheard: [subscription.unheard ?? null, null] as [string | null, null] };
    await writeAudit(tx.db, entryOf(tx, { verb: 'go on', entity: ref.entity, recordId: ref.id, changes }));
    return { subscription };
  });
}

/** What is paused in a channel for its sake. */
export async function undeliverableIn(crm: Crm, key: ChannelKey): Promise<LostDelivery> {
  const room = await findLinkedChannel(crm.database.db, key);
  return {
    subscriptions: (await here(crm.database.db, key)).filter(({ unheard }) => unheard !== null),
    room: room?.unheard == null ? null : room,
  };
}
