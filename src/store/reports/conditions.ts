import { dialectOf, type Db, type Dialect } from '../dialect.ts';

/**
 * The conditions of the figures as SQL for SQLite and PostgreSQL alike. `:name` is filled from a Window. Deals stand joined
 * with their stages. Moments and days are text whose order is the order of time.
 */

/** SQL, or where the databases differ, one for each. */
export type Sql = string | Readonly<Record<Dialect, string>>;

export function sqlFor(sql: Sql, dialect: Dialect): string {
  return typeof sql === 'string' ? sql : sql[dialect];
}

/** Rows of which it is known when they began: of the others `created_at` is the moment at which an import brought them. */
export const startKnown = `started <> 'unknown'`;
const cameWithin = 'created_at >= :start and created_at < :end';
/** Rows made within the window. */
export const isNew = `${cameWithin} and ${startKnown}`;
/** Rows that an import brought within the window without saying when they began. */
export const isBroughtIn = `${cameWithin} and started = 'unknown'`;
/** Rows made before the window's end. */
export const isThere = 'created_at < :end';

export const isOpen = `created_at < :end and (outcome = 'open' or closed_on > :openPast)`;
export const isWon = `outcome = 'won' and closed_on between :from and :to`;
export const isLost = `outcome = 'lost' and closed_on between :from and :to`;
export const isClosed = `outcome <> 'open' and closed_on between :from and :to`;
/** Whatever became of them by then: found by `deals_closed`. */
export const closesWithin = 'closed_on between :from and :to';
export const isInCurrency = 'currency = :currency';

export const happened = 'happened_at >= :start and happened_at < :end';

/** Customers without interactions since then; `since` names a moment of the Window. */
export function isSilent(since: 'quiet30' | 'quiet60' | 'quiet90'): string {
  return `created_at < :${since} and id not in (
  select customer_id from interactions where deleted_at is null and happened_at >= :${since} and happened_at < :end)`;
}

const movedIn = 'taken_back = 0 and at >= :start and at < :end';

/** Deals that went back from a won or lost stage to an open one in the window. Deleted stages keep their outcome. */
export const isReopened = `id in (
  select deal_id from stage_moves join stages was on was.id = from_stage_id join stages became on became.id = to_stage_id
  where ${movedIn} and was.outcome <> 'open' and became.outcome = 'open')`;

/** Deals whose expected close was put off in the window. */
export const isSlipped = `id in (select deal_id from close_moves where ${movedIn} and to_day > from_day)`;

/** Won deals of which it is known how long they took. */
export const isWonSinceStart = `${isWon} and ${startKnown}`;

/** Days from the one on which a deal was added (in UTC) to the one on which it closed; none when it was added later. */
export const cycleDays: Readonly<Record<Dialect, string>> = {
  sqlite: 'max(0, julianday(closed_on) - julianday(substr(created_at, 1, 10)))',
  postgres: 'greatest(0, cast(closed_on as date) - cast(substr(created_at, 1, 10) as date))',
};

/** How many rows fulfil a condition. */
export function countOf(condition: string): string {
  return `count(case when ${condition} then 1 end)`;
}

/** The sum of something over the rows that fulfil a condition; 0 when there are none. */
export function sumOf(what: string, condition: string): string {
  return `coalesce(sum(case when ${condition} then ${what} end), 0)`;
}

/** The value that a share of the rows does not exceed, in proportion between two of them; null when there are none. */
export function percentileOf(share: number, what: Readonly<Record<Dialect, string>>, condition: string): Sql {
  return {
    sqlite: `crm_percentile(${what.sqlite}, ${share}) filter (where ${condition})`,
    postgres: `percentile_cont(${share}) within group (order by ${what.postgres}) filter (where ${condition})`,
  };
}

/** Text in the order of its signs, whatever the database's own order is. */
export function exactly(db: Db, text: string): string {
  return dialectOf(db) === 'postgres' ? `${text} collate "C"` : text;
}
