import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { create, edit, remove } from '../../../src/crm/records/mutations.ts';
import {
  applyPendingTotals,
  rebuildTotals,
  startApplyingTotals,
  verifyTotals,
} from '../../../src/crm/totals/totals.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { liftTotals } from '../../../src/store/totals/create-triggers.ts';
import { askTotals } from '../../../src/store/totals/read.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases, onPostgres } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

const count = async ({ database: { db: knex } }: TestCrm, table: string): Promise<number> =>
  Number(((await knex(table).count({ n: '*' })) as { n: number }[])[0]?.n);

const customersIn = async ({ database: { db: knex } }: TestCrm): Promise<number> => {
  const { all } = await askTotals(knex, { all: { of: 'customers', from: null, to: null } }, [], null);
  return all.reduce((sum, { n }) => sum + n, 0);
};

const addFirm = (crm: TestCrm, actor: Actor, name: string): Promise<{ id: number }> =>
  runInTransaction({ crm, actor, origin: byCommand }, (tx) => create(tx, 'customer', { name }));

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana', 'manager');
  });
  afterEach(() => crm.end());

  test('a write that was rolled back is in no total', async () => {
    const broken = runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => {
      await create(tx, 'customer', { name: 'Acme' });
      throw new Error('The light went out.');
    });
    await expect(broken).rejects.toThrow('The light went out.');
    expect(await customersIn(crm)).toBe(0);
  });

  test('what was changed counts at once, and also after it was brought into the totals', async () => {
    await addFirm(crm, ana, 'Acme');
    expect([await customersIn(crm), await count(crm, 'running_totals')]).toEqual([1, 0]);
    expect(await applyPendingTotals(crm)).toBe(1);
    expect([await customersIn(crm), await count(crm, 'running_changes')]).toEqual([1, 0]);
    expect(await count(crm, 'running_totals')).toBeGreaterThan(0);
  });

  test('what is gone leaves no lines behind', async () => {
    const { id } = await addFirm(crm, ana, 'Acme');
    await applyPendingTotals(crm);
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => remove(tx, { entity: 'customer', id }));
    await applyPendingTotals(crm);
    expect(await count(crm, 'running_totals')).toBe(0);
  });

  test('an edit of words changes no total', async () => {
    const { id } = await addFirm(crm, ana, 'Acme');
    await applyPendingTotals(crm);
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'customer', id }, { notes: 'They like tea.' }),
    );
    expect(await count(crm, 'running_changes')).toBe(0);
  });

  test('totals that are wrong are found, line by line, and made anew', async () => {
    await addFirm(crm, ana, 'Acme');
    await applyPendingTotals(crm);
    await crm.database.db('running_totals').where({ span: 7 }).update({ n: 5 });
    expect(await verifyTotals(crm)).toEqual([
      { line: `customers 7 0 2026-11 0 here n`, kept: 5, counted: 1 },
      { line: `customers 7 ${ana.employeeId} 2026-11 0 here n`, kept: 5, counted: 1 },
    ]);
    await rebuildTotals(crm);
    expect(await verifyTotals(crm)).toEqual([]);
  });

  test('they are brought up to date by themselves while CustomerHub runs', async () => {
    const end = startApplyingTotals(crm, (error) => {
      throw error;
    });
    await addFirm(crm, ana, 'Acme');
    await until(async () => (await count(crm, 'running_changes')) === 0);
    await end();
    expect(await customersIn(crm)).toBe(1);
  });
});

onBothDatabases((fresh) => {
  test('a database whose tables lost their triggers gets them back at the next start, and totals of what is there', async () => {
    const url = await fresh();
    const crm = await aCrm(url);
    await crm.database.transaction(liftTotals);
    await addFirm(crm, await aColleague(crm, 'Ana', 'manager'), 'Acme');
    expect(await customersIn(crm)).toBe(0);
    await (await openDatabase(url)).close();
    expect(await customersIn(crm)).toBe(1);
    expect(await verifyTotals(crm)).toEqual([]);
    await crm.end();
  });
});

describe('many at once', () => {
  onPostgres((fresh) => {
    test('writers of the same totals neither wait for each other nor die of it, while two processes fold', async () => {
      const url = await fresh();
      const [crm, other] = [await aCrm(url), await aCrm(url)];
      const ana = await aColleague(crm, 'Ana', 'manager');
      const { id: customer } = await addFirm(crm, ana, 'Acme');
      const made: number[] = [];
      const oneLife = async (n: number): Promise<void> => {
        const deal = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
          create(tx, 'deal', { name: `Deal ${n}`, customer, amount: `${n + 1}` }),
        );
        made.push(deal.id);
        const stages = n % 2 === 0 ? [2, 3] : [3, 2];
        for (const stage of stages)
          await runInTransaction({ crm: n % 3 ? crm : other, actor: ana, origin: byCommand }, (tx) =>
            edit(tx, { entity: 'deal', id: deal.id }, { stage }),
          );
        await runInTransaction({ crm: other, actor: ana, origin: byCommand }, (tx) =>
          create(tx, 'interaction', { customer, deal: deal.id, kind: 'call', what: 'Hello' }),
        );
      };
      const folding = [crm, other].map((each) =>
        startApplyingTotals(each, (error) => {
          throw error;
        }),
      );
      const fold = async (): Promise<void> => {
        for (let n = 0; n < 20; n += 1) await Promise.all([applyPendingTotals(crm), applyPendingTotals(other)]);
      };
      // Thirty at once, one life after the other.
      const lives = async (first: number): Promise<void> => {
        for (let n = first; n < 120; n += 30) await oneLife(n);
      };
      try {
        await Promise.all([...Array.from({ length: 30 }, (_, first) => lives(first)), fold()]);
      } finally {
        for (const end of folding) await end();
      }
      expect(await verifyTotals(crm)).toEqual([]);
      await applyPendingTotals(crm);
      expect(await verifyTotals(crm)).toEqual([]);
      expect(made).toHaveLength(120);
      await other.end();
      await crm.end();
    }, 120_000);

    test('a writer that takes its time holds up nobody who adds to the same totals', async () => {
      const crm = await aCrm(await fresh());
      const ana = await aColleague(crm, 'Ana', 'manager');
      const slow = await crm.database.db.transaction();
      const row = {
        name: 'Slow',
        status: 'active',
        owner_id: ana.employeeId,
        created_at: '2026-11-16T14:00:00.000Z',
        updated_at: '',
      };
      await slow('customers').insert(row);
      await addFirm(crm, ana, 'Acme');
      await applyPendingTotals(crm);
      expect(await customersIn(crm)).toBe(1);
      await slow.commit();
      expect(await customersIn(crm)).toBe(2);
      await applyPendingTotals(crm);
      expect(await verifyTotals(crm)).toEqual([]);
      await crm.end();
    });
  });
});
