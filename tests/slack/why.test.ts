import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { actorFor, given } from '../support/given.ts';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { edit } from '../../src/crm/records/mutations.ts';
import { whyThis } from '../../src/crm/notifications/why/why.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
let deal: number;

const inDeals = (words: string): Promise<void> => maya.slash(`/crm ${words}`, { in: 'deals' });
const outbox = () => hub.crm.database.db('outbox');
/** The line of a subscription in the answer, of the newest change first. */
const linesOf = (name: string): string[] =>
  maya
    .sees()
    .split('\n')
    .filter((line) => line.startsWith(`• ${name} `))
    .map((line) => line.slice(name.length + 3));
const why = async (name: string): Promise<string> => {
  await inDeals(`why D-${deal}`);
  return linesOf(name)[0] ?? '';
};

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  await hub.crm.database.db('settings').update({ settle: '0' });
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme' });
  await inDeals('subscribe amount where amount>50k owner:maya name:"big ones"');
  await inDeals('subscribe won name:wins');
  await inDeals('subscribe created amount name:everything');
  await inDeals('subscribe amount where "rocket science" name:words');
  ({ id: deal } = await given(hub, maya, 'deal', { name: 'Rollout', customer, amount: '12k' }));
  await until(
    async () => (await outbox().whereNotNull('delivered_at').where({ kind: 'deal-update' })).length === 1,
    15_000,
  );
});
afterAll(() => hub.end());

let minute = 0;
const setAmount = async (amount: string, source: 'app' | 'import' = 'app'): Promise<void> => {
  minute += 1;
  hub.crm.at(new Date(Date.UTC(2026, 10, 16, 14, minute)).toISOString());
  const actor = await actorFor(hub, maya);
  await runInTransaction({ crm: hub.crm, actor, origin: { source } }, (tx) =>
    edit(tx, { entity: 'deal', id: deal }, { amount }),
  );
};
const isDelivered = async (count: number): Promise<void> => {
  await until(
    async () => (await outbox().whereNotNull('delivered_at').where({ kind: 'deal-update' })).length >= count,
    20_000,
  );
};

test('tells what was sent, what its events do not hold and which condition failed at what value', async () => {
  await setAmount('20k');
  await isDelivered(2);
  await inDeals(`why D-${deal}`);
  expect(linesOf('everything')[0]).toMatch(/^:white_check_mark: posted/);
  expect(linesOf('wins')[0]).toBe(':no_entry_sign: event not selected (selected: won)');
  expect(linesOf('big ones')[0]).toBe(':no_entry_sign: filtered out: needs amount>50k (Amount was €20,000)');
  expect(linesOf('words')[0]).toContain('needs "rocket science"');
  expect(linesOf('big ones')[1]).toContain('event not selected');
});

test('the same filter lets it through when it holds, and says so of then when it does not hold any more', async () => {
  await setAmount('90k');
  await isDelivered(4);
  expect(await why('big ones')).toMatch(/^:white_check_mark: posted/);
  await setAmount('30k');
  await isDelivered(5);
  await inDeals(`why D-${deal}`);
  expect(linesOf('big ones')[0]).toContain('Amount was €30,000');
  expect(linesOf('big ones')[1]).toMatch(/^:white_check_mark: posted/);
});

test('what nobody did by hand, and what came before a subscription, is told as that', async () => {
  await setAmount('31k', 'import');
  expect(await why('everything')).toBe(':no_entry_sign: changed by an import or app, not included');
  await inDeals('subscribe amount name:newcomer');
  expect(await why('newcomer')).toBe(':heavy_minus_sign: subscription created later');
});

test('paused then and not paused now are told apart', async () => {
  const [row] = await hub.crm.database.db('subscriptions').where({ name: 'newcomer' });
  const actor = await actorFor(hub, maya);
  await runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'subscription', id: row.id }, { pausedUntil: '2027-01-01' }),
  );
  await setAmount('32k');
  await runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'subscription', id: row.id }, { pausedUntil: null }),
  );
  expect(await why('newcomer')).toBe(':zzz: paused until 1 Jan 2027');
  await isDelivered(6);
});

