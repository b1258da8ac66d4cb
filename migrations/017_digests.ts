import type { Knex } from 'knex';

/** The words in which SQLite and PostgreSQL differ. */
const dialects = { sqlite: { int: 'integer', end: ') strict' }, postgres: { int: 'bigint', end: ')' } };

const statements = ({ int, end }: (typeof dialects)['sqlite']): string[] => [
  // When all of it comes together; null: never.
  'alter table subscriptions add column digest text',
  // Whether it is told at once as well.
  `alter table subscriptions add column stream text not null default 'yes'`,
  // Messages a week; null: as many as there are.
  `alter table subscriptions add column budget ${int}`,

  // Weeks in which a subscription told as much as it may, and since when it holds back.
  `create table budget_folds (
    subscription_id ${int} not null references subscriptions (id), week text not null, budget ${int} not null,
    since text not null, primary key (subscription_id, week, budget)${end}`,

  `create index outbox_subscription on outbox (subscription_id, created_at)`,
];

export const up = async (knex: Knex): Promise<void> => {
  const kind = knex.client.config.client === 'pg' ? 'postgres' : 'sqlite';
  for (const statement of statements(dialects[kind])) await knex.raw(statement);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop index outbox_subscription');
  await knex.raw('drop table budget_folds');
  for (const column of ['digest', 'stream', 'budget'])
    await knex.raw(`alter table subscriptions drop column ${column}`);
};
