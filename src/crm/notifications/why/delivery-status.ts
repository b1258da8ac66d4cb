import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { Idleness } from '../../../store/outbox/payloads.ts';
import type { EntityName, RecordRef } from '../../../model/entity.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import { Unclear } from '../../../model/errors.ts';
import { DAY_MS, dayOf, momentOf } from '../../../model/dates/time.ts';
import {
  subscriptionOf,
  partsOf,
  evaluate,
  type Around,
  type ConditionResult,
  type Evaluation,
} from '../../../model/subscriptions/subscription.ts';
import { rhythmInWords } from '../../../model/dates/recurrence.ts';
import { frequencyOf } from '../../../model/subscriptions/frequency.ts';
import { settlingMs } from '../../../model/subscriptions/coalescing.ts';
import type { Changes } from '../../../store/audit/audit-row.ts';
import { normalizedOf } from '../../../store/notifications/digests.ts';
import type { OutboxStatus } from '../../../store/outbox/delivery-status.ts';
import { isOfDatabase } from '../../../store/connection/database-trouble.ts';
import type { Crm } from '../../context/index.ts';
import { FILTER_NO_LONGER_VALID, mondayOf, type DomainEvent } from '../announce/index.ts';
import { clockOf, DELIVERED_DAYS } from '../../jobs/index.ts';
import { muteAt, type Mute } from '../channels/index.ts';
import type { Replay } from '../../replay/index.ts';

/** What became of one change at one subscription. */
export type DeliveryStatus =
  /** In the channel since then. `together`: with other changes, in one message. */
  | { is: 'sent'; at: string; together: boolean }
  /** It was written, and when it was to be said there was nothing left to say. */
  | { is: 'dropped' }
  /** The channel wanted to hear nothing of the deal: who said so, by name, and since when (ISO moment in UTC). */
  | ({ is: 'muted' } & Mute)
  /** It is to be sent; `error`: why the last attempt failed. */
  | { is: 'waiting'; dueAt: string; error: string | null }
  | { is: 'failed'; error: string }
  /** The subscription was made only later. */
  | { is: 'before' }
  /** Changed back before it was posted. */
  | { is: 'settled' }
  /** It was filled in afterwards, which is no news. */
  | { is: 'backfill' }
  | { is: 'paused'; until: string }
  /** It comes in a digest; how often that is. */
  | { is: 'digest'; every: string }
  /** The weekly limit was reached; held-back updates come once a day. */
  | { is: 'budget'; budget: number }
  /** It reports inactivity only after this many days. */
  | { is: 'patient'; days: number }
  | { is: 'broken'; why: string }
  | { is: 'unheard'; why: string }
  /** What a filter did to it, with the conditions that did not hold and the deal as it stood. */
  | { is: 'filtered'; parts: ConditionResult[] }
  /** It matched, but the outbox no longer has its delivery status. */
  | { is: 'unknown' }
  | { is: Exclude<Evaluation['is'], 'heard' | 'filtered'> };

/** The past that is walked back through, and what the outbox knows of it. */
export interface ReplayContext {
  crm: Crm;
  replay: Replay;
  stages: readonly Stage[];
  people: ReadonlyMap<number, AnyRecord>;
  statuses: readonly OutboxStatus[];
}

/** A past change that can be posted. */
export interface Audible {
  /** ISO moment in UTC. */
  at: string;
  domainEvent: DomainEvent;
  /** Is this item of the outbox about it? */
  isAbout: (item: OutboxStatus) => boolean;
  /** It was filled in afterwards and is not announced. */
  isBackfill: boolean;
  /** Whether later changes can alter or cancel it before it is posted. */
  settles: boolean;
  /** For reminders: why it is not posted at that moment. @param then the subscription as it stood */
  notYet?: (then: SubscriptionRecord) => Promise<DeliveryStatus | null>;
}

/** What every item of the outbox says of what it is about, as far as it does. */
export interface Payload {
  dealId?: number;
  id?: number;
  at: string;
  changes?: Changes;
  /** Of changes that settled into one message: the first and the last entry of the trail. */
  entries?: [number, number];
  events?: string[];
  idle?: Idleness;
  /** Of a digest: whether it is what one look at the clock found, and from when on. */
  of?: string;
  from?: string;
}

export function payloadOf({ payload }: OutboxStatus): Payload {
  return JSON.parse(payload) as Payload;
}

/** Of each kind of update that is not about a deal, whose record it is about. */
const SUBJECTS: Readonly<Record<string, EntityName>> = {
  'interaction-update': 'interaction',
  'customer-update': 'customer',
  'silent-update': 'customer',
  'follow-up-update': 'followUp',
};

/** The record that an update is about; null where it is about several. */
export function subjectOf(item: OutboxStatus): RecordRef | null {
  const { dealId, id } = payloadOf(item);
  if (dealId !== undefined) return { entity: 'deal', id: dealId };
  const entity = SUBJECTS[item.kind];
  return entity !== undefined && id !== undefined ? { entity, id } : null;
}

const isTogether = (item: OutboxStatus): boolean => {
  const { entries } = payloadOf(item);
  return item.kind === 'digest' || (entries !== undefined && entries[0] !== entries[1]);
};

