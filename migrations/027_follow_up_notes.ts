import type { Knex } from 'knex';

export const up = async (knex: Knex): Promise<void> => {
  // What else is known of a task of another system: its body, and with whom it is.
  await knex.raw('alter table follow_ups add column notes text');
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table follow_ups drop column notes');
};
