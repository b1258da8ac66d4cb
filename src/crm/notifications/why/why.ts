import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { BACKFILL } from '../../../model/actor.ts';
import { type ReadContext, everyStageOf, type Crm } from '../../context/index.ts';
import { isSameRecord, type Entity, type EntityNamed } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { NotFound } from '../../../model/errors.ts';
import { entitiesWith, entityOf } from '../../../model/registry.ts';
import { subscriptionOf, partsOf, type ConditionResult } from '../../../model/subscriptions/subscription.ts';
import { WRITES, writesSince } from '../../../store/audit/audit-log.ts';
import type { AuditEntry } from '../../../store/audit/audit-row.ts';
import { pageOfAudit } from '../../../store/audit/audit-pages.ts';
import { statusesIn, statusesSince, type OutboxStatus } from '../../../store/outbox/delivery-status.ts';
import { findRecord, findRecords } from '../../../store/records.ts';
import { interactionsOf } from '../../../store/notifications/subscriptions.ts';
import { passedFor, type Passed } from './expected-events.ts';
import { assertCan } from '../../records/index.ts';
import { Replay, effectOf } from '../../replay/index.ts';
import { subscriptionsOf } from '../subscriptions/index.ts';
import {
  aroundOf,
  statusAt,
  payloadOf,
  subjectOf,
  type Audible,
  type DeliveryStatus,
  type ReplayContext,
} from './delivery-status.ts';
import { eventOf, type OperationEffect } from '../announce/index.ts';

export type { DeliveryStatus } from './delivery-status.ts';
export type { Passed } from './expected-events.ts';

export interface Heard {
  subscription: SubscriptionRecord;
  fate: DeliveryStatus;
}

/** A change that can be posted, the deal as it stood after it, and its delivery status for each subscription. */
export interface WhyChange {
  /** A write, or what came about because time passed. */
  what: AuditEntry | Passed;
  deal: AnyRecord;
  /** Employee id; 0 for nobody. */
  by: number;
  heard: Heard[];
}

/** Entities that have updates. */
export const TOLD = entitiesWith('announced');

/** How many changes of a record are shown. */
const MOST_CHANGES = 5;
/** Entries of its history that are looked through for them. */
const MOST_ENTRIES = 200;

/** Changes of the record that can be posted, and of the subscriptions meanwhile, the newest first. */
const historyOf = async (crm: Crm, entity: Entity, record: AnyRecord, subscriptions: readonly number[]) => {
  const db = crm.database.db;
  const page = { offset: 0, limit: MOST_ENTRIES };
  const { entries } = await pageOfAudit(db, { entity: entity.name, record: record.id, verbs: WRITES }, page);
  const touches = entity.traits.tellsInteractions ? await interactionsOf(db, [record.id]) : [];
  const newest = touches
    .map(({ id }) => id)
    .toSorted((a, b) => b - a)
    .slice(0, MOST_CHANGES);
  const logged = (await writesSince(db, 'interaction', newest, 0)).filter(({ verb }) => verb === 'create');
  const oldest = entries.at(-1)?.id ?? 0;
  const changed = await writesSince(db, 'subscription', subscriptions, oldest);
  return [...entries, ...logged, ...changed].toSorted((a, b) => b.id - a.id);
};

/** Changes that only follow from a merge are never posted. */
const toldOf = (entry: AuditEntry, moment: ReplayContext): OperationEffect | null =>
  entry.verb === 'repoint' ? null : effectOf(entry, moment);

/** Is this item, as far as it says, about that entry? */
const isAbout = (item: OutboxStatus, { id, at, entity, recordId, changes }: AuditEntry): boolean => {
  const told = payloadOf(item);
  const written = entity !== null && recordId !== null ? { entity, id: recordId } : null;
  if (!isSameRecord(subjectOf(item), written)) return false;
  if (told.entries) return told.entries[0] <= id && id <= told.entries[1];
  return told.at === at && (told.changes === undefined || JSON.stringify(told.changes) === JSON.stringify(changes));
};

