import type { Knex } from 'knex';

/** The words in which SQLite and PostgreSQL differ. */
const dialects = {
  sqlite: { int: 'integer', end: ') strict, without rowid', mark: 'lower(hex(randomblob(3)))' },
  postgres: { int: 'bigint', end: ')', mark: 'substr(md5(random()::text || clock_timestamp()::text), 1, 6)' },
};

const statements = ({ int, end, mark }: (typeof dialects)['sqlite']): string[] => [
  // By which IDs other systems know a record. Keys of records that were merged away or deleted stay with them.
  `create table source_keys (
    entity text not null, source text not null, key text not null, record_id ${int} not null,
    act text not null, taken_back ${int} not null default 0,
    primary key (entity, source, key)${end}`,
  `create index source_keys_record on source_keys (entity, record_id)`,
  `create index source_keys_key on source_keys (key)`,
  `create index source_keys_act on source_keys (act)`,
  `alter table imports add column source text`,

  // Tells the files of this CustomerHub from those of others.
  `create table installation (mark text not null primary key${end}`,
  `insert into installation (mark) select ${mark}`,
];

export const up = async (knex: Knex): Promise<void> => {
  const dialect = dialects[knex.client.config.client === 'pg' ? 'postgres' : 'sqlite'];
  for (const statement of statements(dialect)) await knex.raw(statement);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop table source_keys');
  await knex.raw('drop table installation');
  await knex.raw('alter table imports drop column source');
};
