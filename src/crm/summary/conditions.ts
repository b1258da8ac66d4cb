/**
 * The words of the figures as SQL for SQLite and PostgreSQL alike. `:name` is filled from a Window. Deals stand joined
 * with their stages. Moments and days are text whose order is the order of time.
 */

/** Rows made within the window. */
export const isNew = 'created_at >= :start and created_at < :end';
/** Rows made before the window's end. */
export const isThere = 'created_at < :end';

export const isOpen = `created_at < :end and (outcome = 'open' or closed_on > :openPast)`;
export const isWon = `outcome = 'won' and closed_on between :from and :to`;
export const isLost = `outcome = 'lost' and closed_on between :from and :to`;
export const isInCurrency = 'currency = :currency';

export const happened = 'happened_at >= :start and happened_at < :end';

/** How many rows fulfil a condition. */
export const countOf = (condition: string): string => `count(case when ${condition} then 1 end)`;

/** The sum of something over the rows that fulfil a condition; 0 when there are none. */
export const sumOf = (what: string, condition: string): string =>
  `coalesce(sum(case when ${condition} then ${what} end), 0)`;
