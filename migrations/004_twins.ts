import type { Knex } from 'knex';

/** The words in which SQLite and PostgreSQL differ. */
const dialects = {
  sqlite: { int: 'integer', end: ') strict, without rowid' },
  postgres: { int: 'bigint', end: ')' },
};

const MERGEABLE = ['customers', 'contacts', 'deals'];

/** A record that was merged away stays, hidden, and names the one that took its place. */
const mergedInto = (int: string): string[] =>
  MERGEABLE.flatMap((table) => [
    `alter table ${table} add column merged_into_id ${int} references ${table} (id)`,
    `create index ${table}_merged_into on ${table} (merged_into_id) where merged_into_id is not null`,
  ]);

const tables = ({ int, end }: (typeof dialects)['sqlite']): string[] => [
  // By which two records are likely to be the same: name without legal form, domain, e-mail, phone.
  `create table match_keys (
    entity text not null, kind text not null, key text not null, record_id ${int} not null,
    primary key (entity, kind, key, record_id)${end}`,
  `create index match_keys_record on match_keys (entity, record_id)`,

  // What is computed from the records, and by which version of its computation it was filled.
  `create table derived (name text not null primary key, version ${int} not null${end}`,

  // Finds what took an act back, and whether that was taken back in turn.
  `create index audit_log_undo on audit_log (changes) where verb = 'undo'`,
];

export const up = async (knex: Knex): Promise<void> => {
  const dialect = dialects[knex.client.config.client === 'pg' ? 'postgres' : 'sqlite'];
  for (const statement of [...mergedInto(dialect.int), ...tables(dialect)]) await knex.raw(statement);
};

export const down = (): Promise<void> => {
  throw new Error('Merges cannot be forgotten: restore a backup instead.');
};
