import type { SubscriptionRecord } from '../../../src/model/entities/subscriptions.ts';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { create, edit, remove, type Input } from '../../../src/crm/records/mutations.ts';
import {
  pauseSubscription,
  reviseSubscription,
  subscribe,
} from '../../../src/crm/notifications/subscriptions/subscribe.ts';
import { dryRun } from '../../../src/crm/notifications/subscriptions/dry-run.ts';
import { subscriptionOf } from '../../../src/model/subscriptions/subscription.ts';
import { readLineDraft } from '../../../src/crm/notifications/subscriptions/draft.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { doAllDue } from '../../support/due.ts';

// PostgreSQL is slow on a busy machine.
jest.setTimeout(30_000);

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;
  let acme: number;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    // Monday.
    crm.at('2026-11-02T09:00:00Z');
    maya = await aColleague(crm, 'Maya', 'manager');
    acme = (await make('customer', { name: 'Acme' })).id;
  });
  afterEach(() => crm.end());

  const make = (name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, name, input));
  const change = (name: EntityName, id: number, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => edit(tx, { entity: name, id }, input));
  const deal = (name: string, more: Input = {}): Promise<AnyRecord> => make('deal', { name, customer: acme, ...more });
  const hear = async (line: string, channel = 'C1'): Promise<SubscriptionRecord> => {
    const { name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: maya }, line);
    return (await subscribe({ crm, actor: maya, origin: byCommand }, { channel, name, draft })).subscription;
  };
  /** Goes on to that moment and does what is due. */
  const at = async (iso: string): Promise<void> => {
    crm.at(iso);
    await doAllDue(crm);
  };
  const told = async (): Promise<string[]> => {
    const rows = (await crm.database.db('outbox').orderBy('id')) as { kind: string; payload: string }[];
    const names = new Map(
      ((await crm.database.db('deals')) as { id: number; name: string }[]).map(({ id, name }) => [id, name]),
    );
    return rows.map(({ kind, payload }) => {
      const { dealId, id, events, idle } = JSON.parse(payload) as {
        dealId: number;
        id: number;
        events: string[];
        idle?: { days: number };
      };
      return kind === 'deal-update' ? `${names.get(dealId)} ${events.join()} ${idle?.days}` : `${kind} ${id}`;
    });
  };

  describe('a deal', () => {
    test('that nobody touched for fourteen days has stalled, which is told once', async () => {
      await hear('stalled');
      await deal('Quiet');
      await at('2026-11-16T07:00:00Z');
      expect(await told()).toEqual([]);
      await at('2026-11-17T07:00:00Z');
      expect(await told()).toEqual(['Quiet stalled 14']);
      await at('2026-11-18T07:00:00Z');
      await at('2026-12-30T07:00:00Z');
      expect(await told()).toHaveLength(1);
    });

    test('is told again only after somebody touched it', async () => {
      await hear('stalled:7d');
      const { id } = await deal('Quiet');
      await at('2026-11-10T07:00:00Z');
      crm.at('2026-11-11T12:00:00Z');
      await make('interaction', { customer: acme, deal: id, what: 'Still there?' });
      await at('2026-11-18T07:00:00Z');
      expect(await told()).toHaveLength(1);
      await at('2026-11-19T07:00:00Z');
      expect(await told()).toEqual(['Quiet stalled 7', 'Quiet stalled 7']);
      await change('deal', id, { amount: '5k' });
      await at('2026-11-27T07:00:00Z');
      expect(await told()).toHaveLength(3);
    });

    test('that is won, lost or deleted does not stall; nor one that had stalled before anybody asked', async () => {
      await deal('Old');
      crm.at('2026-11-20T09:00:00Z');
      await hear('stalled');
      await deal('Won', { stage: 5, amount: '1k' });
      const gone = await deal('Gone');
      await deal('New');
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'deal', id: gone.id }),
      );
      for (const day of ['2026-11-23', '2026-12-04', '2026-12-07', '2026-12-08']) await at(`${day}T07:00:00Z`);
      expect(await told()).toEqual(['New stalled 16']);
    });

    test('stalls on a working day only, and just where the filter lets it through', async () => {
      await hear('stalled where amount>10k');
      await deal('Small', { amount: '5k' });
      crm.at('2026-11-07T09:00:00Z');
      await deal('Big', { amount: '50k' });
      await at('2026-11-21T23:30:00Z');
      await at('2026-11-22T07:00:00Z');
      expect(await told()).toEqual([]);
      await at('2026-11-23T07:00:00Z');
      expect(await told()).toEqual(['Big stalled 15']);
    });

    test('that is logged late stalls by when it happened; one whose last touch is taken away is not told again', async () => {
      await hear('stalled:7d');
      const { id } = await deal('Late');
      await at('2026-11-16T09:00:00Z');
      expect(await told()).toHaveLength(1);
      const { id: touch } = await make('interaction', {
        customer: acme,
        deal: id,
        what: 'Call',
        happenedAt: '2026-11-05T10:00:00Z',
      });
      await at('2026-11-17T09:00:00Z');
      expect(await told()).toHaveLength(2);
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'interaction', id: touch }),
      );
      await at('2026-11-18T09:00:00Z');
      expect(await told()).toHaveLength(2);
    });
  });

  test('a customer with whom nobody was in touch for so long is silent; one to whom nobody ever spoke as well', async () => {
    await hear('silent:14d');
    const { id: other } = await make('customer', { name: 'Other' });
    crm.at('2026-11-09T09:00:00Z');
    await make('interaction', { customer: acme, what: 'Hello' });
    await at('2026-11-17T07:00:00Z');
    expect(await told()).toEqual([`silent-update ${other}`]);
    await at('2026-11-24T07:00:00Z');
    expect(await told()).toEqual([`silent-update ${other}`, `silent-update ${acme}`]);
    await at('2026-12-24T07:00:00Z');
    expect(await told()).toHaveLength(2);
  });

  describe('a follow-up', () => {
    test('is told on its day by the reader’s clock, a Saturday as well, once; and again where it was put off', async () => {
      await hear('follow-up due');
      const { id } = await make('followUp', { customer: acme, what: 'Call', dueOn: '2026-11-07' });
      await at('2026-11-06T07:00:00Z');
      expect(await told()).toEqual([]);
      await at('2026-11-07T06:59:00Z');
      expect(await told()).toEqual([]);
      await at('2026-11-07T07:00:00Z');
      expect(await told()).toEqual([`follow-up-update ${id}`]);
      await change('followUp', id, { dueOn: '2026-11-10' });
      await at('2026-11-09T07:00:00Z');
      expect(await told()).toHaveLength(1);
      await at('2026-11-10T07:00:00Z');
      await at('2026-11-11T07:00:00Z');
      expect(await told()).toHaveLength(2);
    });

    test('that is done or was long due is not told', async () => {
      await make('followUp', { customer: acme, what: 'Old', dueOn: '2026-10-30' });
      await hear('follow-up-due');
      const { id } = await make('followUp', { customer: acme, what: 'Call', dueOn: '2026-11-05' });
      await change('followUp', id, { doneAt: '2026-11-04T10:00:00.000Z' });
      await at('2026-11-05T07:00:00Z');
      expect(await told()).toEqual([]);
    });
  });

  test('while it is paused nothing is told, and afterwards nothing of that time', async () => {
    const { id } = await hear('stalled:7d');
    await deal('While paused');
    await pauseSubscription({ crm, actor: maya, origin: byCommand }, { entity: 'subscription', id }, '2026-11-16');
    await at('2026-11-10T07:00:00Z');
    crm.at('2026-11-10T12:00:00Z');
    await deal('After the pause');
    await at('2026-11-16T07:00:00Z');
    await at('2026-11-18T07:00:00Z');
    expect(await told()).toEqual(['After the pause stalled 7']);
  });

  test('one that hears of nothing that only time brings is not looked at', async () => {
    const { id, version } = await hear('won stalled');
    expect(await crm.database.db('due_work')).toMatchObject([{ key: `clock ${id}` }]);
    const { name: _name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: maya }, 'won');
    const ref = { entity: 'subscription', id } as const;
    const revision = { ref, version, name: 'Wins', draft, pausedUntil: null, owner: undefined };
    await reviseSubscription({ crm, actor: maya, origin: byCommand }, revision);
    expect(await crm.database.db('due_work')).toEqual([]);
  });

  test('the dry run counts just what was told, day by day', async () => {
    const { id: other } = await make('customer', { name: 'Other' });
    const subscription = await hear('stalled:5d silent:10d follow-up-due where -customer:other');
    const first = await deal('First');
    await make('deal', { name: 'Not heard', customer: other });
    const second = await deal('Second');
    await make('followUp', { customer: acme, what: 'Call', dueOn: '2026-11-14' });
    const late = await make('followUp', { customer: acme, what: 'Never', dueOn: '2026-11-20' });
    for (let day = 3; day <= 30; day += 1) {
      await at(`2026-11-${String(day).padStart(2, '0')}T07:00:00Z`);
      crm.at(`2026-11-${String(day).padStart(2, '0')}T12:00:00Z`);
      if (day === 10) await make('interaction', { customer: acme, deal: first.id, what: 'Hello' });
      if (day === 12) await change('deal', second.id, { amount: '3k' });
      if (day === 13)
        await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
          remove(tx, { entity: 'deal', id: second.id }),
        );
      if (day === 18) await change('followUp', late.id, { doneAt: '2026-11-18T12:00:00.000Z' });
    }
    const live = await told();
    expect(live).toEqual(expect.arrayContaining(['First stalled 5', 'Second stalled 6', `silent-update ${acme}`]));
    const run = await dryRun({ crm, actor: maya }, subscriptionOf(subscription), { show: 100 });
    const would = run.newest.map(({ kind, payload }) => `${kind} ${payload}`);
    const posted = (await crm.database.db('outbox').orderBy('id')) as { kind: string; payload: string }[];
    expect(would.toSorted()).toEqual(posted.map(({ kind, payload }) => `${kind} ${payload}`).toSorted());
  });

  test('so many at once that nobody would read them one by one are one message', async () => {
    await hear('stalled:7d');
    for (let n = 0; n < 14; n += 1) await deal(`Deal ${n}`);
    await at('2026-11-10T07:00:00Z');
    const [row, ...more] = (await crm.database.db('outbox')) as { kind: string; payload: string }[];
    expect([row?.kind, more]).toEqual(['digest', []]);
    expect(JSON.parse(row?.payload ?? '')).toMatchObject({ of: 'look', sections: { stalled: { count: 14 } } });
    await at('2026-11-11T07:00:00Z');
    expect(await told()).toHaveLength(1);
  });

  test('of two processes that look at once, one tells', async () => {
    await hear('stalled:7d');
    for (let n = 0; n < 9; n += 1) await deal(`Deal ${n}`);
    crm.at('2026-11-10T07:00:00Z');
    await Promise.all([doAllDue(crm, 'a'), doAllDue(crm, 'b'), doAllDue(crm, 'c')]);
    expect(new Set(await told()).size).toBe(9);
    expect(await told()).toHaveLength(9);
  });

  test('one whose filter names somebody who is gone breaks, and its maker is told', async () => {
    const ben = await aColleague(crm, 'Ben');
    const { id } = await hear('stalled:7d where owner:ben');
    await deal('Quiet', { owner: ben.employeeId });
    await crm.database.db('subscriptions').where({ id }).update({ meaning: '{"refs":{},"stages":{},"me":1}' });
    await at('2026-11-10T07:00:00Z');
    expect(await told()).toEqual(['subscription-broken undefined']);
  });
});

