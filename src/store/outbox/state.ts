import type { Knex } from 'knex';
import type { Db } from '../dialect.ts';
import { toItem, type OutboxItem } from './outbox.ts';

export interface OutboxState {
  waiting: number;
  /** ISO moment of the oldest waiting item. */
  oldest: string | null;
  failed: number;
}

/** Set aside, and neither sent again nor dropped since. */
const failures = (db: Db): Knex.QueryBuilder => db('outbox').whereNotNull('failed_at').whereNull('delivered_at');

export async function outboxState(db: Db): Promise<OutboxState> {
  const [waiting] = (await db('outbox')
    .whereNull('delivered_at')
    .whereNull('failed_at')
    .count({ n: '*' })
    .min({ oldest: 'created_at' })) as {
    n: number;
    oldest: string | null;
  }[];
  const [failed] = (await failures(db).count({ n: '*' })) as { n: number }[];
  return { waiting: waiting?.n ?? 0, oldest: waiting?.oldest ?? null, failed: failed?.n ?? 0 };
}

/** A message that Slack did not take, or that could not be made. */
export interface FailedItem extends OutboxItem {
  failedAt: string;
  error: string;
}

/** The newest first. */
export async function failedItems(db: Db, { offset, limit }: { offset: number; limit: number }): Promise<FailedItem[]> {
  const rows: Record<string, unknown>[] = await failures(db).orderBy('id', 'desc').offset(offset).limit(limit);
  return rows.map((row) => ({
    ...toItem(row),
    failedAt: String(row['failed_at']),
    error: String(row['last_error'] ?? ''),
  }));
}

/** Which of them: one, those of a channel, or all. */
export type Which = { id: number } | { team: string; channel: string } | 'all';

const those = (db: Db, which: Which): Knex.QueryBuilder => (which === 'all' ? failures(db) : failures(db).where(which));

/** They are tried anew, the earlier attempts not forgotten: each is looked for before it is posted. @returns how many */
export function reviveFailed(db: Db, which: Which, at: string): Promise<number> {
  return those(db, which).update({ failed_at: null, due_at: at, again_at: at });
}

/** They are never sent; why they failed stays. @returns how many */
export function dropFailed(db: Db, which: Which, at: string): Promise<number> {
  return those(db, which).update({ delivered_at: at });
}

/** Sets aside everything that waits for a channel and is in nobody's hands. @returns how many */
export function failChannel(
  db: Db,
  { team, channel }: { team: string; channel: string },
  { at, error }: { at: string; error: string },
): Promise<number> {
  return db('outbox')
    .where({ team, channel })
    .whereNull('delivered_at')
    .whereNull('failed_at')
    .where((unclaimed) => void unclaimed.whereNull('claimed_until').orWhere('claimed_until', '<=', at))
    .update({ failed_at: at, claimed_until: null, last_error: error });
}

/** @returns whether nobody was told of that cause in that channel yet */
export async function noteTrouble(
  db: Db,
  { team, channel, cause }: { team: string; channel: string; cause: string },
  at: string,
): Promise<boolean> {
  return (
    (await db('delivery_troubles').insert({ team, channel, cause, at }).onConflict().ignore().returning('cause'))
      .length > 0
  );
}

/** What goes wrong in these channels from now on is news again. */
export async function forgetTroublesIn(db: Db, channels: readonly { team: string; channel: string }[]): Promise<void> {
  if (channels.length === 0) return;
  const pairs = channels.map(({ team, channel }) => [team, channel]);
  await db('delivery_troubles').whereIn(['team', 'channel'], pairs).delete();
}

/** The same for every channel of a team. */
export async function forgetTroubles(db: Db, team: string): Promise<void> {
  await db('delivery_troubles').where({ team }).delete();
}
