import type { Knex } from 'knex';

const statements = [
  // What somebody said about words that mean nothing by themselves, and what the check found: JSON.
  `alter table imports add column answers text`,
  `alter table imports add column report text`,
  // The headings of a file and what its columns hold: JSON. Forms show it without reading the whole file again.
  `alter table imports add column columns text`,
];

export const up = async (knex: Knex): Promise<void> => {
  for (const statement of statements) await knex.raw(statement);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table imports drop column answers');
  await knex.raw('alter table imports drop column report');
  await knex.raw('alter table imports drop column columns');
};
