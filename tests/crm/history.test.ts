import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { auditTrail } from '../../src/crm/audit/audit.ts';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { bringBack, historyOf, putBack, resolveAny } from '../../src/crm/audit/history.ts';
import { create, edit, remove, type Input } from '../../src/crm/records/mutations.ts';
import { stageTimes } from '../../src/crm/pipeline/stage-times.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let ben: Actor;
  let deal: AnyRecord;

  const change = async (input: Input): Promise<void> => {
    await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
      deal: await edit(tx, { entity: 'deal', id: deal.id }, input),
    }));
  };
  const past = () => resolveAny({ crm, actor: ana }, `D-${deal.id}`, ['deal']);
  const entries = async () => (await historyOf({ crm, actor: ana }, await past(), { offset: 0, limit: 50 })).entries;
  const newest = async (): Promise<number> => (await entries())[0]?.id ?? 0;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    ben = await aColleague(crm, 'Ben');
    crm.at('2026-11-10T22:30:00Z');
    ({ deal } = await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => {
      const acme = await create(tx, 'customer', { name: 'Acme Logistics' });
      return { deal: await create(tx, 'deal', { name: 'Rollout', customer: acme.id, amount: '12k' }) };
    }));
    crm.at('2026-11-16T14:00:00Z');
  });
  afterEach(() => crm.end());

  test('holds what changed a record, newest first and page by page, and not who looked', async () => {
    for (const amount of [100, 200, 300]) await change({ amount });
    const found = await past();
    const page = await historyOf({ crm, actor: ben }, found, { offset: 1, limit: 2 });
    expect(page.total).toBe(4);
    expect(page.entries.map(({ changes }) => changes['amount'])).toEqual([
      [100, 200],
      [1_200_000, 100],
    ]);
  });

  test('gives one field back, as an edit with an entry of its own', async () => {
    await change({ amount: 100, closeOn: '2026-12-24' });
    const { record } = await putBack(
      { crm, actor: ana, origin: byCommand },
      { entry: await newest(), field: 'amount' },
    );
    expect(record).toMatchObject({ amount: 1_200_000, closeOn: '2026-12-24', version: 3 });
    expect((await entries())[0]).toMatchObject({ verb: 'update', changes: { amount: [100, 1_200_000] } });
  });

  test('gives nothing back to those who may not change the record, nor what is so already', async () => {
    await change({ amount: 100 });
    const wanted = { entry: await newest(), field: 'amount' };
    await expect(putBack({ crm, actor: ben, origin: byCommand }, wanted)).rejects.toThrow('only your own deals');
    await putBack({ crm, actor: ana, origin: byCommand }, wanted);
    await expect(putBack({ crm, actor: ana, origin: byCommand }, wanted)).rejects.toThrow('already done');
  });

  test.each([
    ['an entry that never was', 999_999, 'amount'],
    ['no number', Number.NaN, 'amount'],
    ['a field it has not', 0, 'nonsense'],
    ['a field that did not change', 0, 'name'],
  ])('gives nothing back for %s', async (_, entry, field) => {
    await change({ amount: 100 });
    const wanted = { entry: entry === 0 ? await newest() : entry, field };
    await expect(putBack({ crm, actor: ana, origin: byCommand }, wanted)).rejects.toThrow(
      /That change wasn’t found|There’s nothing to revert/,
    );
  });

  test('gives no field back alone that follows from others', async () => {
    const stages = await crm.database.db('stages').orderBy('position');
    const named = (name: string): number => stages.find((stage) => stage.name === name).id;
    await change({ stage: named('Won') });
    await change({ stage: named('Lead') });
    const wanted = { entry: await newest(), field: 'closedOn' };
    await expect(putBack({ crm, actor: ana, origin: byCommand }, wanted)).rejects.toThrow('follows from other fields');
  });

  test('outlives the record, which can come back', async () => {
    await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
      gone: await remove(tx, { entity: 'deal', id: deal.id }),
    }));
    expect((await entries()).map(({ verb }) => verb)).toEqual(['remove', 'create']);
    await expect(bringBack({ crm, actor: ben, origin: byCommand }, await past())).rejects.toThrow(
      'only your own deals',
    );
    expect((await bringBack({ crm, actor: ana, origin: byCommand }, await past())).record.deletedAt).toBeNull();
  });

  test('tells the days in each stage, as the reader counts days', async () => {
    const [lead, qualified] = await crm.database.db('stages').orderBy('position');
    await change({ stage: qualified.id });
    crm.at('2026-11-18T08:00:00Z');
    const way = await stageTimes(crm, deal, 'Europe/Berlin');
    expect(way).toMatchObject([
      { stage: lead.id, days: 6, now: false },
      { stage: qualified.id, days: 2, now: true },
    ]);
    // Half past ten in the evening in London is the next day in Tokyo.
    expect((await stageTimes(crm, deal, 'Asia/Tokyo'))[0]).toMatchObject({ days: 5 });
  });

  test('the whole trail is filtered by the database', async () => {
    const maya = await aColleague(crm, 'Maya', 'manager');
    await change({ amount: 100 });
    const ask = (line: string) => auditTrail({ crm, actor: maya, origin: byCommand }, line, { offset: 0, limit: 10 });
    expect((await ask('by:ana entity:deal since:today')).entries).toMatchObject([{ verb: 'update' }]);
    expect((await ask('by:ana entity:deal until:2026-11-10')).entries).toMatchObject([{ verb: 'create' }]);
    expect((await ask('verb:restore')).total).toBe(0);
    await expect(ask('by:ana what')).rejects.toThrow('“what” isn’t an audit filter.');
  });
});
