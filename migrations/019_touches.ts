import type { Knex } from 'knex';

/** The words in which SQLite and PostgreSQL differ. */
const dialects = {
  sqlite: { int: 'integer', bytes: 'blob', end: ') strict' },
  postgres: { int: 'bigint', bytes: 'bytea', end: ')' },
};

/** What the figures need that totals by month and day cannot tell: whom one talked with, and indexes that hold all that is read. */
const steps = ({ int, bytes, end }: (typeof dialects)['sqlite']): string[] => [
  // Ids of the customers of that day's interactions: see src/store/running/touches.ts.
  `create table touched_days (day text primary key, customers ${bytes} not null${end}`,
  `alter table running_changes add column customer_id ${int}`,
  'drop index interactions_happened',
  `create index interactions_happened on interactions (happened_at, owner_id, kind, customer_id) where deleted_at is null`,
  // Deals that are open have no place in it, so that it costs writes less than the one before.
  'drop index deals_closed',
  `create index deals_closed on deals (closed_on, stage_id, created_at) where deleted_at is null and closed_on is not null`,
  'drop index close_moves_at',
  'create index close_moves_slipped on close_moves (at, deal_id) where taken_back = 0 and to_day > from_day',
  // Who is deleted is told apart from those who were counted.
  'create index deals_deleted on deals (id) where deleted_at is not null',
  'create index customers_deleted on customers (id) where deleted_at is not null',
];

export const up = async (knex: Knex): Promise<void> => {
  const kind = knex.client.config.client === 'pg' ? 'postgres' : 'sqlite';
  for (const statement of steps(dialects[kind])) await knex.raw(statement);
};

export const down = (): Promise<void> => {
  throw new Error('What was heard of whom cannot be taken back: restore a backup instead.');
};
