import type { Knex } from 'knex';

/** Finds where in the audit trail a moment lies: what happened since is taken back to see what was there. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('create index audit_log_at on audit_log (at)');
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop index audit_log_at');
};
