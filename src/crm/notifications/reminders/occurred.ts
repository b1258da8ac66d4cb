import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { EntityName } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { isWorkingDay } from '../../../model/dates/recurrence.ts';
import { entityOf } from '../../../model/registry.ts';
import { DAY_MS, dayOf, momentOf } from '../../../model/dates/time.ts';
import type { ClockEvent } from '../../../model/subscriptions/time-conditions.ts';
import type { Subscription } from '../../../model/subscriptions/subscription.ts';
import {
  dueFollowUps,
  idleCustomers,
  idleDeals,
  toldOccurrences,
  type Idle,
} from '../../../store/notifications/time-events.ts';
import type { Db } from '../../../store/database.ts';
import { findRecords, lastIdOf } from '../../../store/records.ts';
import { type DomainEvent, due, silent, stalled } from '../announce/index.ts';

/** Ids looked through at once: a few milliseconds’ work. */
const AT_ONCE = 2000;

/** Something that came about because time passed. */
export interface Occurred {
  event: ClockEvent;
  record: number;
  /** What makes it another time: when the record was last touched, or the day on which it was due. */
  occurrence: string;
  domainEvent: DomainEvent;
}

/** One look at the clock for one subscription. */
export interface Look {
  db: Db;
  subscription: number;
  parsed: Pick<Subscription, 'events' | 'patience'>;
  /** Milliseconds since 1970; earlier occurrences are not reported. */
  since: number;
  now: number;
  timeZone: string;
}

const untold = async ({ db, subscription }: Look, event: ClockEvent, found: readonly Idle[]): Promise<Idle[]> => {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const told = await toldOccurrences(db, { subscription, event }, ids);
  // A day is another one whichever way it moved; a touch only counts when it is newer.
  const isNew = (was: string, is: string): boolean => (event === 'follow-up-due' ? was !== is : was < is);
  return found.filter(({ id, last }) => isNew(told.get(id) ?? '', last));
};

const recordsOf = ({ db }: Look, entity: EntityName, ids: readonly number[]): Promise<Map<number, AnyRecord>> =>
  findRecords(db, entityOf(entity), ids);

/** What nobody may leave untouched for too long. */
const IDLE = {
  stalled: { entity: 'deal', find: idleDeals, domainEvent: stalled },
  silent: { entity: 'customer', find: idleCustomers, domainEvent: silent },
} as const;

/** What nobody touched for as long as the subscription says, in portions between which others get their turn. */
async function* idle(look: Look, event: 'stalled' | 'silent'): AsyncGenerator<Occurred> {
  const { entity, find, domainEvent } = IDLE[event];
  const days = look.parsed.patience[event];
  const after = momentOf(look.since - days * DAY_MS);
  const until = momentOf(look.now - days * DAY_MS);
  const highest = await lastIdOf(look.db, entityOf(entity));
  for (let above = 0; above < highest; above += AT_ONCE) {
    const news = await untold(look, event, await find(look.db, { above, upTo: above + AT_ONCE, after, until }));
    const records = await recordsOf(
      look,
      entity,
      news.map(({ id }) => id),
    );
    for (const { id, last } of news) {
      const record = records.get(id);
      const so = { days: Math.floor((look.now - Date.parse(last)) / DAY_MS), last };
      if (record)
        yield { event, record: id, occurrence: last, domainEvent: domainEvent(record, so, momentOf(look.now)) };
    }
    await yieldToOthers();
  }
}

async function* dueOnes(look: Look): AsyncGenerator<Occurred> {
  const [from, to] = [dayOf(look.since, look.timeZone), dayOf(look.now, look.timeZone)];
  let above = 0;
  for (;;) {
    const found = await dueFollowUps(look.db, { from, to, above, limit: AT_ONCE });
    const news = await untold(look, 'follow-up-due', found);
    const records = await recordsOf(
      look,
      'followUp',
      news.map(({ id }) => id),
    );
    const named = [...records.values()].map(({ deal }) => Number(deal ?? 0));
    const deals = await recordsOf(look, 'deal', named);
    for (const { id, last } of news) {
      const record = records.get(id);
      const about = deals.get(Number(record?.['deal'] ?? 0)) ?? null;
      const domainEvent = record && due(record, about?.deletedAt === null ? about : null, momentOf(look.now));
      if (domainEvent) yield { event: 'follow-up-due', record: id, occurrence: last, domainEvent };
    }
    if (found.length < AT_ONCE) return;
    above = found.at(-1)?.id ?? 0;
    await yieldToOthers();
  }
}

/**
 * Occurrences that were not reported yet. Due follow-ups come on their day; inactivity can wait for a
 * working day.
 */
export async function* occurred(look: Look): AsyncGenerator<Occurred> {
  const { events } = look.parsed;
  if (events.includes('follow-up-due')) yield* dueOnes(look);
  if (!isWorkingDay(dayOf(look.now, look.timeZone))) return;
  if (events.includes('stalled')) yield* idle(look, 'stalled');
  if (events.includes('silent')) yield* idle(look, 'silent');
}
