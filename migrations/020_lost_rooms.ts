import type { Knex } from 'knex';

export const up = async (knex: Knex): Promise<void> => {
  // Why Slack takes nothing for the channel, until somebody lets it go on.
  await knex.raw('alter table rooms add column unheard text');
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table rooms drop column unheard');
};
