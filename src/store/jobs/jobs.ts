import type { Knex } from 'knex';
import type { Db } from '../dialect.ts';

/** Something that comes back, at the moment when it is due. All moments are ISO strings in UTC. */
export interface DueItem {
  /** `digest 5` */
  key: string;
  /** What is to be done. */
  kind: string;
  /** Id of the record that it is done for. */
  subject: number;
  /** The rhythm and the zone that `dueAt` was reckoned from. */
  spec: string;
  dueAt: string;
  /** What happened up to here was told. */
  since: string;
  /** Earlier attempts that failed, or whose end is not known. */
  attempts: number;
}

type JobRow = Record<string, string | number>;

const toItem = (row: JobRow): DueItem => ({
  key: String(row['key']),
  kind: String(row['kind']),
  subject: Number(row['subject']),
  spec: String(row['spec']),
  dueAt: String(row['due_at']),
  since: String(row['since']),
  attempts: Number(row['attempts']),
});

const UNCLAIMED = { claimed_by: null, claimed_until: null };

export async function dueItem(db: Db, key: string): Promise<DueItem | null> {
  const row = (await db('due_work').where({ key }).first()) as JobRow | undefined;
  return row ? toItem(row) : null;
}

/** Puts it in; one that is there gets another time, keeps what it has told, and whoever holds it loses it. */
export async function putDue(db: Db, item: Omit<DueItem, 'attempts'>): Promise<void> {
  const { dueAt, ...rest } = item;
  await db('due_work')
    .insert({ ...rest, due_at: dueAt })
    .onConflict('key')
    .merge({ spec: item.spec, due_at: dueAt, attempts: 0, ...UNCLAIMED });
}

export async function dropDue(db: Db, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db('due_work').whereIn('key', keys).delete();
}

interface Claim {
  /** Who claims: one name per courier. */
  by: string;
  now: string;
  /** Until when the claim holds; after that another courier may take it over. */
  until: string;
  limit: number;
}

const free = (query: Knex.QueryBuilder, now: string): Knex.QueryBuilder =>
  query
    .where('due_at', '<=', now)
    .where((unclaimed) => void unclaimed.whereNull('claimed_until').orWhere('claimed_until', '<=', now));

/**
 * Takes what is due and held by nobody, the longest due first. The condition stands twice because PostgreSQL looks at it
 * again after waiting for a row that another was claiming.
 */
export async function claimDueWork(db: Db, { by, now, until, limit }: Claim): Promise<DueItem[]> {
  const due = free(db('due_work'), now).orderBy('due_at').limit(limit).select('key');
  const rows = (await free(db('due_work').whereIn('key', due), now)
    .update({ claimed_by: by, claimed_until: until, attempts: db.raw('attempts + 1') })
    .returning('*')) as JobRow[];
  return rows.map(toItem).sort((a, b) => a.dueAt.localeCompare(b.dueAt));
}

/** When it comes again, and up to when was told. */
export type Next = Pick<DueItem, 'dueAt' | 'since'>;

/**
 * Ends one due moment, in the transaction of what was done for it: whoever lost it meanwhile ends nothing.
 * @param next null: it does not come again
 * @returns whether it was still theirs
 */
export async function coalesceDue(db: Db, { key, dueAt }: DueItem, by: string, next: Next | null): Promise<boolean> {
  const mine = db('due_work').where({ key, due_at: dueAt, claimed_by: by });
  const settled = next
    ? await mine.update({ due_at: next.dueAt, since: next.since, attempts: 0, last_error: null, ...UNCLAIMED })
    : await mine.delete();
  return settled > 0;
}

/** Leaves it until a moment, because it failed. */
export async function postponeDue(
  db: Db,
  { key, dueAt }: DueItem,
  by: string,
  { until, error }: { until: string; error: string },
): Promise<void> {
  await db('due_work')
    .where({ key, due_at: dueAt, claimed_by: by })
    .update({ claimed_until: until, last_error: error.slice(0, 500) });
}

/** Gives back what this courier holds. */
export async function releaseDue(db: Db, by: string): Promise<void> {
  await db('due_work').where({ claimed_by: by }).update(UNCLAIMED);
}
