import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { BACKFILL } from '../../../model/actor.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { dayOf, momentOf } from '../../../model/dates/time.ts';
import { idWithin } from '../../../model/reference-fields.ts';
import { entityOf, hasTrait } from '../../../model/registry.ts';
import { REFERABLE } from '../../../model/typed-reference.ts';
import {
  subscriptionOf,
  type Around,
  type Subscription,
  USUAL_LISTENER,
} from '../../../model/subscriptions/subscription.ts';
import type { Fact } from '../../../model/subscriptions/facts.ts';
import { displayOptionsOf } from '../../../model/subscriptions/display-options.ts';
import { settlingMs } from '../../../model/subscriptions/coalescing.ts';
import type { Write } from '../../../store/audit/audit-log.ts';
import type { Changes } from '../../../store/audit/audit-row.ts';
import { AT_ONCE, inBatches } from '../../../store/batches.ts';
import { writeOutbox, type NewOutboxItem } from '../../../store/outbox/outbox.ts';
import { findRecord } from '../../../store/records.ts';
import { allStages, everyStage } from '../../../store/stages.ts';
import { lastTouchOf } from '../../../store/notifications/subscriptions.ts';
import { isOfDatabase } from '../../../store/connection/database-trouble.ts';
import { openWeeklyLimit, type WeeklyLimit } from './weekly-limit.ts';
import { breakIt, noticeNamed, whyInvalid } from './invalid-filter.ts';
import { eventOf, matchesAny, isHeardOf, type DomainEvent } from './domain-event.ts';
import { openCoalescing, type CoalescingOutcome, type Coalescing } from './coalescing.ts';
import { activeSubscriptions } from './active-subscriptions.ts';
import { linkedChannelsOf, type LinkedChannel } from './linked-channels.ts';
import type { WriteContext } from '../../context/index.ts';

export interface AnnouncedChange {
  entity: EntityName;
  verb: Write;
  record: AnyRecord;
  changes: Changes;
}

/** Can filters name records of this entity? */
const isNamedInFilters = (entity: EntityName): boolean =>
  REFERABLE.includes(entity) || hasTrait(entity, 'isPipelineStep');

/** A source of updates for a channel: a subscription, or the linked channel itself. */
interface EventSource {
  /** null where it is the channel's own record. */
  subscription: SubscriptionRecord | null;
  parsed: Subscription;
  team: string;
  room?: LinkedChannel;
}

/** Does what needs a subscription to be understood; one that cannot be is broken, and the write goes on. */
const understand = async <T>(
  tx: WriteContext,
  subscription: SubscriptionRecord | null,
  work: () => T | Promise<T>,
): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isOfDatabase(error) || subscription === null) throw error;
    await breakIt(tx, subscription, whyInvalid(error));
    return null;
  }
};

/** Subscriptions first: the linked channel adds only what they leave out. */
const speakersFor = async (tx: WriteContext, today: string): Promise<Set<EventSource>> => {
  const team = tx.actor.slackTeamId;
  const speakers = new Set<EventSource>();
  for (const subscription of await activeSubscriptions(tx.db, team, today)) {
    const parsed = await understand(tx, subscription, () => subscriptionOf(subscription));
    // What only comes in a digest is found in the trail when that is due.
    if (parsed?.pace.stream) speakers.add({ subscription, parsed, team: subscription.team });
  }
  for (const room of await linkedChannelsOf(tx.db, team))
    if (room.unheard === null)
      speakers.add({ subscription: null, team, room, parsed: { ...USUAL_LISTENER, channel: room.channel } });
  return speakers;
};

/** A change with everything its announcement needs. */
interface Announcement {
  change: AnnouncedChange;
  /** It by itself; null where only together with others of the same deal it is anything. */
  domainEvent: DomainEvent | null;
  around: Around;
  coalescing: Coalescing;
  /** What a subscription may tell at once. */
  gate: WeeklyLimit;
}

const isAbout = (room: LinkedChannel | undefined, deal: AnyRecord): boolean =>
  room === undefined || room.recordId === idWithin({ entity: entityOf('deal'), record: deal }, room.entity);

