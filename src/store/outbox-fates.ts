import type { Db } from './database.ts';

/** What became of an update, as the outbox knows it. */
export interface OutboxFate {
  id: number;
  subscriptionId: number;
  team: string;
  /** Slack channel id; a user id for what one person hears alone. */
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

interface Row {
  id: number;
  subscription_id: number;
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

const toFate = (row: Row): OutboxFate => ({
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

/** What was written for these subscriptions at that moment or later, oldest first. */
export const fatesSince = async (db: Db, subscriptions: readonly number[], at: string): Promise<OutboxFate[]> =>
  (
    (await db('outbox')
      .whereIn('subscription_id', [...subscriptions])
      .where('created_at', '>=', at)
      .orderBy('id')) as Row[]
  ).map(toFate);

/** One of them; null when it is not there any more, or belongs to no subscription. */
export const fateOf = async (db: Db, id: number): Promise<OutboxFate | null> => {
  const row = (await db('outbox').where({ id }).whereNotNull('subscription_id').first()) as Row | undefined;
  return row ? toFate(row) : null;
};
