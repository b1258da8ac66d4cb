import type { Knex } from 'knex';

/** As folding writes them from now on: phones write the curly ones by themselves. */
const APOSTROPHES = '‘’‚‛‹›ʹʻʼʽ′´`＇';
const DASHES = '‐‑‒–—―−⁃﹘﹣－';
/** They are left out. */
const QUOTES = '"“”„‟〝〞″＂«»';

const MARKS = [...APOSTROPHES, ...DASHES, ...QUOTES];
const plainOf = (mark: string): string => (APOSTROPHES.includes(mark) ? "'" : DASHES.includes(mark) ? '-' : '');
const quoted = (words: string): string => `'${words.replaceAll("'", "''")}'`;

const SEARCHED = [
  ...['customers', 'contacts', 'deals', 'interactions', 'employees', 'follow_ups', 'subscriptions'],
  ...['saved_lists', 'schedules', 'stages', 'targets', 'settings', 'channels'],
];

/** What is left without a counterpart is taken out. */
const translated = (subject: string): string =>
  `translate(${subject}, ${quoted(MARKS.join(''))}, ${quoted(MARKS.map(plainOf).join(''))})`;

const replaced = (subject: string): string =>
  MARKS.reduce((sql, mark) => `replace(${sql}, ${quoted(mark)}, ${quoted(plainOf(mark))})`, subject);

export const up = async (knex: Knex): Promise<void> => {
  const isPostgres = knex.client.config.client === 'pg';
  if (isPostgres) {
    await knex.raw('alter function crm_fold(text) rename to crm_fold_letters');
    await knex.raw(`create function crm_fold(words text) returns text language sql immutable strict parallel safe as $$
      select crm_fold_letters(${translated('words')}) $$`);
  }
  const plain = isPostgres ? translated('search_text') : replaced('search_text');
  for (const table of SEARCHED)
    await knex.raw(`update ${table} set search_text = ${plain} where search_text <> ${plain}`);
};

export const down = async (knex: Knex): Promise<void> => {
  if (knex.client.config.client !== 'pg') return;
  await knex.raw('drop function crm_fold(text)');
  await knex.raw('alter function crm_fold_letters(text) rename to crm_fold');
};