/**
 * The last changes of a record, with their delivery status for each subscription of these channels.
 * @param channels ids under which subscriptions are kept: of a channel, or of one person
 * @throws Forbidden
 */
export async function whyOf(
  ctx: ReadContext,
  { entity, record }: { entity: EntityNamed<(typeof TOLD)[number]>; record: AnyRecord },
  channels: readonly string[],
): Promise<WhyChange[]> {
  assertCan(ctx.actor, entity, 'read', record);
  const subscriptions = await subscriptionsOf(ctx, channels);
  return changesOf(ctx.crm, { entity, record }, subscriptions);
}

/** Everything that looking back over a record's history needs. */
const openHistory = async (
  crm: Crm,
  { entity, record }: WhySubject,
  ids: readonly number[],
): Promise<{ history: AuditEntry[]; moment: ReplayContext }> => {
  const db = crm.database.db;
  const history = await historyOf(crm, entity, record, ids);
  const replay = new Replay();
  const idsOf = (name: string): number[] =>
    history.flatMap((one) => (one.entity === name && one.recordId !== null ? [one.recordId] : []));
  for (const name of TOLD) await replay.load(db, name, idsOf(name));
  await replay.load(db, 'subscription', ids);
  if (typeof record['deal'] === 'number') await replay.load(db, 'deal', [record['deal']]);
  if (entity.traits.tellsInteractions) await replay.loadTouches(db, [record.id]);
  const people = history.map(({ employeeId }) => employeeId);
  const moment: ReplayContext = {
    ...{ crm, replay, stages: await everyStageOf(crm) },
    people: await findRecords(db, entityOf('employee'), people),
    statuses: await statusesSince(db, ids, history.at(-1)?.at ?? ''),
  };
  return { history, moment };
};

/** What a write was to those who subscribed, with the past taken back to just after it; null when it was nothing. */
const audibleIn = async (entry: AuditEntry, moment: ReplayContext): Promise<Audible | null> => {
  const effect = toldOf(entry, moment);
  const dealById = (id: number): Promise<AnyRecord | null> => Promise.resolve(moment.replay.at('deal', id));
  const domainEvent = effect && (await eventOf(effect, moment.stages, dealById));
  if (!domainEvent) return null;
  const isBackfill = entry.source === BACKFILL;
  return { at: entry.at, domainEvent, isAbout: (item) => isAbout(item, entry), isBackfill, settles: true };
};

/** The same of what time brought. */
const audibleOf = (passed: Passed, found: WhySubject, { replay }: ReplayContext): Audible | null => {
  const domainEvent = passed.domainEvent(replay.at(found.entity.name, found.record.id));
  return domainEvent && { ...passed, domainEvent, isBackfill: false, settles: false };
};

interface WhySubject {
  entity: Entity;
  record: AnyRecord;
}

/** Changes that can be posted, the newest first, with the replay moved to just after each. */
async function* audibles(
  found: WhySubject,
  { history, moment }: { history: readonly AuditEntry[]; moment: ReplayContext },
  passed: readonly Passed[],
): AsyncGenerator<{ what: AuditEntry | Passed; audible: Audible }> {
  const waiting = [...passed];
  for (const entry of history) {
    for (let next = waiting[0]; next && next.at > entry.at; next = waiting[0]) {
      waiting.shift();
      const audible = audibleOf(next, found, moment);
      if (audible) yield { what: next, audible };
    }
    const audible = await audibleIn(entry, moment);
    if (audible) yield { what: entry, audible };
    moment.replay.back(entry);
  }
}

const passedOf = (
  crm: Crm,
  found: WhySubject,
  subscriptions: readonly SubscriptionRecord[],
  { history, moment }: { history: readonly AuditEntry[]; moment: ReplayContext },
): Promise<Passed[]> => {
  const since = Date.parse(history.at(-1)?.at ?? '') || crm.now();
  const open = new Set(moment.stages.filter(({ outcome }) => outcome === 'open').map(({ id }) => id));
  return passedFor({ crm, ...found, subscriptions, since, open });
};

