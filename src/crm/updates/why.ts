import type { Actor } from '../../model/actor.ts';
import type { AnyRecord, Entity, EntityName, Stage } from '../../model/entity.ts';
import { NotFound, Unclear } from '../../model/problems.ts';
import { entityOf } from '../../model/registry.ts';
import { dayOf } from '../../model/time.ts';
import { listenerOf, partsOf, verdictOf, type Around, type Part, type Verdict } from '../../model/updates/listener.ts';
import { rhythmInWords } from '../../model/due/rhythm.ts';
import { paceOf } from '../../model/updates/pace.ts';
import { settlingMs } from '../../model/updates/settling.ts';
import { WRITES, writesSince, type AuditEntry, type Changes } from '../../store/audit.ts';
import { pageOfAudit } from '../../store/audit-pages.ts';
import { foldOf } from '../../store/digests.ts';
import { fateOf, fatesSince, type OutboxFate } from '../../store/outbox-fates.ts';
import { findRecord, findRecords } from '../../store/records.ts';
import { interactionsOf } from '../../store/subscriptions.ts';
import { everyStageOf, type Crm } from '../crm.ts';
import { mondayOf } from '../digests/week.ts';
import { clockOf } from '../due/timers.ts';
import { DELIVERED_DAYS } from '../housekeeping.ts';
import { demand } from '../road.ts';
import { Rewind } from '../rewind.ts';
import { subscriptionsOf } from '../subscribe.ts';
import { happeningOf, type Deed, type Happening } from './happening.ts';

/** What became of one change at one subscription. */
export type Fate =
  /** In the channel since then. `together`: with other changes, in one message. */
  | { is: 'sent'; at: string; together: boolean }
  /** It was written, and when it was to be said there was nothing left to say. */
  | { is: 'dropped' }
  /** It is to be sent; `error`: why the last attempt failed. */
  | { is: 'waiting'; dueAt: string; error: string | null }
  | { is: 'failed'; error: string }
  /** The subscription was made only later. */
  | { is: 'before' }
  /** Changed again or taken back before it settled, so that by what finally stood there was nothing to tell. */
  | { is: 'settled' }
  /** It belongs to the year that the practice company brought along. */
  | { is: 'story' }
  | { is: 'paused'; until: string }
  /** It comes in a digest; how often that is. */
  | { is: 'digest'; every: string }
  /** The subscription had told as much as it may in that week; what it held back comes once a day. */
  | { is: 'budget'; budget: number }
  | { is: 'broken'; why: string }
  | { is: 'unheard'; why: string }
  /** What a filter did to it, with the conditions that did not hold and the deal as it stood. */
  | { is: 'filtered'; parts: Part[] }
  /** By its events, filter and maker it was to be told, and nothing in the outbox says what became of it. */
  | { is: 'unknown' }
  | { is: Exclude<Verdict['is'], 'heard' | 'filtered'> };

export interface Heard {
  subscription: AnyRecord;
  fate: Fate;
}

/** A change that could be heard of, the deal as it stood after it, and what became of it at each subscription. */
export interface WhyChange {
  entry: AuditEntry;
  deal: AnyRecord;
  heard: Heard[];
}

/** So many changes of a record are told. */
const MOST_CHANGES = 5;
/** Entries of its history that are looked through for them. */
const MOST_ENTRIES = 200;

/** What happened to the record and can be told, with what happened to the subscriptions meanwhile, the newest first. */
const historyOf = async (crm: Crm, entity: Entity, record: AnyRecord, subscriptions: readonly number[]) => {
  const db = crm.database.knex;
  const page = { offset: 0, limit: MOST_ENTRIES };
  const { entries } = await pageOfAudit(db, { entity: entity.name, record: record.id, verbs: WRITES }, page);
  const touches = entity.name === 'deal' ? await interactionsOf(db, [record.id]) : [];
  const newest = touches
    .map(({ id }) => id)
    .toSorted((a, b) => b - a)
    .slice(0, MOST_CHANGES);
  const logged = (await writesSince(db, 'interaction', newest, 0)).filter(({ verb }) => verb === 'create');
  const oldest = entries.at(-1)?.id ?? 0;
  const changed = await writesSince(db, 'subscription', subscriptions, oldest);
  return [...entries, ...logged, ...changed].toSorted((a, b) => b.id - a.id);
};

interface Moment {
  crm: Crm;
  rewind: Rewind;
  stages: readonly Stage[];
  people: ReadonlyMap<number, AnyRecord>;
  fates: readonly OutboxFate[];
}

const deedOf = (entry: AuditEntry, { rewind, people }: Moment): Deed | null => {
  const { entity, recordId, verb, changes, source, at, employeeId, slackUserId } = entry;
  const record = entity === null || recordId === null ? null : rewind.at(entity, recordId);
  if (entity === null || !record || verb === 'repoint') return null;
  const name = String(people.get(employeeId)?.['name'] ?? 'CustomerHub');
  return {
    entity,
    verb,
    changes,
    source,
    at,
    record: { ...record, updatedAt: at },
    by: { employeeId, name, slackUserId },
  };
};

