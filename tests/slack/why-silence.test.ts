import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { edit } from '../../src/crm/records/mutations.ts';
import { whyThis } from '../../src/crm/notifications/why/why.ts';
import { doAllDue } from '../support/due.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** Why a channel hears nothing: muted, broken, lost; why it hears several things at once; and what only time brings. */

let hub: Hub;
let maya: Person;
let customer: number;
let deal: number;

const inDeals = (words: string): Promise<void> => maya.slash(`/crm ${words}`, { in: 'deals' });
const outbox = () => hub.crm.database.db('outbox');
/** Everything that is to be said was said, or was found to be nothing. */
const isQuiet = (): Promise<boolean> =>
  until(async () => (await outbox().whereNull('delivered_at').whereNull('failed_at')).length === 0);
/** What `/crm why` tells of a subscription, of the newest first. */
const why = async (ref: string, name: string): Promise<string[]> => {
  await inDeals(`why ${ref}`);
  const lines = maya.sees().split('\n');
  return lines.filter((line) => line.startsWith(`• ${name} `)).map((line) => line.slice(name.length + 3));
};
const setAmount = async (amount: string): Promise<void> => {
  const actor = await actorFor(hub, maya);
  await runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'deal', id: deal }, { amount }),
  );
};

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  await hub.crm.database.db('settings').update({ settle: '0' });
});
afterAll(() => hub.end());

let season = 0;
/** Each test has a season and a deal of its own, and a channel in which nobody listens yet. */
beforeEach(async () => {
  season += 1;
  hub.crm.at(new Date(Date.UTC(2027, 0, 4 + 56 * season, 9)).toISOString());
  await hub.crm.database.db('subscriptions').update({ deleted_at: '2026-01-01T00:00:00.000Z' });
  customer = (await given(hub, maya, 'customer', { name: `Acme ${season}` })).id;
  deal = (await given(hub, maya, 'deal', { name: `Rollout ${season}`, customer, amount: '1k' })).id;
});
const pass = (minutes: number): void => hub.crm.at(new Date(hub.crm.now() + minutes * 60_000).toISOString());

describe('a muted deal', () => {
  test('is told as muted, by whom and since when, and what came before and after that is not', async () => {
    await inDeals('subscribe amount name:all');
    pass(1);
    await setAmount('2k');
    await isQuiet();
    pass(1);
    await hub.ana.slash(`/crm mute D-${deal}`, { in: 'deals' });
    pass(1);
    await setAmount('3k');
    await isQuiet();
    pass(1);
    await inDeals(`unmute D-${deal}`);
    pass(1);
    await setAmount('4k');
    await isQuiet();
    const [after, muted, before] = await why(`D-${deal}`, 'all');
    expect(after).toMatch(/^:white_check_mark: posted/);
    expect(muted).toMatch(/^:no_bell: the deal was muted here by Ana Kovačević, .*\d\d:02/);
    expect(before).toMatch(/^:white_check_mark: posted/);
  });

  test('comes in no digest either, and is told as muted there', async () => {
    await inDeals('subscribe amount digest:daily 9:00 name:paper');
    pass(1);
    await setAmount('2k');
    expect((await why(`D-${deal}`, 'paper'))[0]).toMatch(/^:newspaper: comes in its digest/);
    await inDeals(`mute D-${deal}`);
    expect((await why(`D-${deal}`, 'paper'))[0]).toMatch(/^:no_bell: the deal was muted here by Maya Lindqvist/);
  });

  test('in another channel says nothing about this one', async () => {
    await inDeals('subscribe amount name:here');
    await hub.ana.slash(`/crm mute D-${deal}`, { in: 'sales' });
    pass(1);
    await setAmount('2k');
    await isQuiet();
    expect((await why(`D-${deal}`, 'here'))[0]).toMatch(/^:white_check_mark: posted/);
  });
});

test('several changes in one message are told as that', async () => {
  await inDeals('subscribe amount settle:10s name:calm');
  pass(1);
  await setAmount('2k');
  hub.crm.at(new Date(hub.crm.now() + 5000).toISOString());
  await setAmount('3k');
  pass(2);
  hub.crm.onOutbox();
  await isQuiet();
  const [second, first] = await why(`D-${deal}`, 'calm');
  for (const line of [first, second])
    expect(line).toMatch(/^:white_check_mark: posted .*, combined with other changes$/);
});

test('a filter that names somebody who was deleted is told as broken, but not for what came before that', async () => {
  const { id } = await given(hub, hub.ruth, 'employee', { name: 'Gone Soon', role: 'rep' });
  await inDeals('subscribe amount where owner:gone name:theirs');
  pass(1);
  await setAmount('2k');
  pass(1);
  await hub.ruth.slash(`/crm delete E-${id}`, { in: 'deals' });
  await hub.ruth.click('Delete');
  await until(async () => (await outbox().where({ kind: 'subscription-broken' })).length > 0);
  pass(1);
  await setAmount('3k');
  const [after, before] = await why(`D-${deal}`, 'theirs');
  expect(after).toBe(':broken_heart: subscription stopped: Its filter uses “gone”, which was deleted.');
  expect(before).toContain(':no_entry_sign: filtered out: needs owner:gone');
});