/** @param deal id of the deal whose card it belongs to; 0 for none */
const statusOfItem = async (item: OutboxStatus, deal: number, { crm }: ReplayContext): Promise<DeliveryStatus> => {
  if (item.deliveredAt !== null && item.ts !== null)
    return { is: 'sent', at: item.deliveredAt, together: isTogether(item) };
  if (item.failedAt !== null) return { is: 'failed', error: item.error ?? '' };
  const { team, channel } = item;
  const mute = await muteAt(crm, { team, channel, dealId: deal }, item.deliveredAt ?? momentOf(crm.now()));
  if (mute) return { is: 'muted', ...mute };
  if (item.deliveredAt !== null) return { is: 'dropped' };
  return { is: 'waiting', dueAt: item.dueAt, error: item.error };
};

/** What filters depended on at that moment. */
export function aroundOf(
  { crm, replay, stages }: ReplayContext,
  { at, domainEvent }: Pick<Audible, 'at' | 'domainEvent'>,
): Around {
  const { timeZone, currency } = crm.settings;
  const lastTouch = (): Promise<string | null> => Promise.resolve(replay.lastTouch(domainEvent.news[0].deal.id));
  return { today: dayOf(Date.parse(at), timeZone), timeZone, currency, stages, lastTouch };
}

/** What a subscription as it stood then made of it. */
const judged = async (
  then: SubscriptionRecord,
  { news: [news] }: DomainEvent,
  around: Around,
): Promise<DeliveryStatus> => {
  try {
    const parsed = subscriptionOf(then);
    const verdict = await evaluate(parsed, news, around);
    if (verdict.is === 'heard') return { is: 'unknown' };
    if (verdict.is === 'filtered') return { is: 'filtered', parts: await partsOf(parsed, news, around) };
    return verdict;
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    return {
      is: 'broken',
      why: error instanceof Unclear ? error.message : FILTER_NO_LONGER_VALID,
    };
  }
};

const settles = (subscription: SubscriptionRecord, { crm }: ReplayContext): boolean =>
  settlingMs(subscriptionOf(subscription).ways.settle, crm.settings.settle ?? null) > 0;

/** Its filter was invalid then, as its owner was notified. */
const invalidAt = (then: SubscriptionRecord, at: string, { statuses }: ReplayContext): DeliveryStatus | null => {
  if (then.broken === null) return null;
  const said = statuses.findLast((one) => one.subscriptionId === then.id && one.kind === 'subscription-broken');
  return said && at < said.createdAt ? null : { is: 'broken', why: then.broken };
};

/** Why it posted nothing at that time. */
const silenced = (then: SubscriptionRecord, today: string): DeliveryStatus | null => {
  const { pausedUntil, unheard } = then;
  if (pausedUntil !== null && pausedUntil > today) return { is: 'paused', until: pausedUntil };
  return unheard === null ? null : { is: 'unheard', why: unheard };
};

/** Posted only in its digest, or held back by its weekly limit; muted deals not at all. */
const heldBack = async (
  then: SubscriptionRecord,
  { at, domainEvent }: Audible,
  moment: ReplayContext,
): Promise<DeliveryStatus | null> => {
  const held = await gathered(then, at, moment);
  if (!held) return null;
  const key = { team: then.team, channel: then.channel, dealId: domainEvent.news[0].deal.id };
  const mute = await muteAt(moment.crm, key, momentOf(moment.crm.now()));
  return mute ? { is: 'muted', ...mute } : held;
};

const gathered = async (
  then: SubscriptionRecord,
  at: string,
  { crm }: ReplayContext,
): Promise<DeliveryStatus | null> => {
  const { stream, digest, budget } = frequencyOf(then);
  if (!stream) return { is: 'digest', every: digest ? rhythmInWords(digest) : '' };
  if (budget === null) return null;
  const db = crm.database.db;
  const week = mondayOf(dayOf(Date.parse(at), await clockOf(db, crm, then)));
  const since = await normalizedOf(db, { subscription: then.id, week, budget });
  return since !== null && since <= at ? { is: 'budget', budget } : null;
};

/** Old enough for the outbox to have forgotten it. */
const isForgotten = (at: string, { crm }: ReplayContext): boolean =>
  crm.now() - Date.parse(at) > DELIVERED_DAYS * DAY_MS;

/** What became of it at a subscription. @param now the subscription as it is @param moment taken back to just after it */
export async function statusAt(
  now: SubscriptionRecord,
  audible: Audible,
  moment: ReplayContext,
): Promise<DeliveryStatus> {
  const { at, domainEvent, isAbout } = audible;
  const item = moment.statuses.findLast((one) => one.subscriptionId === now.id && isAbout(one));
  if (item) return statusOfItem(item, domainEvent.news[0].deal.id, moment);
  if (audible.isBackfill) return { is: 'backfill' };
  const then = moment.replay.at('subscription', now.id);
  if (!then) return { is: 'before' };
  const broken = invalidAt(then, at, moment);
  if (broken) return broken;
  const around = aroundOf(moment, audible);
  const verdict = await judged(then, domainEvent, around);
  if (verdict.is !== 'unknown') return verdict;
  const silent =
    silenced(then, around.today) ?? (await audible.notYet?.(then)) ?? (await heldBack(then, audible, moment));
  if (silent) return silent;
  return !audible.settles || isForgotten(at, moment) || !settles(then, moment) ? verdict : { is: 'settled' };
}