const changesOf = async (
  crm: Crm,
  found: WhySubject,
  subscriptions: readonly SubscriptionRecord[],
): Promise<WhyChange[]> => {
  const ids = subscriptions.map(({ id }) => id);
  const looked = await openHistory(crm, found, ids);
  const passed = await passedOf(crm, found, subscriptions, looked);
  const told: WhyChange[] = [];
  for await (const { what, audible } of audibles(found, looked, passed)) {
    const heard: Heard[] = [];
    for (const subscription of subscriptions)
      heard.push({ subscription, fate: await statusAt(subscription, audible, looked.moment) });
    const [{ deal, by }] = audible.domainEvent.news;
    told.push({ what, deal, by, heard });
    if (told.length === MOST_CHANGES) break;
  }
  return told;
};

/** A subscription that an update was posted for. */
export interface WhyThis {
  /** As it is now; ended ones as well. */
  subscription: SubscriptionRecord;
  /** The conditions of the filter as they held then, with the deal and who did it; null where the history is too long to tell. */
  then: { parts: ConditionResult[]; deal: AnyRecord; by: number } | null;
}

/** Why an update was posted: one message can be for several subscriptions. */
export interface WhyUpdate {
  /** What it is about. */
  entity: Entity;
  record: AnyRecord;
  /** Empty where it was posted only because the channel is linked. */
  tellers: WhyThis[];
}

/** Whether records of this entity have updates to explain. */
export function isTold({ name }: Entity): boolean {
  return TOLD.some((one) => one === name);
}

/**
 * The subscriptions of an update, and the values their filters were matched with.
 * @param id of the outbox item
 * @throws NotFound when the outbox, each of the subscriptions or the record is gone; Forbidden
 */
export async function whyThis(ctx: ReadContext, id: number): Promise<WhyUpdate> {
  const db = ctx.crm.database.db;
  const items = Number.isSafeInteger(id) ? await statusesIn(db, id) : [];
  const [item] = items;
  if (!item) throw new NotFound('That update is too old to explain. See recent changes with `/crm why`.');
  const ref = subjectOf(item);
  const entity = entityOf(ref?.entity ?? 'deal');
  const record = ref && (await findRecord(db, ref));
  const tellers: WhyThis[] = [];
  for (const one of record ? items : []) {
    const subscription =
      one.subscriptionId && (await findRecord(db, { entity: 'subscription', id: one.subscriptionId }));
    if (!record || !subscription || subscription.team !== ctx.actor.slackTeamId) continue;
    tellers.push({ subscription, then: await heldThen(ctx.crm, { entity, record }, one, subscription.id) });
  }
  const isOfRoom = item.team === ctx.actor.slackTeamId && items.some(({ subscriptionId }) => subscriptionId === null);
  if (!record || (tellers.length === 0 && !isOfRoom))
    throw new NotFound('The record of this update no longer exists. Search with `/crm find`.');
  assertCan(ctx.actor, entity, 'read', record);
  return { entity, record, tellers };
}

const heldThen = async (crm: Crm, found: WhySubject, item: OutboxStatus, id: number): Promise<WhyThis['then']> => {
  const subscription = await findRecord(crm.database.db, { entity: 'subscription', id });
  const looked = await openHistory(crm, found, [id]);
  const passed = subscription ? await passedOf(crm, found, [subscription], looked) : [];
  for await (const { audible } of audibles(found, looked, passed)) {
    const then = looked.moment.replay.at('subscription', id);
    if (!then || !audible.isAbout(item)) continue;
    const [news] = audible.domainEvent.news;
    const parts = await partsOf(subscriptionOf(then), news, aroundOf(looked.moment, audible));
    return { parts, deal: news.deal, by: news.by };
  }
  return null;
};
