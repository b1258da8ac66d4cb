import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { claimDue, tryAgain } from '../../../src/crm/notifications/outbox/outbox.ts';
import { create, edit, remove, restore, type Input } from '../../../src/crm/records/mutations.ts';
import { subscribe } from '../../../src/crm/notifications/subscriptions/subscribe.ts';
import type { DealUpdate } from '../../../src/store/outbox/payloads.ts';
import { readLineDraft } from '../../../src/crm/notifications/subscriptions/draft.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';

const [LEAD, PROPOSAL, WON] = [1, 3, 5];

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let ben: Actor;
  let customer: number;
  let deal: number;

  /** Seconds since the deal was made. */
  const at = (seconds: number): void => crm.at(new Date(NOW + 3_600_000 + seconds * 1000).toISOString());
  const make = async (input: Input): Promise<number> =>
    (await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'deal', { customer, ...input })))
      .id;
  const change = (input: Input, who = ana): Promise<unknown> =>
    runInTransaction({ crm, actor: who, origin: byCommand }, (tx) => edit(tx, { entity: 'deal', id: deal }, input));
  const listen = async (line: string, channel = 'C0DEALS'): Promise<void> => {
    const { name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: ana }, line);
    await subscribe({ crm, actor: ana, origin: byCommand }, { channel, name, draft });
  };
  const updates = async (): Promise<DealUpdate[]> => {
    const rows: { payload: string }[] = await crm.database.db('outbox').where({ kind: 'deal-update' }).orderBy('id');
    return rows.map(({ payload }) => JSON.parse(payload) as DealUpdate);
  };
  const claim = () => claimDue(crm, { name: 'courier', lease: 60_000 }, 10);

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana', 'manager');
    ben = await aColleague(crm, 'Ben', 'manager');
    customer = (
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }))
    ).id;
    deal = await make({ name: 'Rollout', amount: '10k', stage: LEAD });
    at(0);
  });
  afterEach(() => crm.end());

  test('several changes become one message, from what was first to what is last, with all who made them', async () => {
    await listen('usual settle:30s');
    await change({ amount: '20k' });
    at(10);
    await change({ amount: '30k', stage: PROPOSAL }, ben);
    const [update, ...more] = await updates();
    expect(more).toEqual([]);
    expect(update).toMatchObject({ events: ['stage', 'amount'], changes: { amount: [1_000_000, 3_000_000] } });
    expect(update?.by.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
  });

  test('nothing is told of what is as it was before', async () => {
    await listen('usual settle:30s');
    await change({ stage: PROPOSAL });
    at(5);
    await change({ stage: LEAD });
    expect(await updates()).toEqual([]);
    at(20);
    await change({ amount: '40k' });
    expect(await updates()).toMatchObject([{ events: ['amount'], changes: { amount: [1_000_000, 4_000_000] } }]);
  });

  test('a deal that is created and won is told as both, and one that is deleted again not at all', async () => {
    await listen('usual settle:30s');
    deal = await make({ name: 'Quick', amount: '5k' });
    at(10);
    await change({ stage: WON });
    expect(await updates()).toMatchObject([{ events: ['created', 'won'] }]);
    deal = await make({ name: 'Slip', amount: '5k' });
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => remove(tx, { entity: 'deal', id: deal }));
    expect(await updates()).toHaveLength(1);
  });

  test('deleting and bringing back is nothing, unless something else changed', async () => {
    await listen('usual settle:30s');
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => remove(tx, { entity: 'deal', id: deal }));
    expect(await updates()).toMatchObject([{ events: ['removed'] }]);
    at(5);
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => restore(tx, { entity: 'deal', id: deal }));
    expect(await updates()).toEqual([]);
    await change({ amount: '11k' });
    expect(await updates()).toMatchObject([{ events: ['amount'] }]);
  });

  test('filters are asked about what finally stands', async () => {
    await listen('usual settle:30s where amount>50k');
    await change({ stage: PROPOSAL });
    expect(await updates()).toEqual([]);
    at(10);
    await change({ amount: '60k' });
    expect(await updates()).toMatchObject([{ events: ['stage', 'amount'] }]);
    at(20);
    await change({ amount: '40k' });
    expect(await updates()).toEqual([]);
  });

  test('each subscription lets things settle for as long as it says, or as the settings say', async () => {
    await listen('usual settle:0 name:now');
    await listen('usual settle:30s name:soon', 'C0SALES');
    await crm.database.db('settings').update({ settle: '60' });
    await listen('usual', 'C0WINS');
    await change({ amount: '20k' });
    at(40);
    await change({ amount: '30k' });
    const rows: { channel: string; settles_at: string | null }[] = await crm.database.db('outbox').orderBy('id');
    expect(rows.map(({ channel }) => channel).toSorted()).toEqual([
      'C0DEALS',
      'C0DEALS',
      'C0SALES',
      'C0SALES',
      'C0WINS',
    ]);
    expect(rows.find(({ channel }) => channel === 'C0DEALS')?.settles_at).toBeNull();
  });

  test('nobody delivers it before it settled, and what was taken by a courier is not touched any more', async () => {
    await listen('usual settle:30s');
    await change({ amount: '20k' });
    at(29);
    expect(await claim()).toEqual([]);
    at(30);
    const [item] = await claim();
    expect(JSON.parse(String(item?.payload))).toMatchObject({ changes: { amount: [1_000_000, 2_000_000] } });
    await change({ amount: '30k' });
    expect((await updates()).map(({ changes }) => changes['amount'])).toEqual([
      [1_000_000, 2_000_000],
      [2_000_000, 3_000_000],
    ]);
  });

  test('not even by a request that began before it was taken, nor after an attempt whose end nobody knows', async () => {
    await listen('usual settle:30s');
    await change({ amount: '20k' });
    at(30);
    const [item] = await claim();
    const amounts = async (): Promise<unknown[]> => (await updates()).map(({ changes }) => changes['amount']);
    at(29);
    await change({ amount: '30k' });
    expect(await amounts()).toEqual([
      [1_000_000, 2_000_000],
      [2_000_000, 3_000_000],
    ]);
    await tryAgain(crm, { name: 'courier', lease: 60_000, pace: 0 }, item!, { wait: 1000, error: 'timeout' });
    await crm.database.db('outbox').whereNot({ id: item?.id }).delete();
    await change({ amount: '40k' });
    expect((await amounts())[0]).toEqual([1_000_000, 2_000_000]);
  });

  test('a deal that is changed a hundred times in a minute gives few messages, and none is lost', async () => {
    await listen('usual settle:30s');
    for (let i = 1; i <= 100; i += 1) {
      at(i * 0.6);
      await change({ amount: `${10 + i}k` }, i % 2 ? ana : ben);
    }
    const told = (await updates()).map(({ changes }) => changes['amount']);
    expect(told.length).toBeLessThanOrEqual(3);
    expect(told[0]?.[0]).toBe(1_000_000);
    expect(told.at(-1)?.[1]).toBe(11_000_000);
    for (const [i, pair] of told.entries()) if (i > 0) expect(pair?.[0]).toBe(told[i - 1]?.[1]);
  });

  test('two who change it at the same moment are told of together', async () => {
    await listen('usual settle:30s');
    await Promise.all([change({ amount: '20k' }), change({ stage: PROPOSAL }, ben)]);
    const told = await updates();
    expect(told).toHaveLength(1);
    expect(told[0]?.events).toEqual(['stage', 'amount']);
  });
});
