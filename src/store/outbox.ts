import type { Db } from './database.ts';

/** A message to be delivered, as written together with the change it tells of. */
export interface OutboxItem {
  id: number;
  team: string;
  channel: string;
  /** Which renderer turns the payload into a message. */
  kind: string;
  payload: string;
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
  /** Who claims: one name per process. */
  by: string;
  now: string;
  /** Until when the claim holds; after that another process may take it over. */
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

/**
 * Takes the oldest undelivered item of each channel, where it is due and nobody else holds it: so each channel gets its
 * messages in the order of the changes, and one stuck channel holds up no other.
 */
export const claimOutbox = async (db: Db, { by, now, until, limit }: Claim): Promise<OutboxItem[]> => {
  const heads = db('outbox').whereNull('delivered_at').whereNull('failed_at').groupBy('team', 'channel').min('id');
  const due = db('outbox')
    .whereIn('id', heads)
    .where('due_at', '<=', now)
    .where((free) => void free.whereNull('claimed_until').orWhere('claimed_until', '<=', now))
    .orderBy('id')
    .limit(limit)
    .select('id');
  const rows = (await db('outbox')
    .whereIn('id', due)
    .where((free) => void free.whereNull('claimed_until').orWhere('claimed_until', '<=', now))
    .update({ claimed_by: by, claimed_until: until })
    .returning('*')) as Record<string, unknown>[];
  return rows.map(toItem).sort((a, b) => a.id - b.id);
};

export const markDelivered = (db: Db, id: number, at: string, ts: string): Promise<number> =>
  db('outbox').where({ id }).update({ delivered_at: at, delivered_ts: ts, claimed_until: null, last_error: null });

/** To be tried again at `dueAt`. */
export const postpone = (db: Db, id: number, dueAt: string, error: string): Promise<number> =>
  db('outbox')
    .where({ id })
    .update({ due_at: dueAt, claimed_until: null, last_error: error, attempts: db.raw('attempts + 1') });

/** Set aside: trying again would not help. */
export const markFailed = (db: Db, id: number, at: string, error: string): Promise<number> =>
  db('outbox')
    .where({ id })
    .update({ failed_at: at, claimed_until: null, last_error: error, attempts: db.raw('attempts + 1') });

/** Given back unsent, for instance when the process stops. */
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
