import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { nextTime } from '../../../model/dates/recurrence.ts';
import { isSameRecord, refTo, type Entity, type EntityName } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { DAY_MS, dayOf, momentOf, startOfDay } from '../../../model/dates/time.ts';
import { patienceOf, type ClockEvent } from '../../../model/subscriptions/time-conditions.ts';
import { readEvents } from '../../../model/subscriptions/events.ts';
import {
  followUpsDueOf,
  momentsOfCustomers,
  momentsOfDeals,
  newsOfRecord,
  type TimeEventPayload,
} from '../../../store/notifications/time-events.ts';
import type { OutboxStatus } from '../../../store/outbox/delivery-status.ts';
import { findRecords } from '../../../store/records.ts';
import type { Crm } from '../../context/index.ts';
import { CLOCK_LOOK, clockOf } from '../../jobs/index.ts';
import { payloadOf, subjectOf, type DeliveryStatus } from './delivery-status.ts';
import { type DomainEvent, due, silent, stalled } from '../announce/index.ts';
import { gapsIn, idleness, WORKING } from '../reminders/index.ts';

/** Follow-ups that are looked at. */
const MOST = 20;

/** Something that came about for one record because time passed. */
export interface Passed {
  event: ClockEvent;
  /** What nobody touched, or the follow-up that was due. */
  entity: EntityName;
  record: AnyRecord;
  /** When it was last touched (ISO moment in UTC), or the day on which it was due. */
  occurrence: string;
  /** When it could be posted at the earliest: ISO moment in UTC. */
  at: string;
  /** null when it was nothing then. @param about the deal or customer that is asked about, as it stood then */
  domainEvent: (about: AnyRecord | null) => DomainEvent | null;
  isAbout: (item: OutboxStatus) => boolean;
  /** Why a subscription doesn’t post it yet. */
  notYet: (subscription: SubscriptionRecord) => Promise<DeliveryStatus | null>;
}

interface ExpectedEventsQuery {
  crm: Crm;
  entity: Entity;
  record: AnyRecord;
  subscriptions: readonly SubscriptionRecord[];
  /** Milliseconds since 1970; earlier occurrences are not reported. */
  since: number;
  /** Of the stages in which a deal can stall. */
  open: ReadonlySet<number>;
}

const hearing = ({ subscriptions }: ExpectedEventsQuery, event: ClockEvent): SubscriptionRecord[] =>
  subscriptions.filter(({ events }) => readEvents(events).includes(event));

/** Reminders that were posted in one message, because one run found many. */
const isOneOfMany = (item: OutboxStatus, news: readonly TimeEventPayload[], occurrence: string): boolean => {
  const { of, from } = payloadOf(item);
  if (item.kind !== 'digest' || of !== 'look') return false;
  return news.some(
    (one) => one.subscription === item.subscriptionId && one.occurrence === occurrence && one.at === from,
  );
};

const newsOf = (
  { crm, subscriptions }: ExpectedEventsQuery,
  event: ClockEvent,
  record: number,
): Promise<TimeEventPayload[]> =>
  newsOfRecord(
    crm.database.db,
    subscriptions.map(({ id }) => id),
    { event, record },
  );

const kindOf = { stalled: 'deal-update', silent: 'silent-update' } as const;

/** Why one that waits for so many days does not tell of this gap. @param news what was written down as told */
const gapNotYet =
  (
    { crm }: ExpectedEventsQuery,
    event: 'stalled' | 'silent',
    { last, end }: { last: string; end: number },
    news: readonly TimeEventPayload[],
  ): Passed['notYet'] =>
  async (subscription) => {
    const days = patienceOf(subscription)[event];
    const over = Date.parse(last) + days * DAY_MS;
    if (over > end) return { is: 'patient', days };
    if (subscription.createdAt > momentOf(over)) return { is: 'before' };
    const timeZone = await clockOf(crm.database.db, crm, subscription);
    // Nobody looked since, if it was not written down.
    const isSeen = news.some((one) => one.subscription === subscription.id && one.occurrence >= last);
    const next = nextTime(WORKING, isSeen ? over - 1 : Math.max(over - 1, crm.now()), timeZone);
    return next > crm.now() && end === crm.now() ? { is: 'waiting', dueAt: momentOf(next), error: null } : null;
  };

const momentsOf = async (
  { crm, record }: ExpectedEventsQuery,
  event: 'stalled' | 'silent',
  after: string,
): Promise<string[]> => {
  const db = crm.database.db;
  const moments =
    event === 'stalled'
      ? await momentsOfDeals(db, [record.id], after)
      : await momentsOfCustomers(db, { also: [record.id], after, most: 1 });
  return moments.get(record.id) ?? [];
};

