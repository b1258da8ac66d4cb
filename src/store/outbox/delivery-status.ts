import type { Knex } from 'knex';
import type { Db } from '../dialect.ts';

/** What became of an update, as the outbox knows it. */
export interface OutboxStatus {
  id: number;
  /** null where the channel hears of its own record. */
  subscriptionId: number | null;
  team: string;
  /** Slack channel id; a user id for a direct message. */
  channel: string;
  kind: string;
  payload: string;
  createdAt: string;
  dueAt: string;
  deliveredAt: string | null;
  /** Slack's id of the message; null where there was nothing left to say, or none was sent yet. */
  ts: string | null;
  failedAt: string | null;
  error: string | null;
}

interface OutboxRow {
  id: number;
  subscription_id: number | null;
  team: string;
  channel: string;
  kind: string;
  payload: string;
  created_at: string;
  due_at: string;
  delivered_at: string | null;
  delivered_ts: string | null;
  failed_at: string | null;
  last_error: string | null;
}

const toStatus = (row: OutboxRow): OutboxStatus => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  team: row.team,
  channel: row.channel,
  kind: row.kind,
  payload: row.payload,
  createdAt: row.created_at,
  dueAt: row.due_at,
  deliveredAt: row.delivered_at,
  ts: row.delivered_ts,
  failedAt: row.failed_at,
  error: row.last_error,
});

/** Of what was told with another item, what became of that. */
const statuses = (db: Db): Knex.QueryBuilder =>
  db('outbox as own')
    .join('outbox as told', 'told.id', db.raw('coalesce(own.told_with, own.id)'))
    .select('own.id', 'own.subscription_id', 'own.team', 'own.channel', 'own.kind', 'own.payload', 'own.created_at')
    .select('told.due_at', 'told.delivered_at', 'told.delivered_ts', 'told.failed_at', 'told.last_error');

/** What was written for these subscriptions at that moment or later, oldest first. */
export async function statusesSince(db: Db, subscriptions: readonly number[], at: string): Promise<OutboxStatus[]> {
  return (
    (await statuses(db)
      .whereIn('own.subscription_id', [...subscriptions])
      .where('own.created_at', '>=', at)
      .orderBy('own.id')) as OutboxRow[]
  ).map(toStatus);
}

/** What a message was sent for: its item, and those it took along, oldest first. */
export async function statusesIn(db: Db, id: number): Promise<OutboxStatus[]> {
  return (
    (await statuses(db)
      .where((one) => void one.where('own.id', id).orWhere('own.told_with', id))
      .orderBy('own.id')) as OutboxRow[]
  ).map(toStatus);
}
