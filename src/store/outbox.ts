import type { Knex } from 'knex';
import type { Db } from './database.ts';

/**
 * What is to be done in the channel: `post` a message of its own; `tell` of a deal, with its card or in its card's
 * thread; `show` a card and nothing beside it; `refresh` a card that is there.
 */
export type Op = 'post' | 'tell' | 'show' | 'refresh';

/** A message to be delivered, as written together with the change it tells of. */
export interface OutboxItem {
  id: number;
  subscriptionId: number | null;
  team: string;
  channel: string;
  op: Op;
  /** Items of one lane in a channel are delivered one after the other: `deal 42`; blank for what has no lane of its own. */
  lane: string;
  /** The card to refresh. */
  cardId: number | null;
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
  /** `post` when left out. */
  op?: Op;
  lane?: string;
  cardId?: number;
  /** Later changes are merged into the item with this key until `settlesAt`. */
  mergeKey?: string;
  /** ISO moment before which it is not delivered. */
  settlesAt?: string;
}

export const writeOutbox = async (db: Db, items: readonly NewOutboxItem[], at: string): Promise<void> => {
  if (items.length === 0) return;
  const rows = items.map(({ subscriptionId, cardId, mergeKey, settlesAt, op = 'post', lane = '', ...item }) => ({
    ...item,
    op,
    lane,
    subscription_id: subscriptionId,
    card_id: cardId ?? null,
    merge_key: mergeKey ?? null,
    settles_at: settlesAt ?? null,
    created_at: at,
    due_at: settlesAt ?? at,
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
  subscriptionId: row['subscription_id'] === null ? null : Number(row['subscription_id']),
  team: String(row['team']),
  channel: String(row['channel']),
  op: row['op'] as Op,
  lane: String(row['lane']),
  cardId: row['card_id'] === null ? null : Number(row['card_id']),
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

const undelivered = (db: Db, name = 'outbox'): Knex.QueryBuilder =>
  db(name).whereNull('delivered_at').whereNull('failed_at');

/** Narrows to channels in which nobody delivers at this moment. */
const inQuietChannels = (db: Db, query: Knex.QueryBuilder, now: string): Knex.QueryBuilder => {
  const busy = undelivered(db, 'outbox as held').where('claimed_until', '>', now);
  const here = busy.whereRaw('held.team = outbox.team and held.channel = outbox.channel').select(db.raw('1'));
  return query.whereNotExists(here);
};

/**
 * Takes the oldest item that is ready in each channel: due, held by nobody, and the first of its lane. So a channel
 * hears of each deal in the order of its changes, one message at a time, and nothing that waits holds up what it has
 * nothing to do with. The condition stands twice because PostgreSQL looks at it again after waiting for a row that
 * another courier was claiming. A claim that ran out counts as an attempt: nobody knows how it ended.
 */
export const claimOutbox = async (db: Db, { by, now, until, limit }: Claim): Promise<OutboxItem[]> => {
  const heads = undelivered(db).groupBy('team', 'channel', 'lane').min('id');
  const ready = free(inQuietChannels(db, db('outbox').whereIn('id', heads), now), now).groupBy('team', 'channel');
  const due = db
    .select('first')
    .from(ready.min({ first: 'id' }).as('ready'))
    .orderBy('first')
    .limit(limit);
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
