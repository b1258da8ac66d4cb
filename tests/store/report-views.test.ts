import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readQuestion } from '../../src/crm/summary/question.ts';
import { summarize, type Summary } from '../../src/crm/summary/summary.ts';
import type { Actor } from '../../src/model/actor.ts';
import { aColleague, aCrm, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';
import { fill } from '../crm/summary/rows.ts';
import { DATA } from '../crm/summary/story.ts';

type Row = Record<string, string | number | null>;

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reports.md'), 'utf8');
/** View -> its columns, and the example that goes with it, as the page has them. */
const sections = page.split(/^## /m).slice(1);
const documented = new Map(
  sections.map((section) => [
    /^`(\w+)`/.exec(section)?.[1] ?? '',
    [...section.matchAll(/^\| `(\w+)`/gm)].map(([, column]) => String(column)),
  ]),
);
const examples = [...page.matchAll(/```sql\n([\s\S]*?);\n```/g)].map(([, sql]) => String(sql));

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let utc: Actor;
  let summary: Summary;

  beforeAll(async () => {
    crm = await aCrm(await fresh());
    utc = { ...(await aColleague(crm, 'Maya', 'manager')), timeZone: 'UTC' };
    await fill(crm, DATA);
    summary = await summarize({ crm, actor: utc }, await readQuestion({ crm, actor: utc }, ''));
  });
  afterAll(() => crm.end());

  const ask = async (sql: string): Promise<Row[]> => {
    const found: unknown = await crm.database.db.raw(sql);
    return (Array.isArray(found) ? found : (found as { rows: Row[] }).rows) as Row[];
  };
  const one = async (sql: string): Promise<Row> => (await ask(sql))[0] ?? {};
  const NOVEMBER = `between '2026-11-01' and '2026-11-30'`;

  test('every view and every column is documented, and nothing else', async () => {
    const names =
      crm.database.kind === 'sqlite'
        ? await ask(`select name from sqlite_master where type = 'view' order by name`)
        : await ask(`select viewname as name from pg_views where schemaname = 'public' order by viewname`);
    const views = names.map(({ name }) => String(name)).filter((name) => name.startsWith('report_'));
    expect(views).toEqual([...documented.keys()].toSorted());
    for (const view of views) {
      await crm.database.db(view).limit(0);
      const columns = Object.keys(await crm.database.db(view).columnInfo());
      expect([view, columns.toSorted()]).toEqual([view, [...(documented.get(view) ?? [])].toSorted()]);
    }
  });

  test.each(examples)('the example runs: %s', async (sql) => {
    expect(Array.isArray(await ask(sql))).toBe(true);
  });

  test('report_deals says what the summary says', async () => {
    const { figures } = summary;
    const open = `outcome = 'open' and currency = 'EUR'`;
    expect(await one(`select count(*) as n from report_deals`)).toEqual({ n: summary.provenance.deals });
    expect(await one(`select sum(amount_minor) as n from report_deals where ${open}`)).toEqual({
      n: figures.valueOpen.value,
    });
    const { weighted } = await one(`select sum(weighted_amount) as weighted from report_deals where ${open}`);
    expect(Math.round(Number(weighted) * 100)).toBe(figures.valueWeighted.value);
    const won = `outcome = 'won' and closed_on ${NOVEMBER}`;
    expect(await one(`select count(*) as n from report_deals where ${won}`)).toEqual({ n: figures.dealsWon.value });
    const { amount } = await one(`select sum(amount) as amount from report_deals where ${won} and currency = 'EUR'`);
    expect(Number(amount) * 100).toBeCloseTo(figures.valueWon.value ?? 0, 6);
  });

  test('amounts in whole units know how many decimals a currency has', async () => {
    const owner_id = utc.employeeId;
    const at = '2026-11-01T00:00:00.000Z';
    const record = { created_at: at, updated_at: at, owner_id };
    const [customer] = (await crm.database
      .db('customers')
      .insert({ name: 'Tokyo', status: 'active', ...record })
      .returning('id')) as { id: number }[];
    for (const currency of ['JPY', 'KWD', 'USD'])
      await crm.database.db('deals').insert({
        ...{ name: currency, customer_id: customer?.id, stage_id: 1, amount: 1_234_000, currency, ...record },
        deleted_at: null,
      });
    const rows = await ask(`select name, amount from report_deals where customer = 'Tokyo' order by name`);
    expect(rows.map(({ name, amount }) => [name, Number(amount)])).toEqual([
      ['JPY', 1_234_000],
      ['KWD', 1_234],
      ['USD', 12_340],
    ]);
    await crm.database.db('deals').where({ customer_id: customer?.id }).delete();
    await crm.database.db('customers').where({ id: customer?.id }).delete();
  });

  test('customers, contacts and interactions are those of the summary', async () => {
    const { figures } = summary;
    const counted = async (view: string, where = '1 = 1') =>
      (await one(`select count(*) as n from ${view} where ${where}`))['n'];
    expect(await counted('report_customers')).toBe(figures.customers.value);
    expect(await counted('report_contacts')).toBe(figures.contacts.value);
    const silent = `created_at < '2026-10-17' and (last_interaction_at is null or last_interaction_at < '2026-10-17')`;
    expect(await counted('report_customers', silent)).toBe(figures.customersSilent30.value);
    expect(await counted('report_interactions', `happened_on ${NOVEMBER}`)).toBe(figures.interactions.value);
    expect(await one(`select sum(interactions) as n from report_activity where day ${NOVEMBER}`)).toEqual({
      n: figures.interactions.value,
    });
  });

  test('what deals did on their way is that of the summary', async () => {
    const { figures } = summary;
    const distinct = `select count(distinct deal_id) as n from`;
    expect(
      await one(
        `${distinct} report_stage_changes where from_outcome <> 'open' and to_outcome = 'open' and changed_on ${NOVEMBER}`,
      ),
    ).toEqual({ n: figures.dealsReopened.value });
    expect(await one(`${distinct} report_close_changes where slipped = 1 and changed_on ${NOVEMBER}`)).toEqual({
      n: figures.dealsSlipped.value,
    });
    const [stay] = await ask(
      `select days_before from report_stage_changes where from_stage = 'Qualified' and to_stage = 'Proposal'`,
    );
    expect(stay?.['days_before']).toBeCloseTo(92, 4);
    expect(
      await one(`select sum(amount) as n from report_targets where currency = 'EUR' and quarter = '2026-Q4'`),
    ).toEqual({
      n: 92_000,
    });
  });

  test('report_pipeline_daily is the pipeline of now on its last day, and each day as the moves tell', async () => {
    const of = async (day: string) =>
      (
        await ask(
          `select stage, sum(deals) as deals, sum(case when currency = 'EUR' then amount_minor end) as amount
            from report_pipeline_daily where day = '${day}' group by stage, stage_position order by stage_position`,
        )
      ).map(({ stage, deals, amount }) => [stage, deals, amount]);
    const { last } = await one('select max(day) as last from report_pipeline_daily');
    expect(last).toBe(new Date().toISOString().slice(0, 10));
    expect(await of(String(last))).toEqual(summary.pipeline.map(({ name, count, value }) => [name, count, value]));
    // Added by then, and each where its moves had brought it; those without moves where they are today.
    expect(await of('2026-10-31')).toEqual([
      ['Lead', 1, 10_000],
      ['Qualified', 3, 503_333], // one of them was added at 23:00 UTC
      ['Negotiation', 1, 1_000_000],
    ]);
  });
});
