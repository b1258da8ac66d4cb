import type { Db } from '../dialect.ts';
import { toItem, type OutboxItem } from './outbox.ts';

interface Claim {
  /** Who claims: one name per courier. */
  by: string;
  now: string;
  /** Until when the claim holds; after that another courier may take it over. */
  until: string;
  limit: number;
}

/** Neither delivered nor set aside. */
const waiting = (row: string): string => `${row}.delivered_at is null and ${row}.failed_at is null`;
const sameChannel = (row: string, as: string): string => `${row}.team = ${as}.team and ${row}.channel = ${as}.channel`;
const free = (row: string): string =>
  `${waiting(row)} and ${row}.due_at <= :now and (${row}.claimed_until is null or ${row}.claimed_until <= :now)`;

/**
 * One item for each channel that has something waiting: from one to the next by the index, so that the cost grows with
 * the channels and not with what waits in them. Two steps, because SQLite searches an index by a pair only so.
 */
const CHANNELS = `
  select (select o.id from outbox o where ${waiting('o')} order by o.team, o.channel, o.id limit 1)
  union all
  select coalesce(
    (select o.id from outbox o
      where ${waiting('o')} and o.team = (select team from outbox where id = channels.id)
        and o.channel > (select channel from outbox where id = channels.id)
      order by o.channel, o.id limit 1),
    (select o.id from outbox o where ${waiting('o')} and o.team > (select team from outbox where id = channels.id)
      order by o.team, o.channel, o.id limit 1))
  from channels where channels.id is not null`;

/** Nobody delivers there at this moment, and the last message is long enough ago. */
const QUIET = `
  not exists (select 1 from outbox h where ${sameChannel('h', 'any_item')} and ${waiting('h')} and h.claimed_until > :now)
  and not exists (select 1 from outbox_channels c where ${sameChannel('c', 'any_item')} and c.opens_at > :now)`;

/** The first of its lane. Looked up as one value, so that no database reads the whole channel for it. */
const HEAD = `o.id = (select e.id from outbox e
    where ${sameChannel('e', 'o')} and e.lane = o.lane and ${waiting('e')} order by e.id limit 1)`;

/** Which items are ready, by id. Named parameters: `now`, `limit`. */
export const READY = `
  with recursive channels(id) as (${CHANNELS}),
  ready(id) as materialized (
    select (select o.id from outbox o where ${sameChannel('o', 'any_item')} and ${free('o')} and ${HEAD}
      order by o.id limit 1)
    from channels cross join outbox any_item where any_item.id = channels.id and ${QUIET})
  select id from ready where id is not null order by id limit :limit`;

/**
 * Takes the oldest item that is ready in each channel: due, held by nobody, and the first of its lane. So a channel
 * hears of each deal in the order of its changes, one message at a time at Slack's pace, whoever delivers; and nothing
 * that waits holds up what it has nothing to do with. The condition stands twice because PostgreSQL looks at it again
 * after waiting for a row that another courier was claiming. A claim that ran out counts as an attempt: nobody knows how
 * it ended.
 */
export async function claimOutbox(db: Db, { by, now, until, limit }: Claim): Promise<OutboxItem[]> {
  const attempts = db.raw('case when claimed_until is null then attempts else attempts + 1 end');
  const rows = (await db('outbox')
    .whereRaw(`id in (${READY})`, { now, limit })
    .whereRaw(free('outbox'), { now })
    .update({ claimed_by: by, claimed_until: until, attempts })
    .returning('*')) as Record<string, unknown>[];
  return rows.map(toItem).sort((a, b) => a.id - b.id);
}

/** No courier posts to the channel before that moment. An earlier one changes nothing. */
export async function holdChannel(db: Db, { team, channel }: { team: string; channel: string }, until: string) {
  await db('outbox_channels')
    .insert({ team, channel, opens_at: until })
    .onConflict(['team', 'channel'])
    .merge()
    .where('outbox_channels.opens_at', '<', until);
}
