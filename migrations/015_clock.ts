import type { Knex } from 'knex';

/** The words in which SQLite and PostgreSQL differ. */
const dialects = { sqlite: { int: 'integer', end: ') strict' }, postgres: { int: 'bigint', end: ')' } };

const statements = ({ int, end }: (typeof dialects)['sqlite']): string[] => [
  // After how many days without a touch; null: the usual number.
  `alter table subscriptions add column stalled_after ${int}`,
  `alter table subscriptions add column silent_after ${int}`,

  // What was told because time passed: each occurrence once.
  `create table clock_news (
    subscription_id ${int} not null references subscriptions (id), event text not null, record_id ${int} not null,
    occurrence text not null, at text not null, primary key (subscription_id, event, record_id)${end}`,
  `create index clock_news_at on clock_news (subscription_id, at)`,

  `create index follow_ups_due on follow_ups (due_on) where done_at is null and deleted_at is null`,
];

export const up = async (knex: Knex): Promise<void> => {
  const kind = knex.client.config.client === 'pg' ? 'postgres' : 'sqlite';
  for (const statement of statements(dialects[kind])) await knex.raw(statement);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop index follow_ups_due');
  await knex.raw('drop table clock_news');
  await knex.raw('alter table subscriptions drop column stalled_after');
  await knex.raw('alter table subscriptions drop column silent_after');
};