describe('the line', () => {
  test.each([
    ['stalled:21d', { events: ['stalled'], patience: { stalled: 21, silent: 30 } }],
    ['won stalled', { events: ['won', 'stalled'], patience: { stalled: 14, silent: 30 } }],
    [
      'won where amount>5 silent:2w',
      { events: ['won', 'silent'], filter: 'amount>5', patience: { stalled: 14, silent: 14 } },
    ],
    ['follow-up due', { events: ['follow-up-due'] }],
  ])('“%s” is understood', async (line, what) => {
    const crm = await aCrm();
    const maya = await aColleague(crm, 'Maya', 'manager');
    expect(await readLineDraft({ crm, actor: maya }, line)).toMatchObject(what);
    await crm.end();
  });

  test.each([
    ['stalled:often', 'often'],
    ['won silent:0', '0'],
    ['stalled:999', '999'],
    ['stalled:', 'stalled:'],
  ])('“%s” is answered with the word that is no number of days', async (line, word) => {
    const crm = await aCrm();
    const maya = await aColleague(crm, 'Maya', 'manager');
    const { where } = (await readLineDraft({ crm, actor: maya }, line).catch((error: unknown) => error)) as {
      where: { from: number; to: number };
    };
    expect(line.slice(where.from, where.to)).toBe(word);
    await crm.end();
  });
});
