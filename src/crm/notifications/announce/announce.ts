import type { AnyRecord, EntityName } from '../../../model/entity.ts';
import { dayOf, momentOf } from '../../../model/dates/time.ts';
import { listenerOf, type Around, type Listener, USUAL_LISTENER } from '../../../model/subscriptions/subscription.ts';
import type { Fact } from '../../../model/subscriptions/facts.ts';
import { mannerOf } from '../../../model/subscriptions/display-options.ts';
import { settlingMs } from '../../../model/subscriptions/coalescing.ts';
import type { Changes, Write } from '../../../store/audit/audit-log.ts';
import { AT_ONCE, inBatches } from '../../../store/batches.ts';
import { writeOutbox, type NewOutboxItem } from '../../../store/outbox/outbox.ts';
import { findRecord } from '../../../store/records.ts';
import { allStages, everyStage } from '../../../store/stages.ts';
import { lastTouchOf } from '../../../store/notifications/subscriptions.ts';
import { isOfDatabase } from '../../../store/connection/database-trouble.ts';
import { openGate, type Gate } from './weekly-limit.ts';
import { breakIt, noticeNamed, whyBroken } from './invalid-filter.ts';
import { happeningOf, hearsAny, isHeardOf, type Happening } from './domain-event.ts';
import { openSettlement, type Outcome, type Settlement } from './coalescing.ts';
import { speaking } from './active-subscriptions.ts';
import { roomsOf, type Room } from './linked-channels.ts';
import { touch } from '../../context/touched-records.ts';
import type { Road } from '../../context/write-context.ts';

export type { AddedUpdate, DealUpdate } from './domain-event.ts';

export interface Change {
  entity: EntityName;
  verb: Write;
  record: AnyRecord;
  changes: Changes;
}

/** Records that filters name. */
const NAMED: readonly EntityName[] = ['employee', 'stage', 'customer', 'contact', 'deal', 'interaction', 'followUp'];

/** Whatever tells a channel of changes: a subscription, or what the channel is about. */
interface Speaker {
  /** null where it is the channel's own record. */
  subscription: AnyRecord | null;
  listener: Listener;
  team: string;
  room?: Room;
}

/** Does what needs a subscription to be understood; one that cannot be is broken, and the write goes on. */
const understand = async <T>(
  road: Road,
  subscription: AnyRecord | null,
  work: () => T | Promise<T>,
): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isOfDatabase(error) || subscription === null) throw error;
    await breakIt(road, subscription, whyBroken(error));
    return null;
  }
};

/** The subscriptions first: a channel's own record tells what they do not. */
const speakersFor = async (road: Road, today: string): Promise<Set<Speaker>> => {
  const team = road.actor.slackTeamId;
  const speakers = new Set<Speaker>();
  for (const subscription of await speaking(road.db, team, today)) {
    const listener = await understand(road, subscription, () => listenerOf(subscription));
    // What only comes in a digest is found in the trail when that is due.
    if (listener?.pace.stream) speakers.add({ subscription, listener, team: String(subscription['team']) });
  }
  for (const room of await roomsOf(road.db, team))
    if (room.unheard === null)
      speakers.add({ subscription: null, team, room, listener: { ...USUAL_LISTENER, channel: room.channel } });
  return speakers;
};

/** A change, as it is told. */
interface Telling {
  change: Change;
  /** It by itself; null where only together with others of the same deal it is anything. */
  happening: Happening | null;
  around: Around;
  settlement: Settlement;
  /** What a subscription may tell at once. */
  gate: Gate;
}

const isAbout = (room: Room | undefined, deal: AnyRecord): boolean =>
  room === undefined || room.recordId === (room.entity === 'deal' ? deal.id : deal['customer']);

/** What one speaker leaves to be told of a change: it alone, or with what settles with it. */
const itemsOf = async (
  road: Road,
  { subscription, listener, team, room }: Speaker,
  { happening, around, change, settlement }: Telling,
  except: ReadonlySet<Fact>,
): Promise<Outcome> => {
  if (!isAbout(room, happening?.news[0].deal ?? change.record)) return { facts: [], items: [] };
  const to = { subscriptionId: subscription?.id ?? null, team, channel: listener.channel };
  const settle = settlingMs(listener.ways.settle, road.crm.settings.settle ?? null);
  if (settle > 0 && change.entity === 'deal')
    return settlement.tell(change.record, { to, listener, settle, around, except });
  const heard = happening ? await hearsAny(listener, happening, around) : [];
  const facts = heard.filter((fact) => !except.has(fact));
  if (!happening || facts.length === 0) return { facts: [], items: [] };
  const settlesAt = settle > 0 ? { settlesAt: momentOf(Date.parse(road.at) + settle) } : {};
  return { facts, items: [{ ...to, ...happening.tell(facts, mannerOf(listener.ways, facts)), ...settlesAt }] };
};

const NOTHING: ReadonlySet<Fact> = new Set();

/** What is sent for a change. */
const itemsFor = async (road: Road, speakers: Set<Speaker>, telling: Telling): Promise<NewOutboxItem[]> => {
  const items: NewOutboxItem[] = [];
  const told = new Map<string, Set<Fact>>();
  for (const speaker of speakers) {
    const { channel } = speaker.listener;
    const except = speaker.room ? (told.get(channel) ?? NOTHING) : NOTHING;
    const done = await understand(road, speaker.subscription, () => itemsOf(road, speaker, telling, except));
    if (!done) speakers.delete(speaker);
    // What a channel hears of its own record is in no budget.
    for (const item of done?.items ?? [])
      items.push(...(speaker.subscription ? await telling.gate(speaker.subscription, item) : [item]));
    told.set(channel, new Set([...(told.get(channel) ?? []), ...(done?.facts ?? [])]));
  }
  return items;
};

/** Puts what the subscribed channels are to hear of these changes into the outbox, in the changes' own transaction. */
export const announce = async (road: Road, all: readonly Change[]): Promise<void> => {
  for (const change of all) touch(road, change);
  // A year that is made up in a moment is no news.
  if (road.origin.source === 'practice company') return;
  const { db, actor, at, origin, crm } = road;
  const named = all.filter(({ changes, entity }) => 'deletedAt' in changes && NAMED.includes(entity));
  if (named.length > 0) await noticeNamed(road, named, await allStages(db));
  const heard = all.filter(isHeardOf);
  if (heard.length === 0) return;
  const { timeZone, currency } = crm.settings;
  const today = dayOf(crm.now(), timeZone);
  const speakers = await speakersFor(road, today);
  if (speakers.size === 0) return;
  const stages = await everyStage(db);
  const gate = openGate({ db, crm, at });
  const items = await inBatches(heard, AT_ONCE, async (some) => {
    const settlement = await openSettlement(road, speakers, stages, some);
    const told: NewOutboxItem[] = [];
    for (const change of some) {
      const deed = { ...change, by: actor, source: origin.source, at };
      const happening = await happeningOf(deed, stages, (id) => findRecord(db, { entity: 'deal', id }));
      const about = happening?.news[0].deal.id ?? change.record.id;
      const around = { today, timeZone, currency, stages, lastTouch: () => lastTouchOf(db, about) };
      told.push(...(await itemsFor(road, speakers, { change, happening, around, settlement, gate })));
    }
    return settlement.align(told);
  });
  await writeOutbox(db, items, at);
};
