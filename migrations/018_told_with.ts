import type { Knex } from 'knex';

/** Several subscriptions of a channel that hear the same change are told by one message: the id of the item that tells it. */
export const up = async (knex: Knex): Promise<void> => {
  const int = knex.client.config.client === 'pg' ? 'bigint' : 'integer';
  await knex.raw(`alter table outbox add column told_with ${int}`);
  await knex.raw('create index outbox_told_with on outbox (told_with) where told_with is not null');
};

export const down = (): Promise<void> => {
  throw new Error('Which subscriptions a message was for would be forgotten: restore a backup instead.');
};
