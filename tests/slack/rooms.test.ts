import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { newestWith } from '../support/charts.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { readMessage } from '../support/reading.ts';
import { until as untilWithin } from '../support/until.ts';

jest.setTimeout(30_000);
const until = <T>(holds: () => T | Promise<T>): Promise<T> => untilWithin(holds, 20_000);

let hub: Hub;
let ana: Person;
let maya: Person;
let customer: number;
let deal: number;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
  customer = (await given(hub, ana, 'customer', { name: 'Acme' })).id;
  deal = (await given(hub, ana, 'deal', { name: 'Rollout', customer, amount: '10k' })).id;
});
afterAll(() => hub.end());

/** What the app told the channel. */
const told = (): { says: string; pinned: boolean; threadTs: string | undefined }[] => {
  const seen = maya.driver.snapshot();
  return (seen.messages['C0DEALS'] ?? [])
    .filter(({ ephemeralFor }) => !ephemeralFor)
    .map((message) => ({
      says: readMessage(message, seen),
      pinned: message.pinned === true,
      threadTs: message.threadTs,
    }));
};
const here = (words: string): Promise<void> => ana.slash(`/crm ${words}`, { in: 'deals' });

test('a channel that is linked to a deal gets its pinned card and hears of it, of nothing else, and without a reference', async () => {
  await here(`link D-${deal}`);
  expect(ana.sees()).toContain('This channel is now linked to Rollout');
  await until(() => told().some(({ says, pinned }) => pinned && says.includes('Rollout')));
  await given(hub, ana, 'deal', { name: 'Elsewhere', customer });
  await here('stage proposal');
  expect(ana.sees()).toContain('is now in Proposal');
  await until(() =>
    told().some(({ says, threadTs }) => threadTs !== undefined && says.includes('from Lead to Proposal')),
  );
  await ana.choose(':arrow_right: Ana Kovačević moved Rollout for Acme from Lead to Proposal', 'Why am I seeing this?');
  await until(() => ana.sees().includes('This channel is linked to the record'));
  await here('next friday send the offer');
  expect(ana.sees()).toContain(`for Rollout · D-${deal}`);
  await here('show');
  expect(ana.sees()).toContain('Rollout');
  await here('history');
  expect(ana.sees()).toContain('from Lead to Proposal');
  await here('log');
  await until(() => ana.sees().startsWith('Log interaction'));
  expect(ana.sees()).toContain('Rollout');
  await ana.cancel();
  expect(told().some(({ says }) => says.includes('Elsewhere'))).toBe(false);
});

test('what a subscription tells there is not told twice', async () => {
  await here('subscribe amount');
  await ana.slash(`/crm edit D-${deal}`, { in: 'sales' });
  await ana.fill({ Amount: '12k' });
  await ana.submit();
  await until(() => told().some(({ says }) => says.includes('€12,000') && says.includes('changed the amount')));
  await until(async () => (await hub.crm.database.db('outbox').whereNull('delivered_at')).length === 0);
  expect(told().filter(({ says }) => says.includes('changed the amount'))).toHaveLength(1);
});

test('a channel about a customer asks which of several deals is meant, and hears of all of them', async () => {
  await here(`link C-${customer}`);
  await until(() => told().some(({ says, pinned }) => pinned && says.includes('2 open deals')));
  await here('stage negotiation');
  expect(ana.sees()).toContain('This channel is linked to Acme, which has 2 open deals. Add the ID of a deal');
  await ana.slash('/crm stage elsewhere proposal', { in: 'sales' });
  await until(() => told().some(({ says }) => says.includes('Elsewhere for Acme from Lead to Proposal')));
});

test('after unlink the channel is about nothing, and the card is no longer pinned', async () => {
  await here('unlink');
  expect(ana.sees()).toContain('Channel unlinked.');
  await here('show');
  expect(ana.sees()).toContain('Add an ID like D-42');
  await until(() => !told().some(({ says, pinned }) => pinned && says.includes('open deals')));
  await here('unlink');
  expect(ana.sees()).toContain('isn’t linked yet');
});

