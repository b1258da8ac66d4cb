import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { messageOf, type OutboxKind } from '../../../store/outbox/payloads.ts';
import { nextTime, type Rhythm } from '../../../model/dates/recurrence.ts';
import { addDays, dayOf, momentOf, startOfDay } from '../../../model/dates/time.ts';
import { frequencyOf } from '../../../model/subscriptions/frequency.ts';
import type { Db } from '../../../store/database.ts';
import { normalizedOf, normalizeWeek, messagesSince } from '../../../store/notifications/digests.ts';
import { putDue } from '../../../store/jobs/jobs.ts';
import type { NewOutboxItem } from '../../../store/outbox/outbox.ts';
import type { Crm } from '../../context/index.ts';
import { clockOf, triggerKey } from '../../jobs/index.ts';
import { mondayOf } from './week.ts';

/** What counts towards the limit: updates, but neither digests nor notices about the subscription. */
const COUNTED: OutboxKind[] = [
  'deal-update',
  'interaction-update',
  'customer-update',
  'follow-up-update',
  'silent-update',
];

/** When held-back updates are posted, once a day. */
export const FOLD_RHYTHM: Rhythm = { on: 'weekday', at: '09:00' };

/** Whether a subscription may still post instant updates. */
export interface LinkedChannel {
  left: number;
  /** Whether it said so already that it holds back. */
  folded: boolean;
}

interface LimitScope {
  db: Db;
  crm: Pick<Crm, 'settings' | 'now'>;
  /** ISO moment in UTC of the update. */
  at: string;
}

/** @returns null where nothing is counted */
const linkedChannelOf = async (
  { db }: LimitScope,
  subscription: SubscriptionRecord,
  monday: string,
  zone: string,
): Promise<LinkedChannel | null> => {
  const { budget } = frequencyOf(subscription);
  if (budget === null) return null;
  const folded = await normalizedOf(db, { subscription: subscription.id, week: monday, budget });
  if (folded !== null) return { left: 0, folded: true };
  const told = await messagesSince(db, subscription.id, startOfDay(monday, zone), COUNTED);
  return { left: Math.max(0, budget - told), folded: false };
};

/** It holds back for the rest of the week, says so once, and comes together once a day instead. */
const fold = async (
  where: LimitScope,
  subscription: SubscriptionRecord,
  monday: string,
  zone: string,
): Promise<NewOutboxItem[]> => {
  const { db, crm, at } = where;
  const { budget, digest } = frequencyOf(subscription);
  const week = { subscription: subscription.id, week: monday, budget: budget ?? 0, since: at };
  if (!(await normalizeWeek(db, week))) return [];
  if (digest === null) {
    const dueAt = momentOf(nextTime(FOLD_RHYTHM, crm.now(), zone));
    const key = triggerKey('fold', subscription.id);
    await putDue(db, { key, kind: 'fold', subject: subscription.id, spec: monday, dueAt, since: at });
  }
  const news = { subscription: subscription.id, budget: budget ?? 0, until: addDays(monday, 6) };
  const to = {
    subscriptionId: subscription.id,
    team: subscription.team,
    channel: subscription.channel,
  };
  return [{ ...to, ...messageOf('budget-reached', news) }];
};

/** @returns what of an item is sent: itself, nothing, or that from now on it holds back */
export type WeeklyLimit = (subscription: SubscriptionRecord, item: NewOutboxItem) => Promise<NewOutboxItem[]>;

/**
 * Lets instant updates through: none where it only sends digests, and not more than its weekly
 * budget. What is held back comes in its digest.
 */
export function openWeeklyLimit(where: LimitScope): WeeklyLimit {
  const rooms = new Map<number, LinkedChannel | null>();
  return async (subscription, item) => {
    const { stream, budget } = frequencyOf(subscription);
    if (!stream) return [];
    if (budget === null) return [item];
    const zone = await clockOf(where.db, where.crm, subscription);
    const monday = mondayOf(dayOf(where.crm.now(), zone));
    const room = rooms.get(subscription.id) ?? (await linkedChannelOf(where, subscription, monday, zone));
    rooms.set(subscription.id, room);
    if (!room) return [item];
    if (room.left > 0) {
      room.left -= 1;
      return [item];
    }
    const said = room.folded ? [] : await fold(where, subscription, monday, zone);
    room.folded = true;
    return said;
  };
}
