import type { Knex } from 'knex';

/** Tables whose records are found by their words. */
const FOUND = ['customers', 'contacts', 'deals', 'interactions', 'employees', 'follow_ups'];
/** Those that are also found by pieces of words, such as digits of a phone number: names and addresses, not conversations. */
const IN_PIECES = ['customers', 'contacts', 'deals', 'employees'];

/**
 * A full-text index of a table's `search_text`, kept in step by triggers. What is taken out of it is wiped, not marked:
 * an erased person stays in no index.
 */
const index = (table: string, name: string, options: string): string[] => [
  `create virtual table ${name} using fts5(search_text, content='${table}', content_rowid='id', ${options})`,
  `insert into ${name} (${name}, rank) values ('secure-delete', 1)`,
  `insert into ${name} (${name}) values ('rebuild')`,
  `create trigger ${name}_insert after insert on ${table} begin
    insert into ${name} (rowid, search_text) values (new.id, new.search_text); end`,
  `create trigger ${name}_delete after delete on ${table} begin
    insert into ${name} (${name}, rowid, search_text) values ('delete', old.id, old.search_text); end`,
  `create trigger ${name}_update after update of search_text on ${table}
    when old.search_text is not new.search_text begin
    insert into ${name} (${name}, rowid, search_text) values ('delete', old.id, old.search_text);
    insert into ${name} (rowid, search_text) values (new.id, new.search_text); end`,
];

/** What the migration of an entity whose records are found needs on SQLite. */
export const wordsOnSqlite = (table: string): string[] =>
  index(table, `${table}_words`, `prefix='2 3', tokenize='unicode61 remove_diacritics 2'`);

const onSqlite = (): string[] => [
  ...FOUND.flatMap(wordsOnSqlite),
  ...IN_PIECES.flatMap((table) => index(table, `${table}_pieces`, `tokenize='trigram'`)),
];

/** Everything but letters and digits, so that PostgreSQL takes words apart where SQLite does. */
const SIGNS = `!"#$%&()*+,-./:;<=>@[\\]^_{|}~`;

const onPostgres = (): string[] => [
  `create function crm_words(words text) returns tsvector language sql immutable strict parallel safe as
    $$ select to_tsvector('simple', translate(words, '${SIGNS}' || chr(39) || chr(63) || chr(96), repeat(' ', ${SIGNS.length + 3}))) $$`,
  ...FOUND.map((table) => `create index ${table}_words on ${table} using gin (crm_words(search_text))`),
  // Who runs the database may not let the app have it; then pieces of words are looked for without an index.
  `do $$ begin create extension if not exists pg_trgm; exception when others then null; end $$`,
  `do $$ begin if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    ${IN_PIECES.map((table) => `create index ${table}_pieces on ${table} using gin (search_text gin_trgm_ops);`).join(' ')}
    end if; exception when others then null; end $$`,
];

export const up = async (knex: Knex): Promise<void> => {
  for (const statement of knex.client.config.client === 'pg' ? onPostgres() : onSqlite()) await knex.raw(statement);
};

export const down = (): Promise<void> => {
  throw new Error('The indexes of search cannot be taken back: restore a backup instead.');
};