interface Payload {
  dealId?: number;
  id?: number;
  at: string;
  changes?: Changes;
  /** Of changes that settled into one message: the first and the last entry of the trail. */
  entries?: [number, number];
}

/** Is this item, as far as it says, about that entry? */
const isAbout = ({ payload }: OutboxFate, { id, at, recordId, changes }: AuditEntry): boolean => {
  const told = JSON.parse(payload) as Payload;
  if ((told.dealId ?? told.id) !== recordId) return false;
  if (told.entries) return told.entries[0] <= id && id <= told.entries[1];
  return told.at === at && (told.changes === undefined || JSON.stringify(told.changes) === JSON.stringify(changes));
};

const isTogether = ({ payload }: OutboxFate): boolean => {
  const { entries } = JSON.parse(payload) as Payload;
  return entries !== undefined && entries[0] !== entries[1];
};

const fateOfItem = (item: OutboxFate): Fate => {
  if (item.deliveredAt !== null && item.ts !== null)
    return { is: 'sent', at: item.deliveredAt, together: isTogether(item) };
  if (item.deliveredAt !== null) return { is: 'dropped' };
  if (item.failedAt !== null) return { is: 'failed', error: item.error ?? '' };
  return { is: 'waiting', dueAt: item.dueAt, error: item.error };
};

const aroundOf = ({ crm, rewind, stages }: Moment, entry: AuditEntry, deal: number): Around => {
  const { timeZone, currency } = crm.settings;
  const lastTouch = (): Promise<string | null> => Promise.resolve(rewind.lastTouch(deal));
  return { today: dayOf(Date.parse(entry.at), timeZone), timeZone, currency, stages, lastTouch };
};

/** What a subscription as it stood then made of it. */
const judged = async (then: AnyRecord, { news: [news] }: Happening, around: Around): Promise<Fate> => {
  try {
    const listener = listenerOf(then);
    const verdict = await verdictOf(listener, news, around);
    if (verdict.is === 'heard') return { is: 'unknown' };
    if (verdict.is === 'filtered') return { is: 'filtered', parts: await partsOf(listener, news, around) };
    return verdict;
  } catch (error) {
    return {
      is: 'broken',
      why: error instanceof Unclear ? error.message : 'Its filter cannot be understood any more.',
    };
  }
};

const settles = (subscription: AnyRecord, { crm }: Moment): boolean =>
  settlingMs(listenerOf(subscription).ways.settle, crm.settings.settle ?? null) > 0;

/** It tells this only together with other things: in its digest, or because it told enough that week. */
const heldBack = async (then: AnyRecord, { at }: AuditEntry, { crm }: Moment): Promise<Fate | null> => {
  const { stream, digest, budget } = paceOf(then);
  if (!stream) return { is: 'digest', every: digest ? rhythmInWords(digest) : '' };
  if (budget === null) return null;
  const db = crm.database.knex;
  const week = mondayOf(dayOf(Date.parse(at), await clockOf(db, crm, then)));
  const since = await foldOf(db, { subscription: then.id, week, budget });
  return since !== null && since <= at ? { is: 'budget', budget } : null;
};

/** Old enough for the outbox to have forgotten it. */
const isForgotten = ({ at }: AuditEntry, { crm }: Moment): boolean =>
  crm.now() - Date.parse(at) > DELIVERED_DAYS * 86_400_000;

const fateAt = async (now: AnyRecord, entry: AuditEntry, happening: Happening, moment: Moment): Promise<Fate> => {
  const item = moment.fates.findLast((one) => one.subscriptionId === now.id && isAbout(one, entry));
  if (item) return fateOfItem(item);
  if (entry.source === 'practice company') return { is: 'story' };
  const then = moment.rewind.at('subscription', now.id);
  if (!then) return { is: 'before' };
  const around = aroundOf(moment, entry, happening.news[0].deal.id);
  const verdict = await judged(then, happening, around);
  if (verdict.is !== 'unknown') return verdict;
  if (String(then['pausedUntil'] ?? '') > around.today) return { is: 'paused', until: String(then['pausedUntil']) };
  if (then['broken'] !== null) return { is: 'broken', why: String(then['broken']) };
  if ((then['unheard'] ?? null) !== null) return { is: 'unheard', why: String(then['unheard']) };
  const held = await heldBack(then, entry, moment);
  if (held) return held;
  return isForgotten(entry, moment) || !settles(then, moment) ? verdict : { is: 'settled' };
};

/**
 * The last changes of a record, and for each subscription of these channels whether it was told, and why not.
 * @param channels ids under which subscriptions are kept: of a channel, or of one person
 * @throws Forbidden; Unclear for what nobody can hear of
 */
export const whyOf = async (
  crm: Crm,
  actor: Actor,
  { entity, record }: { entity: Entity; record: AnyRecord },
  channels: readonly string[],
): Promise<WhyChange[]> => {
  demand(actor, entity, 'read', record);
  if (!isTold(entity))
    throw new Unclear(`Updates tell of deals, new customers and interactions, not of ${entity.plural}.`);
  const subscriptions = await subscriptionsOf(crm, actor, channels);
  return changesOf(crm, { entity, record }, subscriptions);
};

