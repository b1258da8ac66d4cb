import type { Knex } from 'knex';
import type { Db } from './database.ts';

/** A message to be delivered, as written together with the change it tells of. */
export interface OutboxItem {
  id: number;
  team: string;
  channel: string;
  /** Which renderer turns the payload into a message. */
  kind: string;
  payload: string;
  /** Earlier attempts that failed, or whose end is not known: it may be in the channel already. */
  attempts: number;
  createdAt: string;
}

export interface NewOutboxItem {
  subscriptionId: number | null;
  team: string;
  channel: string;
  kind: string;
  payload: string;
}

export const writeOutbox = async (db: Db, items: readonly NewOutboxItem[], at: string): Promise<void> => {
  if (items.length === 0) return;
  const rows = items.map(({ subscriptionId, ...item }) => ({
    ...item,
    subscription_id: subscriptionId,
    created_at: at,
    due_at: at,
  }));
  await db.batchInsert('outbox', rows, 200);
};

interface Claim {
  /** Who claims: one name per courier. */
  by: string;
  now: string;
  /** Until when the claim holds; after that another courier may take it over. */
  until: string;
  limit: number;
}

const toItem = (row: Record<string, unknown>): OutboxItem => ({
  id: Number(row['id']),
  team: String(row['team']),
  channel: String(row['channel']),
  kind: String(row['kind']),
  payload: String(row['payload']),
  attempts: Number(row['attempts']),
  createdAt: String(row['created_at']),
});

/** Narrows to what is neither delivered nor set aside, is due and is held by nobody. */
const free = (query: Knex.QueryBuilder, now: string): Knex.QueryBuilder =>
  query
    .whereNull('delivered_at')
    .whereNull('failed_at')
    .where('due_at', '<=', now)
    .where((unclaimed) => void unclaimed.whereNull('claimed_until').orWhere('claimed_until', '<=', now));

/**
 * Takes the oldest undelivered item of each channel, where it is due and nobody else holds it: so each channel gets its
 * messages in the order of the changes, and one stuck channel holds up no other. The condition stands twice because
 * PostgreSQL looks at it again after waiting for a row that another courier was claiming. A claim that ran out counts as
 * an attempt: nobody knows how it ended.
 */
export const claimOutbox = async (db: Db, { by, now, until, limit }: Claim): Promise<OutboxItem[]> => {
  const heads = db('outbox').whereNull('delivered_at').whereNull('failed_at').groupBy('team', 'channel').min('id');
  const due = free(db('outbox').whereIn('id', heads), now).orderBy('id').limit(limit).select('id');
  const attempts = db.raw('case when claimed_until is null then attempts else attempts + 1 end');
  const rows = (await free(db('outbox').whereIn('id', due), now)
    .update({ claimed_by: by, claimed_until: until, attempts })
    .returning('*')) as Record<string, unknown>[];
  return rows.map(toItem).sort((a, b) => a.id - b.id);
};

/** @param ts the message's id in Slack; null when there was nothing left to say */
export const markDelivered = (db: Db, id: number, at: string, ts: string | null): Promise<number> =>
  db('outbox').where({ id }).update({ delivered_at: at, delivered_ts: ts, claimed_until: null, last_error: null });

/** An item with the courier that holds it: one that lost its claim in the meantime changes nothing any more. */
interface Held {
  id: number;
  by: string;
}
const held = (db: Db, { id, by }: Held): Knex.QueryBuilder =>
  db('outbox').where({ id, claimed_by: by }).whereNull('delivered_at');

/** To be tried again at `dueAt`, after an attempt that failed or whose end is not known. */
export const postpone = (db: Db, item: Held, dueAt: string, error: string): Promise<number> =>
  held(db, item).update({
    due_at: dueAt,
    claimed_until: null,
    last_error: error,
    attempts: db.raw('attempts + 1'),
  });

/** Not before `dueAt`, because Slack asked for it: nothing was attempted. */
export const defer = (db: Db, item: Held, dueAt: string, error: string): Promise<number> =>
  held(db, item).update({ due_at: dueAt, claimed_until: null, last_error: error });

/** Set aside: trying again would not help. */
export const markFailed = (db: Db, item: Held, at: string, error: string): Promise<number> =>
  held(db, item).update({
    failed_at: at,
    claimed_until: null,
    last_error: error,
    attempts: db.raw('attempts + 1'),
  });

/** Given back unsent, when a courier stops. */
export const release = (db: Db, by: string): Promise<number> =>
  db('outbox').where({ claimed_by: by }).whereNull('delivered_at').update({ claimed_until: null });

export interface OutboxState {
  waiting: number;
  /** ISO moment of the oldest waiting item. */
  oldest: string | null;
  failed: number;
}

export const outboxState = async (db: Db): Promise<OutboxState> => {
  const [waiting] = (await db('outbox')
    .whereNull('delivered_at')
    .whereNull('failed_at')
    .count({ n: '*' })
    .min({ oldest: 'created_at' })) as {
    n: number;
    oldest: string | null;
  }[];
  const [failed] = (await db('outbox').whereNotNull('failed_at').count({ n: '*' })) as { n: number }[];
  return { waiting: waiting?.n ?? 0, oldest: waiting?.oldest ?? null, failed: failed?.n ?? 0 };
};

/** Drops what was delivered before a moment. */
export const forgetDelivered = (db: Db, before: string): Promise<number> =>
  db('outbox').where('delivered_at', '<', before).delete();