test('what Slack did not take is told with the error and what helps', async () => {
  const { id: everything } = await hub.crm.database.db('subscriptions').where({ name: 'everything' }).first('id');
  const { id } = await outbox().where({ subscription_id: everything }).orderBy('id', 'desc').first('id');
  const becomes = async (row: Record<string, unknown>): Promise<string> => {
    await outbox().where({ id }).update(row);
    return why('everything');
  };
  const failed = {
    delivered_at: null,
    delivered_ts: null,
    failed_at: '2026-11-16T14:00:00.000Z',
    last_error: 'is_archived',
  };
  expect(await becomes(failed)).toBe(
    ':x: couldn’t be posted: is_archived. The channel is archived. Unarchive it and retry the message, or remove its subscription.',
  );
  const later = { failed_at: null, due_at: '2099-01-01T00:00:00.000Z', last_error: 'internal_error' };
  expect(await becomes(later)).toMatch(/^:hourglass_flowing_sand: waiting, .*the last attempt failed: internal_error/);
  expect(await becomes({ delivered_at: '2026-11-16T14:00:00.000Z' })).toContain('nothing left to post');
  await outbox().where({ id }).delete();
  expect(await why('everything')).toContain('delivery status no longer kept');
});

describe('“Why am I seeing this?”', () => {
  const asks = async (): Promise<void> => {
    await setAmount('77k');
    const told = ':moneybag: Maya Lindqvist changed the amount of Rollout for Acme from €32,000 to €77,000';
    await until(() => maya.reads('deals').some((text) => text.includes(told)));
    await maya.choose(told, 'Why am I seeing this?');
    await until(() => maya.sees().includes('sends this channel updates about'));
  };

  test('an update says which subscription tells it, what its filter was held against, and who made it', async () => {
    await hub.crm.database
      .db('subscriptions')
      .whereNot({ name: 'big ones' })
      .update({ deleted_at: '2026-11-16T00:00:00.000Z' });
    await asks();
    expect(maya.sees()).toContain('The subscription big ones sends this channel updates about: amount changed.');
    expect(maya.sees()).toContain('• amount>50k (Amount was €77,000)');
    expect(maya.sees()).toContain('• owner:maya (Owner was Maya Lindqvist)');
    expect(maya.sees()).toContain('Owner: Maya Lindqvist');
    await maya.click('Pause for a week');
    await until(() => maya.sees().includes('is paused until'));
    await maya.click('Resume now');
    await until(() => maya.sees().includes('is on again'));
  });

  test('what two subscriptions of a channel tell is one update, which names both', async () => {
    await inDeals('subscribe amount name:second');
    await setAmount('78k');
    const told = (): string[] => maya.reads('deals').filter((text) => text.includes('€77,000 to €78,000'));
    await until(
      async () => (await outbox().whereNull('delivered_at').where({ kind: 'deal-update' })).length === 0,
      20_000,
    );
    expect(told()).toHaveLength(1);
    await maya.choose(told()[0]?.split('\n')[0] ?? '', 'Why am I seeing this?');
    await until(() => maya.sees().includes('The subscription second sends this channel updates about'));
    expect(maya.sees()).toContain('The subscription big ones sends this channel updates about');
    expect(maya.sees()).toContain('• amount>50k (Amount was €78,000)');
    await inDeals(`why D-${deal}`);
    for (const name of ['big ones', 'second']) expect(linesOf(name)[0]).toMatch(/^:white_check_mark: posted/);
    await inDeals('unsubscribe second');
    await setAmount('77k');
  });

  test('whoever may not change the subscription gets no buttons for that', async () => {
    const [item] = await outbox().whereNotNull('subscription_id').orderBy('id', 'desc').limit(1);
    const ben = await actorFor(hub, hub.ben);
    const { tellers } = await whyThis({ crm: hub.crm, actor: ben }, item.id);
    expect(tellers[0]?.then?.parts.map(({ holds }) => holds)).toEqual([true, true]);
    await expect(whyThis({ crm: hub.crm, actor: ben }, 999_999)).rejects.toThrow('too old to explain');
    await expect(whyThis({ crm: hub.crm, actor: { ...ben, role: 'none' } }, item.id)).rejects.toThrow(
      'you can’t see deals',
    );
    await expect(whyThis({ crm: hub.crm, actor: { ...ben, slackTeamId: 'T0OTHER' } }, item.id)).rejects.toThrow(
      'no longer exists',
    );
  });
});