test('a record that is merged leads on to the one that remains', async () => {
  const gone = (await given(hub, ana, 'deal', { name: 'Twin', customer, amount: '1k' })).id;
  await here(`link D-${gone}`);
  await until(() => told().some(({ says, pinned }) => pinned && says.includes('Twin')));
  await ana.slash(`/crm merge D-${deal} D-${gone}`, { in: 'sales' });
  await ana.click(`Keep D-${deal} Rollout`);
  await until(async () => {
    const { merged_into: into } = await hub.crm.database.db('deals').where({ id: gone }).first();
    return into !== null;
  });
  await here('stage negotiation');
  expect(ana.sees()).toContain(`Rollout · D-${deal} is now in Negotiation`);
  await until(() => told().some(({ says }) => says.includes('Rollout for Acme from Proposal to Negotiation')));
  await here('link');
  expect(ana.sees()).toContain(`This channel is linked to Rollout · D-${deal}`);
  await here('unlink');
});

test('numbers asked for there are of its customer, and say so; of others where others are named', async () => {
  const { id: other } = await given(hub, ana, 'customer', { name: 'Beta' });
  await given(hub, ana, 'deal', { name: 'Beta deal', customer: other, amount: '900k' });
  const asks = async (words: string): Promise<string> => {
    const before = ana.messages('deals').length;
    await here(`summary ${words}`);
    return newestWith(ana, 'deals', 'Data as of', before);
  };
  for (const about of [`C-${customer}`, `D-${deal}`]) {
    await here(`link ${about}`);
    const seen = await asks('by:owner');
    expect(seen).toContain('Only Acme, because this channel is linked to it.');
    expect(seen).toContain(`filters: customer:C-${customer}`);
    expect(seen).not.toMatch(/€9\d\d,000/);
  }
  for (const words of ['customer:beta', '-customer:empty', '-customer:acme']) {
    const seen = await asks(`${words} by:owner`);
    expect(seen).not.toContain('because this channel is linked to it');
    expect(seen).toContain(`filters: ${words}`);
    expect(seen).toMatch(/€9\d\d,000/);
  }
  const before = ana.messages('deals').length;
  await here('summary moved since:2026-11-01');
  await newestWith(ana, 'deals', `customer:C-${customer}`, before);
  await here('summary this-week every:monday 9:00');
  expect(await hub.crm.database.db('schedules')).toMatchObject([{ words: `this-week customer:C-${customer}` }]);
  await here('unlink');
});

test.each([
  ['archived', () => maya.slash('/archive', { in: 'deals' })],
  ['deleted', () => Promise.resolve(hub.practice.workspace.deleteChannel('C0DEALS'))],
])('nothing is told in a room whose channel is %s', async (_how, lose) => {
  await here(`link D-${deal}`);
  expect(await hub.crm.database.db('rooms')).toHaveLength(1);
  await lose();
  await until(async () => (await hub.crm.database.db('rooms').whereNull('unheard')).length === 0);
  await ana.slash(`/crm edit D-${deal}`, { in: 'sales' });
  await ana.fill({ Amount: String(Math.round(hub.crm.now() / 1000) % 9000) });
  expect(await ana.submit()).toEqual({});
  expect(
    await hub.crm.database.db('outbox').whereNull('delivered_at').whereNull('failed_at').where({ op: 'tell' }),
  ).toEqual([]);
  if (_how === 'archived') await maya.slash('/unarchive', { in: 'deals' });
});

test('viewers link nothing', async () => {
  await hub.crm.database.db('employees').where({ person: hub.ben.id }).update({ role: 'viewer' });
  await hub.ben.slash(`/crm link D-${deal}`, { in: 'sales' });
  expect(hub.ben.sees()).toContain('As a viewer, you can’t add subscriptions.');
  expect(await hub.crm.database.db('rooms').where({ employee_id: (await actorFor(hub, hub.ben)).employeeId })).toEqual(
    [],
  );
});

test('in a channel about a deal the reason alone loses it, and another deal by its name', async () => {
  const { id: crane } = await given(hub, ana, 'deal', { name: 'Crane', customer, amount: '1k' });
  const { id: winch } = await given(hub, ana, 'deal', { name: 'Winch', customer, amount: '1k' });
  const reasonOf = async (id: number) => (await hub.crm.database.db('deals').where({ id }).first()).lost_reason;
  const there = (line: string) => ana.slash(`/crm ${line}`, { in: 'sales' });
  await there(`link D-${crane}`);
  await there('lost winch no budget');
  expect(ana.sees()).toContain(`Winch · D-${winch} is now in Lost. Why: “no budget”`);
  await there('lost too expensive');
  expect(ana.sees()).toContain(`Crane · D-${crane} is now in Lost. Why: “too expensive”`);
  expect([await reasonOf(crane), await reasonOf(winch)]).toEqual(['too expensive', 'no budget']);
});