/** Everything that looking back over a record's history needs. */
const openHistory = async (
  crm: Crm,
  { entity, record }: { entity: Entity; record: AnyRecord },
  ids: readonly number[],
): Promise<{ history: AuditEntry[]; moment: Moment }> => {
  const db = crm.database.knex;
  const history = await historyOf(crm, entity, record, ids);
  const rewind = new Rewind();
  const idsOf = (name: string): number[] =>
    history.flatMap((one) => (one.entity === name && one.recordId !== null ? [one.recordId] : []));
  for (const name of ['deal', 'customer', 'interaction'] as const) await rewind.load(db, name, idsOf(name));
  await rewind.load(db, 'subscription', ids);
  if (typeof record['deal'] === 'number') await rewind.load(db, 'deal', [record['deal']]);
  if (entity.name === 'deal') await rewind.loadTouches(db, [record.id]);
  const people = history.map(({ employeeId }) => employeeId);
  const moment: Moment = {
    ...{ crm, rewind, stages: await everyStageOf(crm) },
    people: await findRecords(db, entityOf('employee'), people),
    fates: await fatesSince(db, ids, history.at(-1)?.at ?? ''),
  };
  return { history, moment };
};

const happeningIn = async (entry: AuditEntry, moment: Moment): Promise<Happening | null> => {
  const deed = deedOf(entry, moment);
  const dealById = (id: number): Promise<AnyRecord | null> => Promise.resolve(moment.rewind.at('deal', id));
  return deed && happeningOf(deed, moment.stages, dealById);
};

const changesOf = async (
  crm: Crm,
  found: { entity: Entity; record: AnyRecord },
  subscriptions: readonly AnyRecord[],
): Promise<WhyChange[]> => {
  const { history, moment } = await openHistory(
    crm,
    found,
    subscriptions.map(({ id }) => id),
  );
  const told: WhyChange[] = [];
  for (const entry of history) {
    if (told.length === MOST_CHANGES) break;
    const happening = await happeningIn(entry, moment);
    if (happening) {
      const heard: Heard[] = [];
      for (const subscription of subscriptions)
        heard.push({ subscription, fate: await fateAt(subscription, entry, happening, moment) });
      told.push({ entry, deal: happening.news[0].deal, heard });
    }
    moment.rewind.back(entry);
  }
  return told;
};

/** Why an update was told. */
export interface WhyThis {
  /** As it is now; ended ones as well. */
  subscription: AnyRecord;
  /** What it is about. */
  entity: Entity;
  record: AnyRecord;
  /** The conditions of the filter as they held then, with the deal and who did it; null where the history is too long to tell. */
  then: { parts: Part[]; deal: AnyRecord; by: number } | null;
}

const ENTITY_OF: Readonly<Record<string, EntityName>> = {
  'interaction-update': 'interaction',
  'customer-update': 'customer',
  'silent-update': 'customer',
  'follow-up-update': 'followUp',
};

/** Can it be asked why such a record was, or was not, told of? */
export const isTold = ({ name }: Entity): boolean => ['deal', 'customer', 'interaction'].includes(name);

/**
 * Which subscription told an update, and what its filter was held against.
 * @param id of the outbox item
 * @throws NotFound when the outbox, the subscription or the record is gone; Forbidden
 */
export const whyThis = async (crm: Crm, actor: Actor, id: number): Promise<WhyThis> => {
  const db = crm.database.knex;
  const item = Number.isSafeInteger(id) ? await fateOf(db, id) : null;
  if (!item) throw new NotFound('That update is so old that nothing is known of it any more.');
  const told = JSON.parse(item.payload) as Payload;
  const entity = entityOf(ENTITY_OF[item.kind] ?? 'deal');
  const record = await findRecord(db, entity, told.dealId ?? told.id ?? 0);
  const subscription = await findRecord(db, entityOf('subscription'), item.subscriptionId);
  if (!record || subscription?.['team'] !== actor.slackTeamId) throw new NotFound('What the update tells of is gone.');
  demand(actor, entity, 'read', record);
  return { subscription, entity, record, then: await heldThen(crm, { entity, record }, item) };
};

const heldThen = async (crm: Crm, found: { entity: Entity; record: AnyRecord }, item: OutboxFate) => {
  const { history, moment } = await openHistory(crm, found, [item.subscriptionId]);
  for (const entry of history) {
    const happening = isAbout(item, entry) ? await happeningIn(entry, moment) : null;
    const subscription = moment.rewind.at('subscription', item.subscriptionId);
    if (happening && subscription) {
      const [news] = happening.news;
      const parts = await partsOf(listenerOf(subscription), news, aroundOf(moment, entry, news.deal.id));
      return { parts, deal: news.deal, by: news.by };
    }
    moment.rewind.back(entry);
  }
  return null;
};
