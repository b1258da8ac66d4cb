import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { claimDue, delivered, type OutboxItem } from '../../../src/crm/notifications/outbox/outbox.ts';
import { create, edit, type Input } from '../../../src/crm/records/mutations.ts';
import { linkChannel } from '../../../src/crm/notifications/channels/linked-channel.ts';
import { subscribe } from '../../../src/crm/notifications/subscriptions/subscribe.ts';
import { readLineDraft } from '../../../src/crm/notifications/subscriptions/draft.ts';
import { takeAlong } from '../../../src/crm/notifications/announce/read-concurrently.ts';
import { whyOf, whyThis } from '../../../src/crm/notifications/why/why.ts';
import { entityOf } from '../../../src/model/registry.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { findRecord } from '../../../src/store/records.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';

const WON = 5;

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let deal: number;

  /** Seconds since the deal was made. */
  const at = (seconds: number): void => crm.at(new Date(NOW + 3_600_000 + seconds * 1000).toISOString());
  const change = (input: Input): Promise<unknown> =>
    runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => edit(tx, { entity: 'deal', id: deal }, input));
  const listen = async (line: string, channel = 'C0DEALS'): Promise<void> => {
    const { name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: ana }, line);
    await subscribe({ crm, actor: ana, origin: byCommand }, { channel, name, draft });
  };
  const worker = { name: 'courier', lease: 60_000, pace: 0 };
  /** Delivers what is due, as a courier would. */
  const deliver = async (): Promise<OutboxItem[]> => {
    const told: OutboxItem[] = [];
    for (let due = await claimDue(crm, worker, 10); due.length > 0; due = await claimDue(crm, worker, 10))
      for (const item of due) {
        const whole = await takeAlong(crm, item, worker.name);
        await delivered(crm, worker, [{ item: whole, ts: `${whole.id}.0`, at: crm.now() }]);
        told.push(whole);
      }
    return told;
  };
  const said = (items: readonly OutboxItem[]): unknown[] => items.map(({ payload }) => JSON.parse(payload));
  const statuses = async (of: 'deal' | 'customer' = 'deal', id = deal): Promise<string[][]> => {
    const entity = entityOf(of);
    const record = (await findRecord(crm.database.db, { entity: entity.name, id }))!;
    const [newest] = await whyOf({ crm, actor: ana }, { entity, record }, ['C0DEALS']);
    return (newest?.heard ?? []).map(({ subscription, fate }) => [subscription['name'], fate.is]);
  };

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana', 'manager');
    const customer = (
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }))
    ).id;
    const input = { name: 'Rollout', customer, amount: '10k', stage: 1 };
    deal = (await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'deal', input))).id;
    at(0);
  });
  afterEach(() => crm.end());

  describe('two subscriptions of one channel that hear the same change', () => {
    test('tell it once: all that is heard, aloud if either wants that, and both are the reason', async () => {
      await listen('won broadcast:none style:compact name:wins');
      await listen('amount broadcast:amount name:money');
      await change({ stage: WON, amount: '20k' });
      at(30);
      const told = await deliver();
      expect(said(told)).toMatchObject([{ events: ['won', 'amount'], display: { style: 'full', aloud: true } }]);
      expect(await statuses()).toEqual([
        ['wins', 'sent'],
        ['money', 'sent'],
      ]);
      const { tellers } = await whyThis({ crm, actor: ana }, told[0]?.id ?? 0);
      expect(tellers.map(({ subscription }) => subscription['name'])).toEqual(['wins', 'money']);
    });

    test.each(['0', '10'])('are told when the first settles, here after %s seconds', async (seconds) => {
      await listen('amount settle:5min name:patient');
      await listen(`amount settle:${seconds}s name:quick`);
      await change({ amount: '20k' });
      at(Number(seconds));
      expect(said(await deliver())).toMatchObject([{ events: ['amount'] }]);
      at(400);
      expect(await deliver()).toEqual([]);
    });

    test('what waited for longer is not held up behind what settles first, and tells what that would', async () => {
      await listen('amount won settle:5min name:patient');
      await change({ amount: '20k' });
      await listen('won settle:10s broadcast:none name:quick');
      at(5);
      await change({ stage: WON });
      at(15);
      expect(said(await deliver())).toMatchObject([{ events: ['won', 'amount'], display: { aloud: true } }]);
      expect(await statuses()).toEqual([
        ['patient', 'sent'],
        ['quick', 'sent'],
      ]);
    });

    test('a customer is not told with the deal of the same number that was changed meanwhile', async () => {
      const add = async (name: 'customer' | 'deal', input: Input): Promise<number> =>
        (await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, name, input))).id;
      deal = await add('deal', { name: 'Second', customer: 1 });
      at(600);
      await listen('stage settle:5min name:moves');
      await change({ amount: '20k' });
      at(605);
      const customer = await add('customer', { name: 'Beta' });
      at(610);
      await change({ stage: 2 });
      expect(customer).toBe(deal);
      expect(await statuses()).toEqual([['moves', 'waiting']]);
      expect(await statuses('customer', customer)).toEqual([['moves', 'unwanted']]);
    });

    test('a later change is told on its own', async () => {
      await listen('amount name:one');
      await listen('amount name:two');
      await change({ amount: '20k' });
      at(31);
      await deliver();
      await change({ amount: '30k' });
      at(62);
      expect(said(await deliver())).toMatchObject([{ changes: { amount: [2_000_000, 3_000_000] } }]);
    });

    test('in another channel it is another message, and so is another change', async () => {
      await listen('amount settle:0 name:one');
      await listen('amount settle:0 name:two', 'C0SALES');
      await change({ amount: '20k' });
      await change({ amount: '30k' });
      expect(await deliver()).toHaveLength(4);
    });
  });

  test('what becomes of the message becomes of both, and what may be in the channel already takes nothing along', async () => {
    await listen('amount settle:0 name:one');
    await listen('amount settle:0 name:two');
    await change({ amount: '20k' });
    const [item] = await claimDue(crm, worker, 10);
    await takeAlong(crm, { ...item!, attempts: 1 }, worker.name);
    await takeAlong(crm, item!, 'somebody else');
    expect(await crm.database.db('outbox').whereNotNull('told_with')).toEqual([]);
    await takeAlong(crm, item!, worker.name);
    const failed = { failed_at: new Date(crm.now()).toISOString(), last_error: 'is_archived' };
    await crm.database.db('outbox').where({ id: item?.id }).update(failed);
    expect((await statuses()).map(([, is]) => is)).toEqual(['failed', 'failed']);
  });

  test('what the channel hears of its own record is told with that, and is no subscription’s', async () => {
    await listen('won name:wins');
    const entity = entityOf('deal');
    const record = (await findRecord(crm.database.db, { entity: entity.name, id: deal }))!;
    await linkChannel({ crm, actor: ana, origin: byCommand }, { channel: 'C0DEALS', about: { entity, record } });
    await crm.database.db('outbox').delete();
    await change({ stage: WON, amount: '20k' });
    at(30);
    const told = await deliver();
    expect(said(told)).toMatchObject([{ events: ['won', 'amount'] }]);
    expect((await whyThis({ crm, actor: ana }, told[0]?.id ?? 0)).tellers).toHaveLength(1);
    await change({ amount: '30k' });
    at(61);
    const [own] = await deliver();
    expect((await whyThis({ crm, actor: ana }, own?.id ?? 0)).tellers).toEqual([]);
    await expect(whyThis({ crm, actor: { ...ana, slackTeamId: 'T0OTHER' } }, own?.id ?? 0)).rejects.toThrow(
      'no longer exists',
    );
  });
});