/** Where nobody touched it for as long as the least patient of the subscriptions waits. */
const untouched = async (asked: ExpectedEventsQuery, event: 'stalled' | 'silent'): Promise<Passed[]> => {
  const { crm, record, since, open } = asked;
  const listeners = hearing(asked, event);
  if (listeners.length === 0) return [];
  const days = Math.min(...listeners.map((one) => patienceOf(one)[event]));
  const moments = await momentsOf(asked, event, momentOf(since - days * DAY_MS));
  const span = { since, now: crm.now(), timeZone: crm.settings.timeZone };
  const news = await newsOf(asked, event, record.id);
  const own = refTo(asked);
  return gapsIn(new Map([[record.id, moments]]), days, span).map((gap): Passed => {
    const next = moments[moments.indexOf(gap.last) + 1];
    const end = next === undefined ? crm.now() : Date.parse(next);
    const at = momentOf(gap.told);
    const isOne = (item: OutboxStatus): boolean => {
      const { events, idle } = payloadOf(item);
      return (event === 'silent' || (events ?? []).includes(event)) && idle?.last === gap.last;
    };
    const idles = (about: AnyRecord): DomainEvent | null => {
      if (event === 'silent') return silent(about, idleness(gap), at);
      return open.has(Number(about['stage'])) ? stalled(about, idleness(gap), at) : null;
    };
    return {
      ...{ event, at, record, entity: asked.entity.name, occurrence: gap.last },
      domainEvent: (about) => (about?.deletedAt === null ? idles(about) : null),
      isAbout: (item) =>
        (item.kind === kindOf[event] && isSameRecord(subjectOf(item), own) && isOne(item)) ||
        isOneOfMany(item, news, gap.last),
      notYet: gapNotYet(asked, event, { last: gap.last, end }, news),
    };
  });
};

/** When a due follow-up is reported: on its day, or later if it was added too late for that. */
const lookFor = ({ dueOn, createdAt }: AnyRecord, timeZone: string): number =>
  nextTime(CLOCK_LOOK, Math.max(Date.parse(startOfDay(String(dueOn), timeZone)) - 1, Date.parse(createdAt)), timeZone);

const dueNotYet =
  ({ crm }: ExpectedEventsQuery, record: AnyRecord): Passed['notYet'] =>
  async (subscription) => {
    const timeZone = await clockOf(crm.database.db, crm, subscription);
    const told = lookFor(record, timeZone);
    if (dayOf(Date.parse(subscription.createdAt), timeZone) > String(record['dueOn'])) return { is: 'before' };
    return told > crm.now() ? { is: 'waiting', dueAt: momentOf(told), error: null } : null;
  };

/** Follow-ups that were due; those about a deal are of the deal alone. */
const dueOnes = async (asked: ExpectedEventsQuery): Promise<Passed[]> => {
  const { crm, entity, since, record: of } = asked;
  if (hearing(asked, 'follow-up-due').length === 0) return [];
  const db = crm.database.db;
  const { timeZone } = crm.settings;
  const isAboutDeal = entity.traits.idle === 'stalled';
  const about = isAboutDeal ? { deal_id: of.id } : { customer_id: of.id, deal_id: null };
  const ids = await followUpsDueOf(db, about, { to: dayOf(crm.now(), timeZone), limit: MOST });
  const passed: Passed[] = [];
  for (const record of (await findRecords(db, entityOf('followUp'), ids)).values()) {
    const occurrence = record.dueOn;
    const look = lookFor(record, timeZone);
    const at = momentOf(look);
    const isDone = record.doneAt !== null && record.doneAt <= at;
    if (isDone || look > crm.now() || look < since) continue;
    const news = await newsOf(asked, 'follow-up-due', record.id);
    const isOne = (item: OutboxStatus): boolean =>
      isSameRecord(subjectOf(item), { entity: 'followUp', id: record.id }) &&
      dayOf(Date.parse(payloadOf(item).at), timeZone) >= occurrence;
    passed.push({
      ...{ event: 'follow-up-due', at, record, entity: 'followUp', occurrence },
      domainEvent: (stood) => due(record, isAboutDeal && stood?.deletedAt === null ? stood : null, at),
      isAbout: (item) => isOne(item) || isOneOfMany(item, news, occurrence),
      notYet: dueNotYet(asked, record),
    });
  }
  return passed;
};

/** Reminders about a deal or customer that one of these subscriptions includes; the newest first. */
export async function passedFor(asked: ExpectedEventsQuery): Promise<Passed[]> {
  const { idle } = asked.entity.traits;
  if (idle === undefined) return [];
  const all = [...(await untouched(asked, idle)), ...(await dueOnes(asked))];
  return all.toSorted((a, b) => b.at.localeCompare(a.at));
}