test('what settled together is told as together, and what was undone before it settled as that', async () => {
  await hub.crm.database.db('settings').update({ settle: '900' });
  // An hour later, so that nothing of before settles with it.
  minute += 60;
  await maya.slash('/crm subscribe amount name:calm', { in: 'sales' });
  await setAmount('7k');
  await setAmount('8k');
  await maya.slash(`/crm why D-${deal}`, { in: 'sales' });
  expect(linesOf('calm').slice(0, 2)).toEqual([
    expect.stringMatching(/^:hourglass_flowing_sand: waiting/),
    expect.stringMatching(/^:hourglass_flowing_sand: waiting/),
  ]);
  await setAmount('77k');
  await maya.slash(`/crm why D-${deal}`, { in: 'sales' });
  expect(linesOf('calm')[0]).toContain('changed back before it was posted');
  await maya.slash('/crm unsubscribe calm', { in: 'sales' });
  await hub.crm.database.db('settings').update({ settle: '0' });
});

test('what comes in a digest, and what is over the weekly budget, is told as that', async () => {
  minute += 60;
  await maya.slash('/crm subscribe amount digest:daily 9:00 name:paper', { in: 'sales' });
  await maya.slash('/crm subscribe amount budget:1 name:sparing', { in: 'sales' });
  await setAmount('70k');
  await setAmount('71k');
  await maya.slash(`/crm why D-${deal}`, { in: 'sales' });
  expect(linesOf('paper')[0]).toMatch(/^:newspaper: comes in its digest, every weekday at 9:00$/);
  expect(linesOf('sparing')[0]).toBe(':newspaper: weekly limit of 1 reached; in the daily message');
  expect(linesOf('sparing')[1]).toMatch(/^:(white_check_mark|hourglass_flowing_sand): /);
  for (const name of ['paper', 'sparing']) await maya.slash(`/crm unsubscribe ${name}`, { in: 'sales' });
});

describe('bad input', () => {
  test.each([
    ['why', 'Add a deal, customer or interaction'],
    ['why D-999', 'D-999 wasn’t found. Search with /crm find.'],
    ['why P-1', 'P-1'],
    ['why nobody knows', 'No record starts with'],
  ])('“%s”', async (words, what) => {
    await inDeals(words);
    expect(maya.sees()).toContain(what);
  });

  test('a place without subscriptions offers to make one, and what others hear in private is not told', async () => {
    await hub.ben.slash('/crm subscribe amount to:me name:secret', { in: 'deals' });
    await inDeals(`why D-${deal}`);
    expect(maya.sees()).not.toContain('secret');
    await maya.slash(`/crm why D-${deal}`, { in: 'sales' });
    expect(maya.sees()).toContain('This channel has no subscriptions.');
    await maya.slash('/crm subscribe amount to:me name:mine', { in: 'deals' });
    await setAmount('6k');
    await hub.ben.slash(`/crm why D-${deal} to:me`);
    expect(hub.ben.sees()).toMatch(/secret :(white_check_mark|hourglass_flowing_sand):/);
    expect(hub.ben.sees()).not.toContain('big ones');
    await maya.slash(`/crm why to:me D-${deal}`);
    expect(maya.sees()).toContain('mine :no_entry_sign: your own change');
  });

  test('a guest is told nothing', async () => {
    await hub.gus.slash(`/crm why D-${deal}`, { in: 'general' });
    expect(hub.gus.sees()).not.toContain('Rollout');
  });
});
