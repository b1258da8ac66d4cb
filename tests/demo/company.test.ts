import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pipelineOf } from '../../src/crm/context/crm.ts';
import { MAYA, TEAM, TOMASZ } from '../../src/demo/cast.ts';
import { foundCompany } from '../../src/demo/company.ts';
import { dayOf, momentOf } from '../../src/model/dates/time.ts';
import { aCrm, NOW, type TestCrm } from '../support/crm.ts';

type Row = Record<string, string | number | null>;

const TABLES = ['employees', 'customers', 'contacts', 'deals', 'interactions', 'follow_ups'] as const;
const rowsOf = async (crm: TestCrm, table: string): Promise<Row[]> =>
  (await crm.database.db(table).orderBy('id')) as Row[];
const countOf = async (crm: TestCrm, table: string): Promise<number> => (await rowsOf(crm, table)).length;

/** Rows of `table` whose own customer is not the customer of what they point at. */
const strayed = (crm: TestCrm, table: string, reference: string, target: string): Promise<Row[]> =>
  crm.database
    .db(table)
    .join(target, `${target}.id`, `${table}.${reference}`)
    .whereRaw(`${target}.customer_id <> ${table}.customer_id`)
    .select(`${table}.id`) as Promise<Row[]>;

describe('the practice company', () => {
  let crm: TestCrm;
  let founded: boolean;
  /** Where two try to found it at the same time. */
  let other: TestCrm;
  let both: boolean[];

  beforeAll(async () => {
    crm = await aCrm();
    founded = await foundCompany(crm);
    other = await aCrm();
    both = await Promise.all([foundCompany(other), foundCompany(other)]);
  });
  afterAll(async () => {
    await other.end();
    await crm.end();
  });

  test('has forty customers, ninety contacts, sixty deals and three hundred interactions', async () => {
    expect(founded).toBe(true);
    expect(await countOf(crm, 'customers')).toBe(40);
    expect(await countOf(crm, 'contacts')).toBe(90);
    expect(await countOf(crm, 'deals')).toBe(60);
    expect(await countOf(crm, 'interactions')).toBe(300);
  });

  test('is the same wherever it is founded on that day', async () => {
    for (const table of TABLES) expect(await rowsOf(other, table)).toEqual(await rowsOf(crm, table));
  });

  test('is founded once, also by two who try at the same time', async () => {
    expect(both.toSorted()).toEqual([false, true]);
    expect(await countOf(other, 'customers')).toBe(40);
  });

  test('is not founded twice', async () => {
    expect(await foundCompany(crm)).toBe(false);
    expect(await countOf(crm, 'customers')).toBe(40);
    expect(await countOf(crm, 'employees')).toBe(6);
  });

  test('has a past of twelve months and no future but the next steps', async () => {
    const yearAgo = momentOf(NOW - 367 * 24 * 3600_000);
    for (const table of TABLES) {
      for (const row of await rowsOf(crm, table)) {
        const moments = [row['created_at'], row['updated_at'], row['happened_at'], row['done_at']].filter(Boolean);
        for (const moment of moments) {
          expect(String(moment) <= momentOf(NOW)).toBe(true);
          expect(String(moment) >= yearAgo).toBe(true);
        }
      }
    }
    const late = await crm.database.db('deals').where('closed_on', '>', dayOf(NOW, 'Europe/Berlin'));
    expect(late).toEqual([]);
  });

  test('was at work up to now', async () => {
    const [newest] = (await crm.database.db('interactions').max({ at: 'happened_at' })) as [{ at: string }];
    expect(newest.at > '2026-11-16T00:00').toBe(true);
  });

  test('keeps together what belongs together', async () => {
    for (const table of ['deals', 'interactions'])
      expect(await strayed(crm, table, 'contact_id', 'contacts')).toEqual([]);
    for (const table of ['interactions', 'follow_ups'])
      expect(await strayed(crm, table, 'deal_id', 'deals')).toEqual([]);
  });

  test('knew every customer, contact and deal before it talked to them', async () => {
    for (const [reference, target] of Object.entries({
      customer_id: 'customers',
      contact_id: 'contacts',
      deal_id: 'deals',
    })) {
      const early = await crm.database
        .db('interactions')
        .join(target, `${target}.id`, `interactions.${reference}`)
        .whereRaw(`interactions.created_at < ${target}.created_at`);
      expect(early).toEqual([]);
    }
  });

  test('leaves a trace of everything it made, in the name of who did it', async () => {
    const trail = await rowsOf(crm, 'audit_log');
    for (const [entity, table] of Object.entries({
      customer: 'customers',
      contact: 'contacts',
      deal: 'deals',
      interaction: 'interactions',
      followUp: 'follow_ups',
      employee: 'employees',
    })) {
      const made = trail.filter((row) => row['verb'] === 'create' && row['entity'] === entity);
      const rows = await rowsOf(crm, table);
      expect(new Map(made.map((row) => [row['record_id'], row['at']]))).toEqual(
        new Map(rows.map((row) => [row['id'], row['created_at']])),
      );
    }
    expect(trail.every((row) => row['slack_team_id'] === TEAM.id)).toBe(true);
    expect(new Set(trail.map((row) => row['source']))).toEqual(new Set(['app', 'backfill']));
    const acts = trail.filter((row) => row['source'] === 'backfill').map((row) => String(row['at']));
    expect(acts).toEqual(acts.toSorted());
  });

  test('has deals in every stage, some overdue, and wins about half of them', async () => {
    const deals = await rowsOf(crm, 'deals');
    const stages = await pipelineOf(crm);
    const inStage = (id: number): Row[] => deals.filter((deal) => deal['stage_id'] === id);
    const having = (outcome: string): Row[] =>
      stages.filter((stage) => stage.outcome === outcome).flatMap(({ id }) => inStage(id));
    for (const { id } of stages) expect(inStage(id).length).toBeGreaterThan(2);
    const rate = having('won').length / (having('won').length + having('lost').length);
    expect(rate).toBeGreaterThan(0.4);
    expect(rate).toBeLessThan(0.55);
    expect(having('won').every((deal) => Number(deal['amount']) > 500_000)).toBe(true);
    expect(having('lost').every((deal) => deal['lost_reason'] && deal['closed_on'])).toBe(true);
    const today = dayOf(NOW, 'Europe/Berlin');
    expect(having('open').filter((deal) => deal['close_on'] && deal['close_on'] < today).length).toBeGreaterThan(2);
  });

  test('moves its deals step by step', async () => {
    const moves = await crm.database
      .db('audit_log')
      .where({ entity: 'deal', verb: 'update' })
      .where('changes', 'like', '%"stage"%');
    expect(moves.length).toBeGreaterThan(100);
  });

  test('has next steps that are due today for every rep, overdue ones and ones ahead', async () => {
    const today = dayOf(NOW, 'Europe/Berlin');
    const open = (await rowsOf(crm, 'follow_ups')).filter((row) => row['done_at'] === null);
    const dueToday = open.filter((row) => row['due_on'] === today).map((row) => row['owner_id']);
    expect(new Set(dueToday).size).toBe(4);
    expect(open.filter((row) => String(row['due_on']) < today).length).toBeGreaterThan(3);
    expect(open.filter((row) => String(row['due_on']) > today).length).toBeGreaterThan(5);
  });

  test('gave its roles and its desks to others in the course of the year', async () => {
    const employees = await rowsOf(crm, 'employees');
    const roleOf = (id: string) => employees.find((row) => row['person'] === id)?.['role'];
    expect(roleOf(MAYA.id)).toBe('manager');
    expect(roleOf(TOMASZ.id)).toBe('none');
    const gone = employees.find((row) => row['person'] === TOMASZ.id)?.['id'];
    for (const table of ['customers', 'contacts', 'follow_ups']) {
      const left = await crm.database.db(table).where({ owner_id: gone ?? 0 });
      expect(left.filter((row: Row) => !row['done_at'] && table === 'follow_ups')).toEqual([]);
      if (table !== 'follow_ups') expect(left).toEqual([]);
    }
  });

  test('finds many words, and leaves no gap in them', async () => {
    const said = (await rowsOf(crm, 'interactions')).map((row) => String(row['what']));
    expect(new Set(said).size).toBeGreaterThan(280);
    expect(said.filter((what) => /[{}]|undefined|NaN/.test(what))).toEqual([]);
  });

  test('writes to nobody: its past is no news', async () => {
    expect(await countOf(crm, 'outbox')).toBe(0);
  });
});

test.each(['2028-02-29T11:00:00Z', '2026-12-01T00:05:00Z'])(
  'the company can be founded at %s',
  async (iso) => {
    const crm = await aCrm();
    crm.at(iso);
    await foundCompany(crm);
    const talks = await rowsOf(crm, 'interactions');
    await crm.end();
    expect(talks).toHaveLength(300);
    expect(talks.filter((row) => String(row['created_at']) > momentOf(Date.parse(iso)))).toEqual([]);
  },
  30_000,
);