test('a channel that CustomerHub was removed from is told as not reached, with what helps', async () => {
  await inDeals('subscribe amount name:lost');
  await maya.slash('/remove @customerhub', { in: 'deals' });
  const row = () => hub.crm.database.db('subscriptions').whereNull('deleted_at').first();
  await until(async () => (await row()).unheard !== null);
  pass(1);
  await setAmount('2k');
  const [line] = await why(`D-${deal}`, 'lost');
  expect(line).toMatch(/^:mute: the channel couldn’t be reached: .*[Ii]nvite/);
  await maya.slash('/invite @customerhub', { in: 'deals' });
});

describe('what only time brings', () => {
  /** Goes on so many days, to the middle of a working day, and does what is due. */
  const daysLater = async (days: number): Promise<void> => {
    hub.crm.at(new Date(hub.crm.now() + days * 86_400_000).toISOString());
    await doAllDue(hub.crm);
    await isQuiet();
  };

  test('a deal that stalled: told, left out by the filter, waiting longer, not asked for, or muted', async () => {
    await inDeals('subscribe stalled name:usual');
    await inDeals('subscribe stalled where amount>50k name:"big ones"');
    await inDeals('subscribe stalled:60d name:patient');
    await inDeals('subscribe won name:wins');
    await daysLater(22);
    await inDeals('subscribe stalled name:late');
    await inDeals(`why D-${deal}`);
    expect(maya.sees()).toMatch(new RegExp(`No activity on Rollout ${season} · D-${deal} since`));
    expect((await why(`D-${deal}`, 'usual'))[0]).toMatch(/^:white_check_mark: posted/);
    expect((await why(`D-${deal}`, 'big ones'))[0]).toBe(
      ':no_entry_sign: filtered out: needs amount>50k (Amount was €1,000)',
    );
    expect((await why(`D-${deal}`, 'patient'))[0]).toBe(':hourglass: not yet 60 days');
    expect((await why(`D-${deal}`, 'wins'))[0]).toBe(':no_entry_sign: event not selected (selected: won)');
    expect((await why(`D-${deal}`, 'late'))[0]).toBe(':heavy_minus_sign: subscription created later');
  });

  test('where nobody listens to time, a deal that stalled is not among what happened', async () => {
    await inDeals('subscribe won name:wins');
    await daysLater(22);
    await inDeals(`why D-${deal}`);
    expect(maya.sees()).not.toContain('No activity on');
  });

  test('a muted deal that stalled, and one that stalled while the subscription was paused', async () => {
    await inDeals('subscribe stalled name:usual');
    await inDeals('subscribe stalled:13d name:resting');
    const { id } = await hub.crm.database
      .db('subscriptions')
      .where({ name: 'resting' })
      .whereNull('deleted_at')
      .first();
    const actor = await actorFor(hub, maya);
    await runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) =>
      edit(tx, { entity: 'subscription', id }, { pausedUntil: '2030-01-01' }),
    );
    await inDeals(`mute D-${deal}`);
    await daysLater(22);
    expect((await why(`D-${deal}`, 'usual'))[0]).toMatch(/^:no_bell: the deal was muted here by Maya Lindqvist/);
    expect((await why(`D-${deal}`, 'resting'))[0]).toMatch(/^:zzz: paused until 1 Jan 2030/);
  });

  test('a customer to whom nobody spoke, and a follow-up that was due', async () => {
    await inDeals('subscribe silent follow-up-due name:time');
    const dueOn = new Date(hub.crm.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    await given(hub, maya, 'followUp', { what: 'Call them', customer, deal, dueOn });
    await given(hub, maya, 'followUp', { what: 'Send flowers', customer, dueOn });
    await daysLater(3);
    await inDeals(`why D-${deal}`);
    expect(maya.sees()).toMatch(/Call them · F-\d+ was due/);
    expect(maya.sees()).not.toContain('Send flowers');
    expect((await why(`D-${deal}`, 'time'))[0]).toMatch(/^:white_check_mark: posted/);
    // On a Sunday nobody is told that nothing happened.
    await daysLater(31);
    expect((await why(`C-${customer}`, 'time'))[0]).toMatch(/^:hourglass_flowing_sand: waiting/);
    await daysLater(1);
    await inDeals(`why C-${customer}`);
    expect(maya.sees()).toMatch(new RegExp(`No interactions with Acme ${season} · C-${customer} since`));
    expect(maya.sees()).toMatch(/Send flowers · F-\d+ was due/);
    expect(await why(`C-${customer}`, 'time')).toEqual([
      expect.stringMatching(/^:white_check_mark: posted/),
      expect.stringMatching(/^:white_check_mark: posted/),
      ':heavy_minus_sign: subscription created later',
    ]);
  });

  test('much that one look found is told as told with other things', async () => {
    await inDeals('subscribe stalled name:heap');
    for (let at = 1; at <= 12; at += 1) await given(hub, maya, 'deal', { name: `Heap ${at}`, customer });
    await daysLater(22);
    expect((await why(`D-${deal}`, 'heap'))[0]).toMatch(/^:white_check_mark: posted .*, combined with other changes$/);
  });

  test('an update that a deal stalled can say what its filter was held against', async () => {
    await inDeals('subscribe stalled where amount<5k name:small');
    await daysLater(22);
    const item = await outbox().where({ kind: 'deal-update' }).orderBy('id', 'desc').first('id');
    const { tellers } = await whyThis({ crm: hub.crm, actor: await actorFor(hub, maya) }, item.id);
    expect(tellers[0]?.then).toMatchObject({
      parts: [{ words: 'amount<5k', holds: true }],
      deal: { id: deal, amount: 100_000 },
    });
  });
});
