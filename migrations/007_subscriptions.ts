import type { Knex } from 'knex';

/** Subscriptions become several in a channel, each with its events and its filter. Those there are stay as they were. */
export const up = async (knex: Knex): Promise<void> => {
  // Which events, as words; null: the usual ones.
  await knex.raw('alter table subscriptions add column events text');
  // The filter as it was typed, and whom and what its names meant then.
  await knex.raw('alter table subscriptions add column filter text');
  await knex.raw('alter table subscriptions add column meaning text');
  // Whether what no person did by hand is told as well.
  await knex.raw(`alter table subscriptions add column automatic text not null default 'no'`);
  await knex.raw('alter table subscriptions add column paused_until text');
  // Why it tells nothing any more, until it is edited.
  await knex.raw('alter table subscriptions add column broken text');
};

export const down = (): Promise<void> => {
  throw new Error(
    'Filters cannot be taken from subscriptions without telling more than was asked for: restore a backup.',
  );
};
