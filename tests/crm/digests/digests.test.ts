import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { create, edit, remove, type Input } from '../../../src/crm/records/mutations.ts';
import {
  endSubscription,
  pauseSubscription,
  subscribe,
} from '../../../src/crm/notifications/subscriptions/subscribe.ts';
import type { DigestPayload } from '../../../src/store/outbox/payloads.ts';
import { readLineDraft } from '../../../src/crm/notifications/subscriptions/draft.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../../support/crm.ts';
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
    // Monday, ten o'clock in Berlin.
    crm.at('2026-11-16T09:00:00Z');
    maya = await aColleague(crm, 'Maya', 'manager');
    acme = (await make('customer', { name: 'Acme' })).id;
  });
  afterEach(() => crm.end());

  const make = (name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, name, input));
  const change = (id: number, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => edit(tx, { entity: 'deal', id }, input));
  const deal = (name: string, more: Input = {}): Promise<AnyRecord> => make('deal', { name, customer: acme, ...more });
  /** One each second. */
  const dealsInARow = async (names: readonly string[]): Promise<void> => {
    for (const [second, name] of names.entries()) {
      crm.at(`2026-11-16T09:30:0${second}Z`);
      await deal(name);
    }
  };
  const hear = async (line: string): Promise<AnyRecord> => {
    const { name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: maya }, `${line} settle:0`);
    return (await subscribe({ crm, actor: maya, origin: byCommand }, { channel: 'C1', name, draft })).subscription;
  };
  const at = async (iso: string): Promise<void> => {
    crm.at(iso);
    await doAllDue(crm);
  };
  const queued = async (): Promise<{ kind: string; news: DigestPayload }[]> =>
    ((await crm.database.db('outbox').orderBy('id')) as { kind: string; payload: string }[]).map(
      ({ kind, payload }) => ({ kind, news: JSON.parse(payload) as DigestPayload }),
    );
  const kinds = async (): Promise<string[]> => (await queued()).map(({ kind }) => kind);
  /** `won: 1, new: 2` of the newest digest. */
  const newest = async (): Promise<string> => {
    const news = (await queued()).filter(({ kind }) => kind === 'digest').at(-1)?.news;
    return Object.entries(news?.sections ?? {})
      .map(([name, section]) => `${name}: ${section.count}`)
      .join(', ');
  };

  describe('a digest', () => {
    test('tells on the next working day, together and by what finally stands, what happened since', async () => {
      await hear('digest:daily 9:00');
      const big = await deal('Big', { amount: '50k' });
      await change(big.id, { stage: 3 });
      await change(big.id, { stage: 5 });
      const back = await deal('There and back');
      await change(back.id, { stage: 2 });
      await change(back.id, { stage: 1 });
      const gone = await deal('Gone');
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'deal', id: gone.id }),
      );
      expect(await kinds()).toEqual([]);
      await at('2026-11-17T07:59:00Z');
      expect(await kinds()).toEqual([]);
      await at('2026-11-17T08:00:00Z');
      expect(await newest()).toBe('won: 1, new: 2');
      expect((await queued())[0]?.news.sections.won).toMatchObject({ count: 1, worth: { EUR: 5_000_000 } });
    });

    test('tells what moved, slipped and was lost, as far as that is heard; each just once', async () => {
      const [moved, lost, quiet] = [
        await deal('Moved', { amount: '1k', closeOn: '2026-12-01' }),
        await deal('Lost'),
        await deal('Quiet'),
      ];
      await hear('digest:daily 9:00 moved lost slipped where amount>0');
      crm.at('2026-11-16T12:00:00Z');
      await change(moved.id, { stage: 2, closeOn: '2026-12-24' });
      await change(lost.id, { stage: 6, lostReason: 'Price' });
      await change(quiet.id, { closeOn: '2027-01-01' });
      await at('2026-11-17T08:00:00Z');
      expect(await newest()).toBe('moved: 1, slipped: 1');
      expect((await queued())[0]?.news.sections.slipped?.lines).toMatchObject([
        { was: '2026-12-01', is: '2026-12-24' },
      ]);
      await at('2026-11-18T08:00:00Z');
      await at('2026-11-19T08:00:00Z');
      expect(await kinds()).toEqual(['digest']);
    });

    test('tells Friday to Sunday on Monday, of a quiet day nothing and of a quiet week a line', async () => {
      await hear('digest:daily 9:00 name:daily');
      await hear('digest:weekly monday 9:00 name:weekly');
      await at('2026-11-17T08:00:00Z');
      await at('2026-11-20T08:00:00Z');
      await deal('On Friday');
      await at('2026-11-21T08:00:00Z');
      await at('2026-11-22T08:00:00Z');
      expect(await kinds()).toEqual([]);
      await at('2026-11-23T08:00:00Z');
      expect((await queued()).map(({ news }) => `${news.of} ${news.sections.new?.count}`).toSorted()).toEqual([
        'day 1',
        'week 1',
      ]);
      await at('2026-11-30T08:00:00Z');
      expect((await queued()).slice(2)).toMatchObject([{ news: { of: 'week', sections: {}, also: {} } }]);
    });

    test('misses nothing and tells nothing twice over downtime, restarts and two processes at once', async () => {
      await hear('created digest:daily 9:00');
      let made = 0;
      for (const iso of [
        '16T12:00',
        '17T07:59',
        '17T08:00',
        '17T08:30',
        '19T23:00',
        '23T07:30',
        '24T09:00',
        '27T09:00',
      ]) {
        crm.at(`2026-11-${iso}:00Z`);
        await Promise.all([doAllDue(crm, 'a'), doAllDue(crm, 'b')]);
        await deal(`Deal ${(made += 1)}`);
      }
      await at('2026-11-30T08:00:00Z');
      const told = (await queued()).flatMap(({ news }) => news.sections.new?.lines.map((line) => line.deal) ?? []);
      expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: made }, (_, index) => index + 1));
    });

    test('leaves out deals that the channel muted', async () => {
      await hear('created digest:daily 9:00');
      const [loud, quiet] = [await deal('Loud'), await deal('Quiet')];
      await crm.database.db('muted_deals').insert({
        ...{ team: TEAM, channel: 'C1', deal_id: quiet.id, employee_id: maya.employeeId },
        at: '2026-11-16T09:00:00.000Z',
      });
      await at('2026-11-17T08:00:00Z');
      expect((await queued())[0]?.news.sections.new).toMatchObject({ count: 1, lines: [{ deal: loud.id }] });
    });

    test('with stream:yes each thing is told at once as well', async () => {
      await hear('created digest:daily 9:00 stream:yes');
      await deal('Both');
      expect(await kinds()).toEqual(['deal-update']);
      await at('2026-11-17T08:00:00Z');
      expect(await kinds()).toEqual(['deal-update', 'digest']);
    });

    test('tells what stalled in that time, and interactions in number', async () => {
      await hear('stalled:3d interaction digest:weekly monday');
      const quiet = await deal('Quiet');
      await make('interaction', { customer: acme, what: 'Hello' });
      await at('2026-11-20T07:00:00Z');
      expect(await kinds()).toEqual([]);
      await at('2026-11-23T08:00:00Z');
      expect(await newest()).toBe('stalled: 1');
      expect((await queued())[0]?.news).toMatchObject({
        also: { logged: 1 },
        sections: { stalled: { lines: [{ deal: quiet.id }] } },
      });
    });

    test('says nothing of the time in which it was paused, and nothing once it is ended', async () => {
      const { id } = await hear('created digest:daily 9:00');
      await deal('Before');
      await pauseSubscription({ crm, actor: maya, origin: byCommand }, { entity: 'subscription', id }, '2026-11-19');
      await at('2026-11-17T08:00:00Z');
      expect(await kinds()).toEqual([]);
      await deal('Paused');
      crm.at('2026-11-19T00:30:00Z');
      await deal('After');
      await at('2026-11-19T08:00:00Z');
      expect(await newest()).toBe('new: 1');
      await deal('Last');
      await endSubscription({ crm, actor: maya, origin: byCommand }, { entity: 'subscription', id });
      await at('2026-11-20T08:00:00Z');
      expect(await kinds()).toEqual(['digest']);
    });

    test('comes over the year’s end in the week that belongs to another year', async () => {
      crm.at('2026-12-28T10:00:00Z');
      await hear('created digest:weekly monday 9:00');
      crm.at('2026-12-31T23:30:00Z');
      await deal('Last of the year');
      crm.at('2027-01-01T10:00:00Z');
      await deal('First of the year');
      await at('2027-01-04T08:00:00Z');
      expect(await newest()).toBe('new: 2');
    });
  });

  describe('a weekly budget', () => {
    test('used up, it says so once, tells the rest together once a day, and next week each thing at once again', async () => {
      await hear('created budget:2');
      await dealsInARow(['One', 'Two', 'Three', 'Four']);
      expect(await kinds()).toEqual(['deal-update', 'deal-update', 'budget-reached']);
      await at('2026-11-17T08:00:00Z');
      expect(await newest()).toBe('new: 2');
      crm.at('2026-11-17T09:00:00Z');
      await deal('Five');
      await at('2026-11-18T08:00:00Z');
      expect(await newest()).toBe('new: 1');
      crm.at('2026-11-20T15:00:00Z');
      await deal('Six');
      // Monday, before the last of what was held back comes.
      crm.at('2026-11-23T07:00:00Z');
      await deal('Seven');
      await at('2026-11-23T08:00:00Z');
      expect(await kinds()).toEqual([
        ...['deal-update', 'deal-update', 'budget-reached', 'digest', 'digest', 'deal-update', 'digest'],
      ]);
      expect(await newest()).toBe('new: 1');
      await at('2026-11-24T08:00:00Z');
      expect(await crm.database.db('due_work')).toEqual([]);
    });

    test('of several processes one says that it is used up', async () => {
      await hear('created budget:1');
      for (let round = 0; round < 5; round += 1)
        await Promise.all([deal(`A ${round}`), deal(`B ${round}`), deal(`C ${round}`)]);
      expect((await kinds()).filter((kind) => kind === 'budget-reached')).toHaveLength(1);
      await at('2026-11-17T08:00:00Z');
      const [told] = (await queued()).filter(({ kind }) => kind === 'digest');
      const streamed = (await kinds()).filter((kind) => kind === 'deal-update').length;
      expect(streamed + (told?.news.sections.new?.count ?? 0)).toBeGreaterThanOrEqual(15);
    });

    test('raised, it goes on at once; what was held back until then still comes', async () => {
      const { id } = await hear('created budget:1');
      await dealsInARow(['One', 'Two']);
      crm.at('2026-11-16T12:00:00Z');
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'subscription', id }, { budget: '5' }),
      );
      await deal('Three');
      expect(await kinds()).toEqual(['deal-update', 'budget-reached', 'deal-update']);
      await at('2026-11-17T08:00:00Z');
      expect(await newest()).toBe('new: 1');
      expect(await crm.database.db('due_work')).toEqual([]);
    });
  });
});