/** Leaves the update of one source in the outbox: by itself, or combined with pending ones. */
const itemsOf = async (
  tx: WriteContext,
  { subscription, parsed, team, room }: EventSource,
  { domainEvent, around, change, coalescing }: Announcement,
  except: ReadonlySet<Fact>,
): Promise<CoalescingOutcome> => {
  if (!isAbout(room, domainEvent?.news[0].deal ?? change.record)) return { facts: [], items: [] };
  const to = { subscriptionId: subscription?.id ?? null, team, channel: parsed.channel };
  const settle = settlingMs(parsed.ways.settle, tx.crm.settings.settle ?? null);
  if (settle > 0 && hasTrait(change.entity, 'coalesces'))
    return coalescing.tell(change.record, { to, parsed, settle, around, except });
  const heard = domainEvent ? await matchesAny(parsed, domainEvent, around) : [];
  const facts = heard.filter((fact) => !except.has(fact));
  if (!domainEvent || facts.length === 0) return { facts: [], items: [] };
  const coalescedUntil = settle > 0 ? { coalescedUntil: momentOf(Date.parse(tx.at) + settle) } : {};
  return {
    facts,
    items: [{ ...to, ...domainEvent.tell(facts, displayOptionsOf(parsed.ways, facts)), ...coalescedUntil }],
  };
};

const NOTHING: ReadonlySet<Fact> = new Set();

/** What is sent for a change. */
const itemsFor = async (
  tx: WriteContext,
  speakers: Set<EventSource>,
  telling: Announcement,
): Promise<NewOutboxItem[]> => {
  const items: NewOutboxItem[] = [];
  const told = new Map<string, Set<Fact>>();
  for (const speaker of speakers) {
    const { channel } = speaker.parsed;
    const except = speaker.room ? (told.get(channel) ?? NOTHING) : NOTHING;
    const done = await understand(tx, speaker.subscription, () => itemsOf(tx, speaker, telling, except));
    if (!done) speakers.delete(speaker);
    // Updates of a linked channel don’t count towards a weekly limit.
    for (const item of done?.items ?? [])
      items.push(...(speaker.subscription ? await telling.gate(speaker.subscription, item) : [item]));
    told.set(channel, new Set([...(told.get(channel) ?? []), ...(done?.facts ?? [])]));
  }
  return items;
};

/** Puts what the subscribed channels are to hear of these changes into the outbox, in the changes' own transaction. */
export async function announce(tx: WriteContext, all: readonly AnnouncedChange[]): Promise<void> {
  if (tx.origin.source === BACKFILL) return;
  const { db, actor, at, origin, crm } = tx;
  const named = all.filter(({ changes, entity }) => 'deletedAt' in changes && isNamedInFilters(entity));
  if (named.length > 0) await noticeNamed(tx, named, await allStages(db));
  const heard = all.filter(isHeardOf);
  if (heard.length === 0) return;
  const { timeZone, currency } = crm.settings;
  const today = dayOf(crm.now(), timeZone);
  const speakers = await speakersFor(tx, today);
  if (speakers.size === 0) return;
  const stages = await everyStage(db);
  const gate = openWeeklyLimit({ db, crm, at });
  const items = await inBatches(heard, AT_ONCE, async (some) => {
    const coalescing = await openCoalescing(tx, speakers, stages, some);
    const told: NewOutboxItem[] = [];
    for (const change of some) {
      const effect = { ...change, by: actor, source: origin.source, at };
      const domainEvent = await eventOf(effect, stages, (id) => findRecord(db, { entity: 'deal', id }));
      const about = domainEvent?.news[0].deal.id ?? change.record.id;
      const around = { today, timeZone, currency, stages, lastTouch: () => lastTouchOf(db, about) };
      told.push(...(await itemsFor(tx, speakers, { change, domainEvent, around, coalescing, gate })));
    }
    return coalescing.align(told);
  });
  await writeOutbox(db, items, at);
}
