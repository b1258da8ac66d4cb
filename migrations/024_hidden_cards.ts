import type { Knex } from 'knex';

export const up = async (knex: Knex): Promise<void> => {
  const int = knex.client.config.client === 'pg' ? 'bigint' : 'integer';
  // Whether the cards in a channel were last drawn for people from outside: blank where that is not known.
  await knex.raw(`alter table audiences add column hides ${int}`);
  // Counts each doubt about who reads there, so that an answer that was under way does not end a doubt that came after it.
  await knex.raw(`alter table audiences add column doubts ${int} not null default 0`);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table audiences drop column hides');
  await knex.raw('alter table audiences drop column doubts');
};
