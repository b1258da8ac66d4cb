import { nextTime } from '../../../model/dates/recurrence.ts';
import { entityOf } from '../../../model/registry.ts';
import { DAY_MS, dayOf, momentOf, startOfDay } from '../../../model/dates/time.ts';
import { CLOCK_EVENTS } from '../../../model/subscriptions/time-conditions.ts';
import type { Subscription } from '../../../model/subscriptions/subscription.ts';
import {
  dueFollowUps,
  idleCustomers,
  idleDeals,
  momentsOfCustomers,
  momentsOfDeals,
} from '../../../store/notifications/time-events.ts';
import { findRecords, lastIdOf } from '../../../store/records.ts';
import { everyStageOf, type Crm } from '../../context/index.ts';
import { CLOCK_LOOK } from '../../jobs/index.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { type DomainEvent, due, silent, stalled } from '../announce/index.ts';

/** More than that are not looked at: a preview must not make anybody wait. */
const MOST = 2000;
export const WORKING = { ...CLOCK_LOOK, on: 'weekday' };

/** Something that came about because time passed, found out later. */
export interface PastOccurrence {
  /** ISO moment in UTC. */
  at: string;
  /** The deal whose state of that moment it depends on. */
  deal: number | null;
  /** null when it was nothing then. @param deal as it stood then */
  domainEvent: (deal: AnyRecord | null) => DomainEvent | null;
}

interface DayRange {
  /** Milliseconds since 1970. */
  since: number;
  /** The reader's. */
  timeZone: string;
  /** Deals that were touched in that time. */
  deals: readonly number[];
}

export interface Gap {
  id: number;
  last: string;
  /** When it would have been posted: milliseconds since 1970. */
  told: number;
}

/** Gaps without activity long enough for an update. @param moments of each record, the oldest first */
export function gapsIn(
  moments: ReadonlyMap<number, readonly string[]>,
  days: number,
  { since, now, timeZone }: Pick<DayRange, 'since' | 'timeZone'> & { now: number },
): Gap[] {
  return [...moments].flatMap(([id, all]) =>
    all.flatMap((last, at): Gap[] => {
      const over = Date.parse(last) + days * DAY_MS;
      const until = Math.min(now, Date.parse(all[at + 1] ?? '9999-01-01'));
      if (over < since || over > until) return [];
      const told = nextTime(WORKING, over - 1, timeZone);
      return told <= until ? [{ id, last, told }] : [];
    }),
  );
}

export function idleness({ last, told }: Gap) {
  return { days: Math.floor((told - Date.parse(last)) / DAY_MS), last };
}

const stalledThen = async (crm: Crm, days: number, stretch: DayRange): Promise<PastOccurrence[]> => {
  const [db, now] = [crm.database.db, crm.now()];
  const after = momentOf(stretch.since - days * DAY_MS);
  const upTo = await lastIdOf(db, entityOf('deal'));
  const still = await idleDeals(db, { above: 0, upTo, after, until: momentOf(now - days * DAY_MS) });
  const deals = [...new Set([...still.map(({ id }) => id), ...stretch.deals])].slice(0, MOST);
  const open = new Set((await everyStageOf(crm)).filter(({ outcome }) => outcome === 'open').map(({ id }) => id));
  const gaps = gapsIn(await momentsOfDeals(db, deals, after), days, { ...stretch, now });
  return gaps.map((gap) => ({
    at: momentOf(gap.told),
    deal: gap.id,
    domainEvent: (deal) =>
      deal?.deletedAt === null && open.has(Number(deal['stage']))
        ? stalled(deal, idleness(gap), momentOf(gap.told))
        : null,
  }));
};

const silentThen = async (crm: Crm, days: number, stretch: DayRange): Promise<PastOccurrence[]> => {
  const [db, now] = [crm.database.db, crm.now()];
  const after = momentOf(stretch.since - days * DAY_MS);
  const upTo = await lastIdOf(db, entityOf('customer'));
  const still = await idleCustomers(db, { above: 0, upTo, after, until: momentOf(now - days * DAY_MS) });
  const gaps = gapsIn(await momentsOfCustomers(db, { also: still.map(({ id }) => id), after, most: MOST }), days, {
    ...stretch,
    now,
  });
  const customers = await findRecords(
    db,
    entityOf('customer'),
    gaps.map(({ id }) => id),
  );
  return gaps.map((gap) => ({
    at: momentOf(gap.told),
    deal: null,
    domainEvent: () => {
      const customer = customers.get(gap.id);
      return customer?.deletedAt === null ? silent(customer, idleness(gap), momentOf(gap.told)) : null;
    },
  }));
};

const dueThen = async (crm: Crm, { since, timeZone }: DayRange): Promise<PastOccurrence[]> => {
  const [db, now] = [crm.database.db, crm.now()];
  const days = { from: dayOf(since, timeZone), to: dayOf(now, timeZone) };
  const found = await dueFollowUps(db, { ...days, above: 0, limit: MOST, done: true });
  const records = await findRecords(
    db,
    entityOf('followUp'),
    found.map(({ id }) => id),
  );
  return found.flatMap(({ id, last }): PastOccurrence[] => {
    const record = records.get(id);
    const at = momentOf(nextTime(CLOCK_LOOK, Date.parse(startOfDay(last, timeZone)) - 1, timeZone));
    const open = record && record.createdAt < at && (record.doneAt === null || record.doneAt > at);
    if (!record || !open || Date.parse(at) < since || Date.parse(at) > now) return [];
    const deal = typeof record['deal'] === 'number' ? record['deal'] : null;
    return [{ at, deal, domainEvent: (about) => due(record, about?.deletedAt === null ? about : null, at) }];
  });
};

/** Reminders of that time, newest first: computed from the activity of the records. */
export async function pastOccurrences(
  crm: Crm,
  { events, patience }: Pick<Subscription, 'events' | 'patience'>,
  stretch: DayRange,
): Promise<PastOccurrence[]> {
  if (!CLOCK_EVENTS.some((event) => events.includes(event))) return [];
  const found = [
    ...(events.includes('stalled') ? await stalledThen(crm, patience.stalled, stretch) : []),
    ...(events.includes('silent') ? await silentThen(crm, patience.silent, stretch) : []),
    ...(events.includes('follow-up-due') ? await dueThen(crm, stretch) : []),
  ];
  return found.toSorted((a, b) => b.at.localeCompare(a.at));
}
