import { hasTrait } from '../../../model/registry.ts';
import { type ReadContext, beside, type Crm } from '../../context/index.ts';
import { DAY_MS, momentOf } from '../../../model/dates/time.ts';
import { heard } from '../../../model/subscriptions/facts.ts';
import { matchesSubscription, type Subscription } from '../../../model/subscriptions/subscription.ts';
import { displayOptionsOf } from '../../../model/subscriptions/display-options.ts';
import { settlingMs } from '../../../model/subscriptions/coalescing.ts';
import type { AuditEntry } from '../../../store/audit/audit-row.ts';
import { pastOccurrences, type PastOccurrence } from '../reminders/index.ts';
import { assertMaySubscribe } from './draft.ts';
import { preview, type PreviewedUpdate, type PastWrite, type WouldBe } from './preview.ts';
import { eventOf } from '../announce/index.ts';
import { dealsIn, effectOf, openSnapshot, readTrail, walkBack, type Past, type Trail } from '../../replay/index.ts';

const DAYS = 30;
/** Entries of the audit trail that are looked through at most: a preview must not make anybody wait. */
const MOST_ENTRIES = 10_000;

export interface DryRun {
  /** How many messages. */
  total: number;
  /** How many of them are in the channel: the first of each deal, and broadcast ones; the rest is in threads. */
  inChannel: number;
  /** Over how many days. */
  days: number;
  /** The newest of them first. */
  newest: WouldBe[];
  /** Set when the trail was too long to look through it all: ISO moment from which on it was. */
  only: string | null;
}

export interface DryRunOptions {
  /** Entries of the audit trail to look through at most. */
  most?: number;
  /** How many messages to show. */
  show?: number;
}

interface Ear extends Past {
  parsed: Subscription;
  team: string;
  /** Milliseconds within which changes of a deal become one message. */
  settle: number;
  withTouches: boolean;
}

/** The update of an audit entry, with the deal as it stood after it; null for none. */
const momentOfEntry = async (entry: AuditEntry, past: Ear): Promise<PastWrite | null> => {
  if (entry.slackTeamId !== past.team) return null;
  const { parsed, replay, stages, settle } = past;
  const effect = effectOf(entry, past);
  if (!effect || (entry.verb === 'repoint' && (settle === 0 || !hasTrait(effect.entity, 'coalesces')))) return null;
  const domainEvent =
    entry.verb === 'repoint' ? null : await eventOf(effect, stages, (id) => Promise.resolve(replay.at('deal', id)));
  const isHeard = domainEvent !== null && heard(domainEvent.news[0].facts, parsed.events).length > 0;
  // What is nothing by itself may be something with what came after it.
  if (!isHeard && (settle === 0 || !hasTrait(effect.entity, 'coalesces'))) return null;
  const about = domainEvent?.news[0].deal ?? effect.record;
  return { entry, domainEvent, deal: about, lastTouch: past.withTouches ? replay.lastTouch(about.id) : null };
};

/** The reminder that would have been posted; null for none, or where it doesn’t match. */
const ofTime = async (
  crm: Crm,
  { at, deal, domainEvent }: PastOccurrence,
  past: Ear,
): Promise<PreviewedUpdate | null> => {
  const happened = domainEvent(deal === null ? null : past.replay.at('deal', deal));
  if (!happened) return null;
  const { timeZone, currency } = crm.settings;
  const [news] = happened.news;
  const lastTouch = (): Promise<string | null> => Promise.resolve(past.replay.lastTouch(news.deal.id));
  const around = { today: past.dayAt(at), timeZone, currency, stages: past.stages, lastTouch };
  const facts = await matchesSubscription(past.parsed, news, around);
  if (facts.length === 0) return null;
  const display = displayOptionsOf(past.parsed.ways, facts);
  const make = (): WouldBe => ({ ...happened.tell(facts, display), at });
  return { at, inChannel: deal === null || display.aloud, make };
};

/**
 * What a subscription would have posted in the last 30 days: each change of the audit trail is asked about by the same
 * predicate as when it was made, with the deal as it stood after it; and what only time brings.
 * @throws Forbidden; Unclear when the filter cannot be understood
 */
export async function dryRun(
  ctx: ReadContext,
  parsed: Subscription,
  { most = MOST_ENTRIES, show = 5 }: DryRunOptions = {},
): Promise<DryRun> {
  assertMaySubscribe(ctx.actor, parsed.events);
  const crm = beside(ctx.crm);
  const start = crm.now() - DAYS * DAY_MS;
  const trail = await readTrail(crm, momentOf(start), most);
  const since = trail.only === null ? start : Date.parse(trail.only);
  const stretch = { since, timeZone: ctx.actor.timeZone, deals: dealsIn(trail.entries) };
  const clock = await pastOccurrences(crm, parsed, stretch);
  const withTouches = /quiet|touch/i.test(parsed.filter);
  const deals = clock.flatMap(({ deal }) => (deal === null ? [] : [deal]));
  const past: Ear = {
    ...(await openSnapshot(crm, trail, { deals, touches: withTouches })),
    parsed,
    settle: settlingMs(parsed.ways.settle, crm.settings.settle ?? null),
    withTouches,
    team: ctx.actor.slackTeamId,
  };
  const { moments, told: timely } = await lookBack(crm, past, { trail, clock });
  const told = await preview(moments.toReversed(), {
    ...past,
    around: (at) => ({ today: past.dayAt(at), timeZone: crm.settings.timeZone, currency: crm.settings.currency }),
    nameOf: ({ employeeId }) => String(past.people.get(employeeId)?.['name'] ?? 'CustomerHub'),
  });
  const all = [...told, ...timely].toSorted((a, b) => a.at.localeCompare(b.at));
  const newest = all
    .slice(-show)
    .toReversed()
    .map(({ make }) => make());
  const inChannel = all.filter((one) => one.inChannel).length;
  return { total: all.length, inChannel, days: DAYS, newest, only: trail.only };
}

/** Walks back over the writes, and stops wherever time alone brought something. @param clock newest first */
const lookBack = async (
  crm: Crm,
  past: Ear,
  { trail, clock }: { trail: Trail; clock: readonly PastOccurrence[] },
): Promise<{ moments: PastWrite[]; told: PreviewedUpdate[] }> => {
  const [moments, told, waiting]: [PastWrite[], PreviewedUpdate[], PastOccurrence[]] = [[], [], [...clock]];
  const tellBackTo = async (moment: string): Promise<void> => {
    for (let next = waiting[0]; next && next.at > moment; next = waiting[0]) {
      waiting.shift();
      const one = await ofTime(crm, next, past);
      if (one) told.push(one);
    }
  };
  for await (const entry of walkBack(trail, past)) {
    await tellBackTo(entry.at);
    const moment = await momentOfEntry(entry, past);
    if (moment) moments.push(moment);
  }
  await tellBackTo('');
  return { moments, told };
};
