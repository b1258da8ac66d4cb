import { payloadIn } from '../../../store/outbox/payloads.ts';
import { BACKFILL } from '../../../model/actor.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import { entityOf, hasTrait } from '../../../model/registry.ts';
import { momentOf } from '../../../model/dates/time.ts';
import type { Around, Subscription } from '../../../model/subscriptions/subscription.ts';
import type { Fact } from '../../../model/subscriptions/facts.ts';
import { displayOptionsOf } from '../../../model/subscriptions/display-options.ts';
import { settlingMs } from '../../../model/subscriptions/coalescing.ts';
import { writesFrom } from '../../../store/audit/audit-log.ts';
import { orderingKeyOf } from '../../../store/notifications/cards.ts';
import {
  rewriteItem,
  settlingUnder,
  withdrawItem,
  type NewOutboxItem,
  type Settling,
} from '../../../store/outbox/outbox.ts';
import { hasten } from '../../../store/outbox/batch.ts';
import { findRecords } from '../../../store/records.ts';
import type { WriteContext } from '../../context/index.ts';
import { coalescedChangesOf, settled, type DealWrite, type Earlier, type NameOf } from './episode.ts';
import { matchesAny } from './domain-event.ts';

/** Facts of a change that one subscription is notified about. */
export interface CoalescingOutcome {
  facts: readonly Fact[];
  items: NewOutboxItem[];
}

interface CoalescingRequest {
  to: Pick<NewOutboxItem, 'subscriptionId' | 'team' | 'channel'>;
  parsed: Subscription;
  /** Milliseconds. */
  settle: number;
  around: Around;
  /** Facts posted to that channel by other subscriptions. */
  except: ReadonlySet<Fact>;
}

/** Recent writes of the deals that a request changes, and updates of them that are still pending. */
export interface Coalescing {
  /**
   * Announces the net change of a deal, combined with its pending updates.
   * @returns the notified facts and the new item, if any: an earlier one is rewritten, or removed when nothing is
   * left to post
   */
  tell: (record: AnyRecord, asked: CoalescingRequest) => Promise<CoalescingOutcome>;
  /** All updates about a deal in a channel are combined by the shortest time, so that one message can hold them. */
  align: (items: readonly NewOutboxItem[]) => Promise<NewOutboxItem[]>;
}

type SettlingItem = Settling & Earlier;

const earlierOf = (row: Settling): SettlingItem => ({
  ...row,
  entries: payloadIn('deal-update', row.payload).entries ?? [0, 0],
});

const byKey = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
};

const namesFor = async ({ db, actor }: WriteContext, writes: readonly DealWrite[]): Promise<NameOf> => {
  const ids = [...new Set(writes.map(({ employeeId }) => employeeId))].filter((id) => id !== actor.employeeId);
  const people = ids.length > 0 ? await findRecords(db, entityOf('employee'), ids) : new Map<number, AnyRecord>();
  return ({ employeeId }) =>
    employeeId === actor.employeeId ? actor.name : String(people.get(employeeId)?.['name'] ?? 'CustomerHub');
};

const isBackfill = ({ source }: DealWrite): boolean => source === BACKFILL;

/**
 * Reads and locks the pending updates of the changed deals: no worker takes them until the request is over.
 * Nothing is read where no subscription lets anything settle.
 */
export async function openCoalescing(
  tx: WriteContext,
  speakers: ReadonlySet<{ parsed: Subscription }>,
  stages: readonly Stage[],
  changes: readonly { entity: EntityName; record: AnyRecord }[],
): Promise<Coalescing> {
  const { db, at, crm } = tx;
  const longest = Math.max(
    0,
    ...[...speakers].map(({ parsed: { ways } }) => settlingMs(ways.settle, crm.settings.settle ?? null)),
  );
  const deals = new Map(
    changes.flatMap(({ entity, record }) => (hasTrait(entity, 'coalesces') ? [[record.id, record]] : [])),
  );
  const ids = [...deals.keys()];
  const back = (ms: number): string => momentOf(Date.parse(at) - ms);
  const isIdle = longest === 0 || ids.length === 0;
  const keys = ids.map((id) => orderingKeyOf('deal', id));
  const rows = isIdle ? [] : (await settlingUnder(db, keys, back(2 * longest))).map(earlierOf);
  const writes = isIdle ? [] : await writesFrom(db, 'deal', ids, back(2 * longest));
  const trail = byKey(
    writes.filter((write) => !isBackfill(write)),
    ({ recordId }) => orderingKeyOf('deal', Number(recordId)),
  );
  const nameOf = await namesFor(tx, writes);
  const left = byKey(rows, ({ mergeKey, channel, subscriptionId }) => `${mergeKey} ${channel} ${subscriptionId}`);
  const told = new Set<string>();

  const tell = async (
    record: AnyRecord,
    { to, parsed, settle, around, except }: CoalescingRequest,
  ): Promise<CoalescingOutcome> => {
    const lane = orderingKeyOf('deal', record.id);
    const key = `${lane} ${to.channel} ${to.subscriptionId}`;
    // Several changes of one deal in one request are one already.
    if (told.has(key)) return { facts: [], items: [] };
    told.add(key);
    const { writes: own, into } = coalescedChangesOf(trail.get(lane) ?? [], left.get(key) ?? [], { at, settle });
    const domainEvent = settled(own, { record: deals.get(record.id) ?? record, stages, nameOf });
    const heard = domainEvent ? await matchesAny(parsed, domainEvent, around) : [];
    const facts = heard.filter((fact) => !except.has(fact));
    if (!domainEvent || facts.length === 0) {
      if (into) await withdrawItem(db, into.id);
      return { facts, items: [] };
    }
    const item = domainEvent.tell(facts, displayOptionsOf(parsed.ways, facts));
    const coalescedUntil = momentOf(Date.parse(at) + settle);
    if (!into) return { facts, items: [{ ...to, ...item, mergeKey: lane, coalescedUntil }] };
    await rewriteItem(db, into.id, item.payload);
    return { facts, items: [] };
  };

  const align = async (items: readonly NewOutboxItem[]): Promise<NewOutboxItem[]> => {
    const waiting = byKey(
      rows.filter(({ open, coalescedUntil }) => open && coalescedUntil > at),
      ({ mergeKey, channel }) => `${mergeKey} ${channel}`,
    );
    const aligned: NewOutboxItem[] = [];
    for (const [place, some] of byKey(items, ({ lane, channel }) => `${lane} ${channel}`)) {
      const earlier = waiting.get(place) ?? [];
      const settling = some.filter(({ kind, op }) => kind === 'deal-update' && op === 'tell');
      const soonest = [...earlier, ...settling].map(({ coalescedUntil }) => coalescedUntil ?? at).toSorted()[0] ?? at;
      const late = earlier.filter(({ coalescedUntil }) => coalescedUntil > soonest).map(({ id }) => id);
      if (late.length > 0 && settling.length > 0) await hasten(db, late, soonest);
      aligned.push(
        ...some.map((item) =>
          settling.includes(item) && item.coalescedUntil ? { ...item, coalescedUntil: soonest } : item,
        ),
      );
    }
    return aligned;
  };
  return { tell, align };
}
