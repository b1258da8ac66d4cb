import type { Knex } from 'knex';
import { day, dialects, major } from './016_report_views.ts';

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

const began = (table: string): string => `case when ${table}.started <> 'unknown' then ${table}.created_at end`;
/** That an import brought a deal into a stage is no move of it. */
const known = `(deals.started = 'here' or move.from_stage_id is not null)`;

/** The views that tell when something began, which is empty where nobody knows. */
const views = (dialect: (typeof dialects)[keyof typeof dialects]): Record<string, string> => ({
  report_deals: `
    select deals.id, deals.name, deals.customer_id, customers.name as customer, customers.industry, customers.country,
      contacts.name as contact, deals.owner_id, employees.name as owner, stages.name as stage,
      stages.position as stage_position, stages.outcome, stages.probability, deals.currency,
      deals.amount as amount_minor, ${major('deals.amount', 'deals.currency')} as amount,
      ${major('deals.amount * stages.probability / 100.0', 'deals.currency')} as weighted_amount,
      deals.close_on as expected_close, deals.closed_on, deals.lost_reason, ${day(began('deals'))} as created_on,
      ${began('deals')} as created_at, deals.updated_at,
      case when deals.started = 'here' or exists (select 1 from stage_moves move
          where move.deal_id = deals.id and move.taken_back = 0 and move.from_stage_id is not null)
        then coalesce((select max(move.at) from stage_moves move where move.deal_id = deals.id and move.taken_back = 0),
          deals.created_at) end as in_stage_since
    from deals join stages on stages.id = deals.stage_id join customers on customers.id = deals.customer_id
    join employees on employees.id = deals.owner_id
    left join contacts on contacts.id = deals.contact_id and contacts.deleted_at is null
    where deals.deleted_at is null`,

  report_customers: `
    select customers.id, customers.name, customers.status, customers.industry, customers.country, customers.owner_id,
      employees.name as owner, ${day(began('customers'))} as created_on, ${began('customers')} as created_at,
      (select max(touch.happened_at) from interactions touch
        where touch.customer_id = customers.id and touch.deleted_at is null) as last_interaction_at,
      (select count(*) from deals join stages on stages.id = deals.stage_id
        where deals.customer_id = customers.id and deals.deleted_at is null and stages.outcome = 'open') as open_deals,
      (select count(*) from deals join stages on stages.id = deals.stage_id
        where deals.customer_id = customers.id and deals.deleted_at is null and stages.outcome = 'won') as won_deals
    from customers join employees on employees.id = customers.owner_id where customers.deleted_at is null`,

  report_contacts: `
    select contacts.id, contacts.name, contacts.role, contacts.customer_id, customers.name as customer,
      contacts.owner_id, employees.name as owner, ${day(began('contacts'))} as created_on, ${began('contacts')} as created_at
    from contacts join customers on customers.id = contacts.customer_id
    join employees on employees.id = contacts.owner_id where contacts.deleted_at is null`,

  report_stage_changes: `
    select move.id, move.deal_id, deals.name as deal, was.name as from_stage, was.outcome as from_outcome,
      became.name as to_stage, became.outcome as to_outcome, ${day('move.at')} as changed_on, move.at as changed_at,
      employees.name as changed_by,
      ${dialect.days('lag(move.at) over (partition by move.deal_id order by move.id)', 'move.at')} as days_before
    from stage_moves move join deals on deals.id = move.deal_id and deals.deleted_at is null
    left join stages was on was.id = move.from_stage_id join stages became on became.id = move.to_stage_id
    left join employees on employees.id = move.employee_id where move.taken_back = 0
      and ${known}`,
});

/** Where a record began: here, elsewhere (an import said when), or nobody knows when. */
export const up = async (knex: Knex): Promise<void> => {
  for (const table of Object.keys(TABLES))
    await knex.raw(
      `alter table ${table} add column started text not null default 'here'
        check (started in ('here', 'elsewhere', 'unknown'))`,
    );
  await fillStarted(knex);
  const isPostgres = knex.client.config.client === 'pg';
  for (const [name, query] of Object.entries(views(isPostgres ? dialects.postgres : dialects.sqlite))) {
    if (!isPostgres) await knex.raw(`drop view ${name}`);
    await knex.raw(`create ${isPostgres ? 'or replace ' : ''}view ${name} as ${query}`);
  }
};

export const down = (): Promise<void> => {
  throw new Error('Views are not taken back: restore a backup instead.');
};
