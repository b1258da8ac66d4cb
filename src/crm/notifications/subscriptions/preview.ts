import { hasTrait } from '../../../model/registry.ts';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { momentOf } from '../../../model/dates/time.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import type { Around, Subscription } from '../../../model/subscriptions/subscription.ts';
import { displayOptionsOf } from '../../../model/subscriptions/display-options.ts';
import type { AuditEntry } from '../../../store/audit/audit-row.ts';
import type { NewOutboxItem } from '../../../store/outbox/outbox.ts';
import {
  coalescedChangesOf,
  settled,
  type DealWrite,
  type Earlier,
  type NameOf,
  matchesAny,
  type DomainEvent,
} from '../announce/index.ts';

/** A past write that can be posted. */
export interface PastWrite {
  entry: AuditEntry;
  /** It by itself; null where it is nothing to anybody but with others. */
  domainEvent: DomainEvent | null;
  /** The deal it is about, as it stood after it. */
  deal: AnyRecord;
  lastTouch: string | null;
}

/** A message that would have been posted. */
export type WouldBe = Pick<NewOutboxItem, 'kind' | 'payload'> & { at: string };

/** The same, put together only when it is shown. */
export interface PreviewedUpdate {
  /** ISO moment in UTC. */
  at: string;
  /** Shown in the channel, not in the thread of a card alone. */
  inChannel: boolean;
  make: () => WouldBe;
}

interface Ear {
  parsed: Subscription;
  /** Milliseconds. */
  settle: number;
  stages: readonly Stage[];
  nameOf: NameOf;
  /** What filters depend on at a moment. */
  around: (at: string) => Pick<Around, 'today' | 'timeZone' | 'currency'>;
}

/** Updates that would have been posted, as they are collected. */
interface Previewed extends Earlier {
  at: string;
  /** Deal id; 0 where it is about none. */
  deal: number;
  aloud: boolean;
  make: () => Pick<NewOutboxItem, 'kind' | 'payload'>;
}

/** Writes a few thousand of which are looked at in a row. */
const AT_ONCE = 2000;

/** Replays past changes, oldest first, and combines them as delivery would have. */
export async function preview(moments: readonly PastWrite[], ear: Ear): Promise<PreviewedUpdate[]> {
  const told: Previewed[] = [];
  const trails = new Map<number, DealWrite[]>();
  const left = new Map<number, Previewed[]>();

  const announceCoalesced = async ({ entry, deal, lastTouch }: PastWrite): Promise<void> => {
    const { at } = entry;
    const trail = trails.get(deal.id) ?? [];
    trails.set(deal.id, trail);
    trail.push(entry);
    // What is further back than any message that can still settle belongs to none.
    const since = momentOf(Date.parse(at) - 2 * ear.settle);
    trail.splice(
      0,
      Math.max(
        0,
        trail.findIndex((write) => write.at >= since),
      ),
    );
    const before = left.get(deal.id) ?? [];
    const { writes, into } = coalescedChangesOf(trail, before, { at, settle: ear.settle });
    const domainEvent = settled(writes, { record: deal, stages: ear.stages, nameOf: ear.nameOf });
    const message = domainEvent && (await hear(domainEvent, { at, deal, lastTouch, writes }));
    const kept = before.filter((one) => one !== into);
    if (into) told.splice(told.indexOf(into), 1, ...(message ? [message] : []));
    else if (message) told.push(message);
    if (message && into) message.coalescedUntil = into.coalescedUntil;
    left.set(deal.id, (message ? [...kept, message] : kept).slice(-2));
  };

  const hear = async (
    domainEvent: DomainEvent,
    {
      at,
      deal,
      lastTouch,
      writes,
    }: Pick<PastWrite, 'deal' | 'lastTouch'> & { at: string; writes: readonly DealWrite[] },
  ): Promise<Previewed | null> => {
    const around = { ...ear.around(at), stages: ear.stages, lastTouch: () => Promise.resolve(lastTouch) };
    const facts = await matchesAny(ear.parsed, domainEvent, around);
    if (facts.length === 0) return null;
    const display = displayOptionsOf(ear.parsed.ways, facts);
    const coalescedUntil = momentOf(Date.parse(at) + ear.settle);
    const entries = [writes[0]?.id ?? 0, writes.at(-1)?.id ?? 0] as const;
    const make = () => domainEvent.tell(facts, display);
    return { entries, coalescedUntil, open: true, at, deal: deal.id, aloud: display.aloud, make };
  };

  for (const [at, moment] of moments.entries()) {
    const { entry, domainEvent, deal, lastTouch } = moment;
    if (ear.settle > 0 && entry.entity && hasTrait(entry.entity, 'coalesces')) await announceCoalesced(moment);
    else if (domainEvent) {
      const message = await hear(domainEvent, { at: entry.at, deal, lastTouch, writes: [] });
      if (message) told.push(message);
    }
    if (at % AT_ONCE === AT_ONCE - 1) await yieldToOthers();
  }
  return shownIn(told);
}

/** The first message of a deal is its card; later ones are in its thread, unless they are broadcast. */
const shownIn = (told: readonly Previewed[]): PreviewedUpdate[] => {
  const carded = new Set<number>();
  return told.map(({ at, deal, aloud, make }) => {
    const inChannel = deal === 0 || aloud || !carded.has(deal);
    carded.add(deal);
    const shown = (): WouldBe => {
      const { kind, payload } = make();
      return { kind, payload, at };
    };
    return { at, inChannel, make: shown };
  });
};
