import { afterEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { openCrm } from '../../src/crm/context/crm.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import { moveStage, removeStage } from '../../src/crm/pipeline/stages.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  afterEach(() => crm.end());

  const live = (): Promise<{ id: number; name: string }[]> =>
    crm.database.db('stages').whereNull('deleted_at').orderBy('position').select('id', 'name');
  const idOf = async (name: string): Promise<number> => (await live()).find((stage) => stage.name === name)?.id ?? 0;
  const aDeal = (actor: Actor, stage: number) =>
    runInTransaction({ crm, actor, origin: byCommand }, async (tx) => {
      const customer = await create(tx, 'customer', { name: `Firm ${Math.random()}` });
      return create(tx, 'deal', { name: 'Rollout', customer: customer.id, stage });
    });

  test('a stage with deals in it neither vanishes nor changes its meaning', async () => {
    crm = await aCrm(await fresh());
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    const stage = await idOf('Proposal');
    await aDeal(ruth, stage);
    await expect(removeStage({ crm, actor: ruth, origin: byCommand }, stage, null)).rejects.toThrow(
      '1 deal is in this stage.',
    );
    const meaning = runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'stage', id: stage }, { outcome: 'won', probability: 100 }),
    );
    await expect(meaning).rejects.toThrow('before you change its outcome');
    const lost = removeStage({ crm, actor: ruth, origin: byCommand }, stage, await idOf('Lost'));
    await expect(lost).rejects.toThrow('Choose another stage with the same outcome.');
    expect(await idOf('Proposal')).toBe(stage);
  });

  test('a deal that moves in while the stage is removed is not left behind in nothing', async () => {
    crm = await aCrm(await fresh());
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    for (const name of ['Qualified', 'Proposal', 'Negotiation']) {
      const stage = await idOf(name);
      const deal = await aDeal(ruth, await idOf('Lead'));
      await Promise.allSettled([
        runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
          edit(tx, { entity: 'deal', id: deal.id }, { stage }),
        ),
        removeStage({ crm, actor: ruth, origin: byCommand }, stage, null),
      ]);
      const stray = await crm.database
        .db('deals')
        .join('stages', 'stages.id', 'deals.stage_id')
        .whereNotNull('stages.deleted_at')
        .pluck('deals.id');
      expect(stray).toEqual([]);
    }
  });

  test('a stage with very many deals is emptied and removed, and comes back with all of them', async () => {
    crm = await aCrm(await fresh());
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    const [from, to] = [await idOf('Proposal'), await idOf('Lead')];
    const { id: _id, ...like } = await crm.database
      .db('deals')
      .where({ id: (await aDeal(ruth, from)).id })
      .first();
    const copies = Array.from({ length: 600 }, (_, n) => ({ ...like, name: `Copy ${n}` }));
    await crm.database.db.batchInsert('deals', copies, 200);
    const inStage = async (id: number) => (await crm.database.db('deals').where({ stage_id: id })).length;
    const { act } = await removeStage({ crm, actor: ruth, origin: byCommand }, from, to);
    expect([await inStage(from), await inStage(to)]).toEqual([0, 601]);
    await undo({ crm, actor: ruth, origin: byCommand }, act);
    expect([await inStage(from), await inStage(to)]).toEqual([601, 0]);
  });

  test('only admins move stages, also where nothing would move', async () => {
    crm = await aCrm(await fresh());
    const maya = await aColleague(crm, 'Maya', 'manager');
    const first = (await live())[0]?.id ?? 0;
    await expect(moveStage({ crm, actor: maya, origin: byCommand }, first, -1)).rejects.toThrow(
      'As a manager, you can’t edit stages.',
    );
    await expect(removeStage({ crm, actor: maya, origin: byCommand }, first, null)).rejects.toThrow(
      'can’t delete stages.',
    );
  });

  test('another process hears of changed settings at its next write', async () => {
    const url = await fresh();
    crm = await aCrm(url);
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    const { settings: defaults, defaultRole, now } = crm;
    const elsewhere = await openCrm({ url, defaults, defaultRole, now });
    await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'settings', id: 1 }, { currency: 'JPY' }),
    );
    const deal = await runInTransaction({ crm: elsewhere, actor: ruth, origin: byCommand }, async (tx) => {
      const customer = await create(tx, 'customer', { name: 'Acme' });
      return create(tx, 'deal', { name: 'Rollout', customer: customer.id });
    });
    await elsewhere.database.close();
    expect(deal['currency']).toBe('JPY');
  });
});
