import type { Knex } from 'knex';

const TABLES = { customers: 'customer', contacts: 'contact', deals: 'deal' };

/** The entry of an import that created the row. */
const entry = (table: string, entity: string): string =>
  `from audit_log where entity = '${entity}' and record_id = ${table}.id and verb = 'create' and source = 'import'`;

/** Says of every row where it began, by the trail. What imports created before they kept the day has the moment of the import. */
export const fillStarted = async (knex: Knex): Promise<void> => {
  for (const [table, entity] of Object.entries(TABLES)) {
    const at = `(select min(at) ${entry(table, entity)})`;
    await knex.raw(
      `update ${table} set started = case when created_at = ${at} then 'unknown' else 'elsewhere' end
        where exists (select 1 ${entry(table, entity)})`,
    );
  }
};

/** Where a record began: here, elsewhere (an import said when), or nobody knows when. */
export const up = async (knex: Knex): Promise<void> => {
  for (const table of Object.keys(TABLES))
    await knex.raw(
      `alter table ${table} add column started text not null default 'here'
        check (started in ('here', 'elsewhere', 'unknown'))`,
    );
  await fillStarted(knex);
};

export const down = async (knex: Knex): Promise<void> => {
  for (const table of Object.keys(TABLES)) await knex.raw(`alter table ${table} drop column started`);
};