describe('the line', () => {
  test.each([
    [
      'won digest:daily',
      { events: ['won'], pace: { digest: { on: 'weekday', at: '09:00' }, stream: false, budget: null } },
    ],
    ['digest:weekly fri 16:00 stream:yes', { pace: { digest: { on: 'friday', at: '16:00' }, stream: true } }],
    [
      'won lost budget:20 where amount>5',
      { events: ['won', 'lost'], filter: 'amount>5', pace: { budget: 20, stream: true } },
    ],
  ])('“%s” is understood', async (line, what) => {
    const crm = await aCrm();
    expect(await readLineDraft({ crm, actor: await aColleague(crm, 'Maya', 'manager') }, line)).toMatchObject(what);
    await crm.end();
  });

  test.each([
    ['won digest:monthly', 'monthly'],
    ['digest:daily 25:00 won', '25:00'],
    ['won stream:no', 'stream:no'],
    ['won digest:daily stream:maybe', 'stream:maybe'],
    ['won budget:lots', 'budget:lots'],
    ['won budget:0', 'budget:0'],
  ])('“%s” is answered with the word that means nothing', async (line, word) => {
    const crm = await aCrm();
    const maya = await aColleague(crm, 'Maya', 'manager');
    const { where } = (await readLineDraft({ crm, actor: maya }, line).catch((error: unknown) => error)) as {
      where: { from: number; to: number };
    };
    expect(line.slice(where.from, where.to)).toBe(word);
    await crm.end();
  });
});
