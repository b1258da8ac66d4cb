import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { openSnapshots, type Snapshots } from '../../../src/crm/snapshots/snapshots.ts';
import { create, edit } from '../../../src/crm/records/mutations.ts';
import { partOf } from '../../../src/crm/summary/parts.ts';
import { readQuestion } from '../../../src/crm/summary/question.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Crm } from '../../../src/crm/context/crm.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;
  let snapshots: Snapshots;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    crm.at('2026-08-20T09:00:00Z');
    maya = await aColleague(crm, 'Maya', 'manager');
    snapshots = openSnapshots(crm);
  });
  afterEach(async () => {
    await snapshots.close();
    await crm.end();
  });

  const add = (input: Record<string, unknown>) =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, 'deal', { customer: 1, ...input }));
  const change = (id: number, input: Record<string, unknown>) =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => edit(tx, { entity: 'deal', id }, input));
  const forecast = async (of: Crm, words: string, title: string) => {
    const { tables } = await partOf(
      { crm: of, actor: maya },
      await readQuestion({ crm: of, actor: maya }, words),
      'forecast',
    );
    return tables.find((table) => table.title === title)?.rows;
  };

  test('what was projected for a month is what its forecast said when it began', async () => {
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }));
    await add({ name: 'Won as foreseen', amount: '1000', stage: 4, closeOn: '2026-10-10' });
    await add({ name: 'Slipped', amount: '2000', stage: 3, closeOn: '2026-10-20' });
    await add({ name: 'Shrunk', amount: '4000', stage: 4, closeOn: '2026-10-30' });
    await add({ name: 'Without an amount', stage: 3, closeOn: '2026-10-30' });
    await add({ name: 'Without a close', amount: '8000', stage: 3 });
    await add({ name: 'In another currency', amount: '16000', currency: 'USD', stage: 3, closeOn: '2026-10-30' });
    await add({ name: 'Put off and back', amount: '32000', stage: 2, closeOn: '2026-10-05' });
    await add({ name: 'Pulled in and back', amount: '128000', stage: 2, closeOn: '2026-12-05' });
    // In Berlin, October began at 22:00 UTC.
    crm.at('2026-09-30T21:59:00Z');
    const { act: out } = await change(7, { closeOn: '2026-12-05' });
    const { act: into } = await change(8, { closeOn: '2026-10-05' });
    const then = await forecast(crm, '2026-09', 'Forecast by month');
    crm.at('2026-09-30T22:00:00Z');
    await add({ name: 'Too late to be foreseen', amount: '64000', stage: 4, closeOn: '2026-10-15' });
    await undo({ crm, actor: maya, origin: byCommand }, out);
    await undo({ crm, actor: maya, origin: byCommand }, into);
    await change(1, { stage: 5, closedOn: '2026-10-09', amount: '1500' });
    await change(2, { closeOn: '2026-11-20', amount: '2500' });
    await change(3, { stage: 6, lostReason: 'Price', amount: '400' });
    await change(4, { amount: '700' });
    await change(5, { closeOn: '2026-10-30' });
    await change(6, { currency: 'EUR' });
    crm.at('2026-11-16T14:00:00Z');
    await change(2, { closeOn: '2026-12-20' });

    expect(await forecast(crm, '2026-10', 'Projected and won')).toEqual([
      ['Oct 2026', 150_000, 3_675_000, -3_525_000, 500_000, 700_000],
    ]);
    // Month, won, commit, best case, weighted.
    expect(then?.[1]?.slice(0, 5)).toEqual(['Oct 2026', 0, 500_000, 700_000, 3_675_000]);
    const { crm: past } = await snapshots.at('2026-09-30T22:00:00.000Z');
    expect(await forecast(past, '2026-09', 'Forecast by month')).toEqual(then);
    expect(await forecast(crm, '2026-11', 'Projected and won')).toEqual([
      ['Nov 2026', 0, 125_000, -125_000, 0, 250_000],
    ]);
  });

  test('months that began before the trail did have nothing to show, and months ahead neither', async () => {
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }));
    await add({ name: 'Early', amount: '1000', stage: 4, closeOn: '2026-08-30' });
    expect(await forecast(crm, '2026-07..2026-08', 'Projected and won')).toEqual([]);
    crm.at('2026-09-02T09:00:00Z');
    expect(await forecast(crm, '2026-08..2026-10', 'Projected and won')).toEqual([['Sept 2026', 0, 0, 0, 0, 0]]);
  });
});
