import type { SubscriptionRecord } from '../../model/entities/subscriptions.ts';
import { nextTime } from '../../model/dates/recurrence.ts';
import { Unclear } from '../../model/errors.ts';
import { DAY_MS, dayOf, momentOf, startOfDay } from '../../model/dates/time.ts';
import {
  matchesSubscription,
  subscriptionOf,
  type Around,
  type Subscription,
} from '../../model/subscriptions/subscription.ts';
import { displayOptionsOf } from '../../model/subscriptions/display-options.ts';
import { keepTold, type TimeEventPayload } from '../../store/notifications/time-events.ts';
import type { Db } from '../../store/database.ts';
import type { DueItem } from '../../store/jobs/jobs.ts';
import { writeOutbox, type NewOutboxItem } from '../../store/outbox/outbox.ts';
import { findRecord } from '../../store/records.ts';
import { lastTouchOf } from '../../store/notifications/subscriptions.ts';
import { everyStageOf, type Crm } from '../context/index.ts';
import { type Done, CLOCK_LOOK, clockOf } from '../jobs/index.ts';
import { openWeeklyLimit, breakIt, whyInvalid, isAwake } from '../notifications/announce/index.ts';
import { mergedDigestOf } from '../notifications/digests/index.ts';
import { occurred, type Look } from '../notifications/reminders/index.ts';

/**
 * How far back unreported occurrences are looked for: interactions are logged late, and CustomerHub may
 * have been down.
 */
const LATE_DAYS = 45;

/** More than this many are posted in one message. */
const MOST_AT_ONCE = 10;

interface Outgoing {
  items: NewOutboxItem[];
  news: TimeEventPayload[];
}

/** Occurrences that match the subscription. @throws Unclear when its filter is no longer valid */
const heardOf = async (
  crm: Crm,
  subscription: SubscriptionRecord,
  look: Look,
  parsed: Subscription,
): Promise<Outgoing> => {
  const { timeZone, currency } = crm.settings;
  const telling: Outgoing = { items: [], news: [] };
  const around = { today: dayOf(look.now, look.timeZone), timeZone, currency, stages: await everyStageOf(crm) };
  const to = { subscriptionId: subscription.id, team: subscription.team, channel: parsed.channel };
  for await (const { event, record, occurrence, domainEvent } of occurred(look)) {
    const lastTouch: Around['lastTouch'] = () => lastTouchOf(look.db, domainEvent.news[0].deal.id);
    const facts = await matchesSubscription(parsed, domainEvent.news[0], { ...around, lastTouch });
    if (facts.length === 0) continue;
    telling.news.push({ subscription: subscription.id, event, record, occurrence, at: momentOf(look.now) });
    telling.items.push({ ...to, ...domainEvent.tell(facts, displayOptionsOf(parsed.ways, facts)) });
  }
  return telling;
};

/** From when on occurrences are reported: since the subscription began, without pauses. */
const listeningSince = (
  subscription: SubscriptionRecord,
  { since }: DueItem,
  now: number,
  timeZone: string,
): number => {
  const paused = subscription.pausedUntil;
  const awake = typeof paused === 'string' ? Date.parse(startOfDay(paused, timeZone)) : 0;
  return Math.max(Date.parse(since), awake, now - LATE_DAYS * DAY_MS);
};

/**
 * What is sent of that: nothing where it all comes in a digest, and one message where it is so much (as fourteen days after
 * an import) that nobody would read it one by one.
 */
const toSend = async (
  where: { db: Db; crm: Crm; at: string },
  subscription: SubscriptionRecord,
  items: readonly NewOutboxItem[],
): Promise<NewOutboxItem[]> => {
  const { stream } = subscriptionOf(subscription).pace;
  if (stream && items.length > MOST_AT_ONCE) return [await mergedDigestOf(where.crm, where.db, subscription, where.at)];
  const gate = openWeeklyLimit(where);
  const told: NewOutboxItem[] = [];
  for (const item of items) told.push(...(await gate(subscription, item)));
  return told;
};

/** Finds the reminders of a subscription once a day, and posts each once. */
export async function lookAtClock(crm: Crm, item: DueItem): Promise<Done> {
  const { db } = crm.database;
  const now = crm.now();
  const at = momentOf(now);
  const subscription = await findRecord(db, { entity: 'subscription', id: item.subject });
  if (!subscription || subscription.deletedAt !== null) return { next: null };
  const timeZone = await clockOf(db, crm, subscription);
  const today = dayOf(now, timeZone);
  const next = { dueAt: momentOf(nextTime(CLOCK_LOOK, now, timeZone)), since: item.since };
  if (!(await isAwake(db, subscription, today))) return { next };
  try {
    const parsed = subscriptionOf(subscription);
    const since = listeningSince(subscription, item, now, timeZone);
    const look: Look = { db, subscription: subscription.id, parsed, since, now, timeZone };
    const { items, news } = await heardOf(crm, subscription, look, parsed);
    return {
      next,
      write: async (trx) => {
        const present = await findRecord(trx, { entity: 'subscription', id: item.subject });
        if (!present || !(await isAwake(trx, present, today))) return;
        await keepTold(trx, news);
        await writeOutbox(trx, await toSend({ db: trx, crm, at }, present, items), at);
      },
    };
  } catch (error) {
    if (!(error instanceof Unclear || error instanceof SyntaxError)) throw error;
    const actor = { slackTeamId: subscription.team };
    const why = whyInvalid(error);
    return { next, write: (trx) => breakIt({ db: trx, at, actor }, subscription, why) };
  }
}
