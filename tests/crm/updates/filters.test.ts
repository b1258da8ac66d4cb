import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { create, edit, remove } from '../../../src/crm/records/mutations.ts';
import { reviseSubscription, subscribe } from '../../../src/crm/notifications/subscriptions/subscribe.ts';
import { readDraft, readLineDraft } from '../../../src/crm/notifications/subscriptions/draft.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Actor, Source } from '../../../src/model/actor.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { Unclear } from '../../../src/model/errors.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';

let crm: TestCrm;
let ana: Actor;
let ben: Actor;
let ruth: Actor;
let customer: number;

const made = (by: Actor, entity: 'customer' | 'deal' | 'interaction', input: object, source: Source = 'command') =>
  runInTransaction({ crm, actor: by, origin: { source } }, (tx) => create(tx, entity, { ...input }));
const changed = (by: Actor, deal: AnyRecord, input: object) =>
  runInTransaction({ crm, actor: by, origin: byCommand }, (tx) =>
    edit(tx, { entity: 'deal', id: deal.id }, { ...input }),
  );
const listen = async (line: string, channel = 'C0DEALS') => {
  const { name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: ana }, line);
  return (await subscribe({ crm, actor: ana, origin: byCommand }, { channel, name, draft })).subscription;
};
const outbox = (kind?: string): Promise<{ kind: string; payload: string; channel: string }[]> =>
  crm.database
    .db('outbox')
    .where(kind ? { kind } : {})
    .orderBy('id');
const events = async (): Promise<string[]> =>
  (await outbox()).map(({ kind, payload }) =>
    kind === 'deal-update' ? (JSON.parse(payload) as { events: string[] }).events.join(' ') : kind,
  );
const pointed = async (line: string): Promise<string> => {
  const error: unknown = await readLineDraft({ crm, actor: ana }, line).catch((caught: unknown) => caught);
  if (error instanceof Unclear && error.where) return line.slice(error.where.from, error.where.to);
  throw new Error('nothing was pointed at');
};

