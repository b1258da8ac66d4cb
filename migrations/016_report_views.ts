import type { Knex } from 'knex';

/** The words in which SQLite and PostgreSQL differ. */
export const dialects = {
  sqlite: {
    /** Every day from the first to today, as `calendar (day)`. */
    calendar: (first: string) => `calendar (day) as (
      select (${first}) where (${first}) is not null
      union all select date(day, '+1 day') from calendar where day < date('now'))`,
    days: (from: string, to: string) => `julianday(${to}) - julianday(${from})`,
  },
  postgres: {
    calendar: (first: string) => `calendar (day) as (
      select to_char(one, 'YYYY-MM-DD') from generate_series(
        cast((${first}) as date), cast(now() at time zone 'utc' as date), interval '1 day') one)`,
    days: (from: string, to: string) =>
      `extract(epoch from cast(${to} as timestamptz) - cast(${from} as timestamptz))::double precision / 86400`,
  },
};
type Dialect = (typeof dialects)[keyof typeof dialects];

/** Currencies whose amounts have other than two decimals: how many minor units make one -> codes. */
const unusual = (): Map<number, string[]> => {
  const found = new Map<number, string[]>();
  for (const currency of Intl.supportedValuesOf('currency')) {
    const digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    if (digits !== 2) found.set(10 ** digits, [...(found.get(10 ** digits) ?? []), currency]);
  }
  return found;
};

/** An amount in whole units of its currency. */
export const major = (amount: string, currency: string): string => {
  const cases = [...unusual()].map(([units, codes]) => `when ${currency} in ('${codes.join("', '")}') then ${units}.0`);
  return `(${amount}) / (case ${cases.join(' ')} else 100.0 end)`;
};

export const day = (moment: string): string => `substr(${moment}, 1, 10)`;

/** Where every deal was: from the day on which it came into a stage to the day on which it left; the trail tells, else the deal itself. */
const STAYS = `stays as (
  select move.deal_id, move.to_stage_id as stage_id, ${day('move.at')} as from_day,
    ${day('lead(move.at) over (partition by move.deal_id order by move.id)')} as to_day
  from stage_moves move where move.taken_back = 0
  union all
  select deals.id, deals.stage_id, ${day('deals.created_at')}, null from deals
  where not exists (select 1 from stage_moves move where move.deal_id = deals.id and move.taken_back = 0))`;

/** Day by day: running sums of what came into each stage and what left it, so that it costs days and moves, not their product. */
const pipelineDaily = ({ calendar }: Dialect): string => `
  with recursive ${STAYS},
  steps as (
    select stay.from_day as day, stay.stage_id, deals.currency, 1 as deals, coalesce(deals.amount, 0) as amount
    from stays stay join deals on deals.id = stay.deal_id where deals.deleted_at is null
    union all
    select stay.to_day, stay.stage_id, deals.currency, -1, -coalesce(deals.amount, 0)
    from stays stay join deals on deals.id = stay.deal_id where deals.deleted_at is null and stay.to_day is not null),
  daily as (select day, stage_id, currency, sum(deals) as deals, sum(amount) as amount from steps group by day, stage_id, currency),
  ${calendar('select min(day) from steps')},
  running as (
    select calendar.day, place.stage_id, place.currency,
      sum(coalesce(daily.deals, 0)) over earlier as deals, sum(coalesce(daily.amount, 0)) over earlier as amount
    from calendar cross join (select distinct stage_id, currency from daily) place
    left join daily on daily.day = calendar.day and daily.stage_id = place.stage_id and daily.currency = place.currency
    window earlier as (partition by place.stage_id, place.currency order by calendar.day))
  select running.day, stages.name as stage, stages.position as stage_position, running.currency, running.deals,
    running.amount as amount_minor, ${major('running.amount', 'running.currency')} as amount,
    ${major('running.amount * stages.probability / 100.0', 'running.currency')} as weighted_amount
  from running join stages on stages.id = running.stage_id where stages.outcome = 'open' and running.deals > 0`;

