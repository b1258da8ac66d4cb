import type { Knex } from 'knex';

export const up = async (knex: Knex): Promise<void> => {
  // What somebody did last, for their Home: without it all of their interactions are read, or everybody's.
  await knex.raw('create index interactions_owner on interactions (owner_id, happened_at) where deleted_at is null');
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop index interactions_owner');
};
