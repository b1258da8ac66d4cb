import type { Knex } from 'knex';
import type { Db } from '../dialect.ts';

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
  /** Since when it is tried, where somebody asked to send it again. */
  againAt: string | null;
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
  coalescedUntil?: string;
}

export async function writeOutbox(db: Db, items: readonly NewOutboxItem[], at: string): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ subscriptionId, cardId, mergeKey, coalescedUntil, op = 'post', lane = '', ...item }) => ({
    ...item,
    op,
    lane,
    subscription_id: subscriptionId,
    card_id: cardId ?? null,
    merge_key: mergeKey ?? null,
    settles_at: coalescedUntil ?? null,
    created_at: at,
    due_at: coalescedUntil ?? at,
  }));
  await db.batchInsert('outbox', rows, 200);
}

/** A row of the outbox, as couriers take it. */
export function toItem(row: Record<string, unknown>): OutboxItem {
  return {
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
    againAt: row['again_at'] === null ? null : String(row['again_at']),
  };
}

/** An item that later changes may be merged into, or that tells how far changes were told already. */
export interface Settling {
  id: number;
  subscriptionId: number | null;
  channel: string;
  mergeKey: string;
  coalescedUntil: string;
  payload: string;
  /** In nobody's hands yet. */
  open: boolean;
}

const toSettling =
  (open: boolean) =>
  (row: Record<string, unknown>): Settling => ({
    id: Number(row['id']),
    subscriptionId: row['subscription_id'] === null ? null : Number(row['subscription_id']),
    channel: String(row['channel']),
    mergeKey: String(row['merge_key']),
    coalescedUntil: String(row['settles_at']),
    payload: String(row['payload']),
    open,
  });

/**
 * What was left in the outbox under these keys lately, oldest first. Items in nobody's hands are held until the
 * transaction ends: no courier takes them meanwhile.
 * @param since ISO moment
 */
export async function settlingUnder(db: Db, keys: readonly string[], since: string): Promise<Settling[]> {
  const under = () => db('outbox').whereIn('merge_key', keys).where('created_at', '>=', since).orderBy('id');
  const untouched = { delivered_at: null, failed_at: null, claimed_until: null, attempts: 0 };
  const open = ((await under().where(untouched).forUpdate()) as Record<string, unknown>[]).map(toSettling(true));
  const held = open.map(({ id }) => id);
  const others = (await under().whereNotIn('id', held)) as Record<string, unknown>[];
  return [...open, ...others.map(toSettling(false))].toSorted((a, b) => a.id - b.id);
}

/** Tells something else with an item that is held. */
export async function rewriteItem(db: Db, id: number, payload: string): Promise<void> {
  await db('outbox').where({ id }).update({ payload });
}

/** Takes back an item that is held: there is nothing to tell any more. */
export async function withdrawItem(db: Db, id: number): Promise<void> {
  await db('outbox').where({ id }).delete();
}

/**
 * Asks for cards to be brought up to date, in the transaction of what they show. One that is asked for already and in
 * nobody's hands yet will show this as well: touching it makes whoever is about to claim it wait for this transaction.
 * @param cards in the order of their ids, so that two who ask for the same ones wait for each other
 */
export async function askRefresh(
  db: Db,
  cards: readonly { id: number; team: string; channel: string }[],
  { at, dueAt }: { at: string; dueAt: string },
): Promise<void> {
  for (const { id, team, channel } of cards) {
    const mergeKey = `refresh ${id}`;
    const waiting = await db('outbox')
      .where({ merge_key: mergeKey })
      .whereNull('delivered_at')
      .whereNull('failed_at')
      .whereNull('claimed_until')
      .update({ merge_key: mergeKey });
    if (waiting > 0) continue;
    const item = { subscriptionId: null, team, channel, kind: 'card', payload: '{}', op: 'refresh' as const };
    const key = { cardId: id, mergeKey, lane: mergeKey, coalescedUntil: dueAt };
    await writeOutbox(db, [{ ...item, ...key }], at);
  }
}

/** @param ts the message's id in Slack; null when there was nothing left to say */
export function markDelivered(db: Db, id: number, at: string, ts: string | null): Promise<number> {
  return db('outbox')
    .where({ id })
    .update({ delivered_at: at, delivered_ts: ts, claimed_until: null, last_error: null });
}

/** An item with the courier that holds it: one that lost its claim in the meantime changes nothing any more. */
interface Held {
  id: number;
  by: string;
}
const held = (db: Db, { id, by }: Held): Knex.QueryBuilder =>
  db('outbox').where({ id, claimed_by: by }).whereNull('delivered_at');

/** To be tried again at `dueAt`, after an attempt that failed or whose end is not known. */
export function postpone(db: Db, item: Held, dueAt: string, error: string): Promise<number> {
  return held(db, item).update({
    due_at: dueAt,
    claimed_until: null,
    last_error: error,
    attempts: db.raw('attempts + 1'),
  });
}

/** What was tried in vain need not wait any longer. */
export function hurry(db: Db, at: string): Promise<number> {
  return db('outbox')
    .whereNull('delivered_at')
    .whereNull('failed_at')
    .whereNull('claimed_until')
    .where('attempts', '>', 0)
    .where('due_at', '>', at)
    .update({ due_at: at });
}

/** Not before `dueAt`, because Slack asked for it: nothing was attempted. */
export function defer(db: Db, item: Held, dueAt: string, error: string): Promise<number> {
  return held(db, item).update({ due_at: dueAt, claimed_until: null, last_error: error });
}

/** Set aside: trying again would not help. */
export function markFailed(db: Db, item: Held, at: string, error: string): Promise<number> {
  return held(db, item).update({
    failed_at: at,
    claimed_until: null,
    last_error: error,
    attempts: db.raw('attempts + 1'),
  });
}

/** Given back unsent, when a courier stops. */
export function release(db: Db, by: string): Promise<number> {
  return db('outbox')
    .where({ claimed_by: by })
    .whereNotNull('claimed_until')
    .whereNull('delivered_at')
    .whereNull('failed_at')
    .update({ claimed_until: null });
}

/** Drops what was delivered before a moment. */
export function forgetDelivered(db: Db, before: string): Promise<number> {
  return db('outbox').where('delivered_at', '<', before).delete();
}