onBothDatabases((fresh) => {
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    ben = await aColleague(crm, 'Ben');
    ruth = await aColleague(crm, 'Ruth', 'admin');
    customer = (await made(ana, 'customer', { name: 'Acme' })).id;
  });
  afterEach(() => crm.end());

  describe('what cannot be understood is pointed at', () => {
    test.each([
      ['won where amount>lots', 'lots'],
      ['won where owner:@nobody', '@nobody'],
      ['won where by:@nobody', '@nobody'],
      ['won where stage:nowhere', 'nowhere'],
      ['won where colour:red', 'colour'],
      ['wonn where amount>5', 'wonn'],
      ['won to:them', 'to:them'],
      ['won imports:perhaps', 'imports:perhaps'],
    ])('%s', async (line, at) => {
      expect(await pointed(line)).toBe(at);
    });
  });

  describe('filters decide with the deal as it stands after the change', () => {
    test('amounts, people, who did it, and blanks', async () => {
      await listen('amount where amount>50k', 'C0BIG');
      await listen('amount where -by:ana', 'C0OTHERS');
      await listen('amount where by:ana,ben owner:me', 'C0ANY');
      await listen('amount where close:empty -owner:ana', 'C0NONE');
      const deal = await made(ana, 'deal', { name: 'Rollout', customer, amount: '10k' });
      await changed(ana, deal, { amount: '60k' });
      expect((await outbox()).map(({ channel }) => channel)).toEqual(['C0BIG', 'C0ANY']);
      await changed(ruth, deal, { amount: '20k' });
      expect((await outbox()).slice(2).map(({ channel }) => channel)).toEqual(['C0OTHERS']);
    });

    test('each channel hears only what it named', async () => {
      await listen('won slipped regressed interaction customer-created');
      const deal = await made(ana, 'deal', {
        name: 'Rollout',
        customer,
        amount: '1k',
        stage: 2,
        closeOn: '2026-12-01',
      });
      await changed(ana, deal, { amount: '2k', closeOn: '2026-11-30', stage: 3 });
      expect(await events()).toEqual([]);
      await changed(ana, deal, { closeOn: '2026-12-24' });
      await changed(ana, deal, { stage: 1 });
      await changed(ana, deal, { stage: 5 });
      await made(ana, 'interaction', { customer, kind: 'call', what: 'Hello' });
      await made(ana, 'customer', { name: 'Globex' });
      expect(await events()).toEqual(['slipped', 'regressed', 'won', 'interaction-update', 'customer-update']);
    });

    test('when it was last touched is asked of the interactions', async () => {
      const deal = await made(ana, 'deal', { name: 'Rollout', customer });
      await listen('amount where quiet:30d');
      await changed(ana, deal, { amount: '1k' });
      expect(await events()).toEqual(['amount']);
      await made(ana, 'interaction', { customer, deal: deal.id, kind: 'call', what: 'Hello' });
      await changed(ana, deal, { amount: '2k' });
      expect(await events()).toEqual(['amount']);
    });
  });

  describe('silence', () => {
    test('nobody hears in private what they did themselves, nor what they lost access to', async () => {
      await listen('created', ana.slackUserId);
      await made(ana, 'deal', { name: 'Mine', customer });
      expect(await events()).toEqual([]);
      await made(ruth, 'deal', { name: 'Theirs', customer });
      expect(await events()).toEqual(['created']);
      await crm.database.db('employees').where({ id: ana.employeeId }).update({ role: 'none' });
      await made(ruth, 'deal', { name: 'Secret', customer });
      expect(await events()).toEqual(['created']);
    });

    test('imports are silent unless asked for', async () => {
      await listen('created', 'C0QUIET');
      await listen('created imports:yes', 'C0ALL');
      await made(ana, 'deal', { name: 'Imported', customer }, 'import');
      expect((await outbox()).map(({ channel }) => channel)).toEqual(['C0ALL']);
    });

    test('a paused one is silent until its day and goes on by itself', async () => {
      const { id, version } = await listen('created');
      const draft = await readDraft({ crm, actor: ana }, { events: ['created'], filter: '', automatic: false });
      const ref = { entity: 'subscription', id } as const;
      const revision = { ref, version, name: 'Later', draft, pausedUntil: '2026-11-18', owner: ana.employeeId };
      await reviseSubscription({ crm, actor: ana, origin: byCommand }, revision);
      await made(ana, 'deal', { name: 'Before', customer });
      expect(await events()).toEqual([]);
      crm.at('2026-11-18T08:00:00Z');
      await made(ana, 'deal', { name: 'After', customer });
      expect(await events()).toEqual(['created']);
    });
  });

  describe('names in a filter', () => {
    test('go on to mean whom they meant when people and stages are renamed', async () => {
      await listen('stage where owner:ben stage:proposal');
      await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'employee', id: ben.employeeId }, { name: 'Benjamin' }),
      );
      await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'stage', id: 3 }, { name: 'Offer' }),
      );
      const deal = await made(ben, 'deal', { name: 'Rollout', customer });
      await changed(ben, deal, { stage: 3 });
      expect(await events()).toEqual(['stage']);
    });

    test.each([
      [
        'a person',
        'owner:ben',
        (tx: never): Promise<AnyRecord> => remove(tx, { entity: 'employee', id: ben.employeeId }),
        'ben',
      ],
      [
        'a stage',
        'stage:negotiation',
        (tx: never): Promise<AnyRecord> => remove(tx, { entity: 'stage', id: 4 }),
        'negotiation',
      ],
    ] as const)(
      '%s that is deleted breaks it; its maker hears so once; undoing mends it',
      async (_what, filter, gone, word) => {
        const { id } = await listen(`created where ${filter}`);
        const broken = async (): Promise<unknown> =>
          (await crm.database.db('subscriptions').where({ id }).first()).broken;
        const { act } = await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) => gone(tx as never));
        expect(await broken()).toBe(`Its filter uses “${word}”, which was deleted.`);
        expect(await outbox('subscription-broken')).toMatchObject([{ channel: ana.slackUserId }]);
        await made(ana, 'deal', { name: 'Goes on', customer });
        expect(await outbox('subscription-broken')).toHaveLength(1);
        expect(await outbox('deal-update')).toEqual([]);
        await undo({ crm, actor: ruth, origin: byCommand }, act);
        expect(await broken()).toBeNull();
      },
    );

    test('others that name several are whole while one is left', async () => {
      await listen('created where owner:ben,ana');
      await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'employee', id: ruth.employeeId }).catch(() => ({}) as AnyRecord),
      );
      expect(await outbox('subscription-broken')).toEqual([]);
    });

    test('a subscription that cannot be read breaks alone; the write and the others go on', async () => {
      const { id } = await listen('created where owner:ana', 'C0BROKEN');
      await listen('created', 'C0WHOLE');
      await crm.database.db('subscriptions').where({ id }).update({ meaning: '{not json', filter: 'owner:ana' });
      await made(ana, 'deal', { name: 'Goes on', customer });
      await made(ana, 'deal', { name: 'Goes on as well', customer });
      expect((await outbox()).map(({ kind, channel }) => `${kind} ${channel}`)).toEqual([
        `subscription-broken ${ana.slackUserId}`,
        'deal-update C0WHOLE',
        'deal-update C0WHOLE',
      ]);
    });
  });
});