const views = (dialect: Dialect): Record<string, string> => ({
  report_deals: `
    select deals.id, deals.name, deals.customer_id, customers.name as customer, customers.industry, customers.country,
      contacts.name as contact, deals.owner_id, employees.name as owner, stages.name as stage,
      stages.position as stage_position, stages.outcome, stages.probability, deals.currency,
      deals.amount as amount_minor, ${major('deals.amount', 'deals.currency')} as amount,
      ${major('deals.amount * stages.probability / 100.0', 'deals.currency')} as weighted_amount,
      deals.close_on as expected_close, deals.closed_on, deals.lost_reason, ${day('deals.created_at')} as created_on,
      deals.created_at, deals.updated_at,
      coalesce((select max(move.at) from stage_moves move where move.deal_id = deals.id and move.taken_back = 0),
        deals.created_at) as in_stage_since
    from deals join stages on stages.id = deals.stage_id join customers on customers.id = deals.customer_id
    join employees on employees.id = deals.owner_id
    left join contacts on contacts.id = deals.contact_id and contacts.deleted_at is null
    where deals.deleted_at is null`,

  report_customers: `
    select customers.id, customers.name, customers.status, customers.industry, customers.country, customers.owner_id,
      employees.name as owner, ${day('customers.created_at')} as created_on, customers.created_at,
      (select max(touch.happened_at) from interactions touch
        where touch.customer_id = customers.id and touch.deleted_at is null) as last_interaction_at,
      (select count(*) from deals join stages on stages.id = deals.stage_id
        where deals.customer_id = customers.id and deals.deleted_at is null and stages.outcome = 'open') as open_deals,
      (select count(*) from deals join stages on stages.id = deals.stage_id
        where deals.customer_id = customers.id and deals.deleted_at is null and stages.outcome = 'won') as won_deals
    from customers join employees on employees.id = customers.owner_id where customers.deleted_at is null`,

  report_contacts: `
    select contacts.id, contacts.name, contacts.role, contacts.customer_id, customers.name as customer,
      contacts.owner_id, employees.name as owner, ${day('contacts.created_at')} as created_on, contacts.created_at
    from contacts join customers on customers.id = contacts.customer_id
    join employees on employees.id = contacts.owner_id where contacts.deleted_at is null`,

  report_interactions: `
    select interactions.id, interactions.kind, ${day('interactions.happened_at')} as happened_on,
      interactions.happened_at, interactions.customer_id, customers.name as customer, contacts.name as contact,
      deals.id as deal_id, deals.name as deal, interactions.owner_id, employees.name as owner, interactions.what
    from interactions join customers on customers.id = interactions.customer_id
    join employees on employees.id = interactions.owner_id
    left join contacts on contacts.id = interactions.contact_id and contacts.deleted_at is null
    left join deals on deals.id = interactions.deal_id and deals.deleted_at is null
    where interactions.deleted_at is null`,

  report_activity: `
    select ${day('interactions.happened_at')} as day, interactions.owner_id, employees.name as owner, interactions.kind,
      count(*) as interactions
    from interactions join employees on employees.id = interactions.owner_id where interactions.deleted_at is null
    group by ${day('interactions.happened_at')}, interactions.owner_id, employees.name, interactions.kind`,

  report_stage_changes: `
    select move.id, move.deal_id, deals.name as deal, was.name as from_stage, was.outcome as from_outcome,
      became.name as to_stage, became.outcome as to_outcome, ${day('move.at')} as changed_on, move.at as changed_at,
      employees.name as changed_by,
      ${dialect.days('lag(move.at) over (partition by move.deal_id order by move.id)', 'move.at')} as days_before
    from stage_moves move join deals on deals.id = move.deal_id and deals.deleted_at is null
    left join stages was on was.id = move.from_stage_id join stages became on became.id = move.to_stage_id
    left join employees on employees.id = move.employee_id where move.taken_back = 0`,

  report_close_changes: `
    select move.id, move.deal_id, deals.name as deal, move.from_day as from_close, move.to_day as to_close,
      case when move.to_day > move.from_day then 1 else 0 end as slipped, ${day('move.at')} as changed_on,
      move.at as changed_at, employees.name as changed_by
    from close_moves move join deals on deals.id = move.deal_id and deals.deleted_at is null
    left join employees on employees.id = move.employee_id where move.taken_back = 0`,

  report_targets: `
    select targets.id, targets.owner_id, employees.name as owner, targets.quarter, targets.currency,
      targets.amount as amount_minor, ${major('targets.amount', 'targets.currency')} as amount
    from targets join employees on employees.id = targets.owner_id where targets.deleted_at is null`,

  report_pipeline_daily: pipelineDaily(dialect),
});

/** Views with plain names for any BI tool, documented in docs/reports.md. */
export const up = async (knex: Knex): Promise<void> => {
  const dialect = knex.client.config.client === 'pg' ? dialects.postgres : dialects.sqlite;
  for (const [name, query] of Object.entries(views(dialect))) await knex.raw(`create view ${name} as ${query}`);
};

export const down = (): Promise<void> => {
  throw new Error('Views are not taken back: restore a backup instead.');
};
