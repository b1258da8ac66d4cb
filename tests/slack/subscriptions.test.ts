import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme <Logistics>' });
  await given(hub, ana, 'deal', { name: 'Before', customer });
});
afterAll(() => hub.end());

/** What the app told a channel, first line of each message. */
const told = (channel = 'deals'): string[] =>
  maya
    .messages(channel)
    .flatMap((message, at) => (message.ephemeralFor ? [] : [maya.reads(channel)[at]!.split('\n')[0]!]));

beforeEach(async () => {
  await ana.slash('/crm subscribe', { in: 'deals' });
});

test('a channel that subscribed hears of each thing that happens to a deal, in order, with who did it', async () => {
  await ana.slash('/crm add deal Rollout', { in: 'sales' });
  await ana.fill({ Customer: 'Acme' });
  await ana.submit();
  await until(() => told().length === 1);
  await ana.slash('/crm stage rollout proposal', { in: 'sales' });
  await maya.slash('/crm edit rollout', { in: 'sales' });
  await maya.fill({ Amount: '12k', Owner: 'Ben Okafor' });
  await maya.submit();
  await hub.ben.slash('/crm won rollout', { in: 'sales' });
  await hub.ben.slash('/crm stage rollout lead', { in: 'sales' });
  await hub.ben.slash('/crm lost rollout', { in: 'sales' });
  await hub.ben.fill({ 'Why it was lost': 'Too <!channel> dear' });
  await hub.ben.submit();
  await until(() => told().length === 6, 15_000);
  expect(told()).toEqual([
    ':sparkles: Ana Kovačević created Rollout for Acme <Logistics>',
    ':arrow_right: Ana Kovačević moved Rollout for Acme <Logistics> from Lead to Proposal',
    ':moneybag: Maya Lindqvist changed the amount of Rollout for Acme <Logistics> from – to €12,000',
    ':tada: Ben Okafor won Rollout for Acme <Logistics>',
    ':repeat: Ben Okafor reopened Rollout for Acme <Logistics> in Lead',
    ':disappointed: Ben Okafor lost Rollout for Acme <Logistics>: Too <!channel> dear',
  ]);
  expect(maya.reads('deals').join()).toContain(
    ':handshake: Maya Lindqvist gave Rollout for Acme <Logistics> from Ana Kovačević to Ben Okafor',
  );
  expect(told('sales')).toEqual([]);
}, 20_000);

test('a channel that has subscribed is told so, and still hears everything once', async () => {
  expect(ana.sees()).toContain('This channel gets deal updates already.');
  expect(await hub.crm.database.knex('subscriptions').whereNull('deleted_at')).toHaveLength(1);
});

test('the channel can be asked what it hears of', async () => {
  await ana.slash('/crm subscriptions', { in: 'deals' });
  expect(ana.sees()).toContain('This channel hears of:\n• Deal updates');
  await ana.slash('/crm subscriptions', { in: 'sales' });
  expect(ana.sees()).toContain('This channel gets no deal updates.');
});

test('after unsubscribe the channel hears nothing more', async () => {
  const before = told().length;
  await ana.slash('/crm unsubscribe', { in: 'deals' });
  expect(ana.sees()).toContain('This channel gets no deal updates any more.');
  const outbox = () => hub.crm.database.knex('outbox');
  const queued = (await outbox()).length;
  await ana.slash('/crm stage before proposal', { in: 'deals' });
  expect(ana.sees()).toContain('is now in Proposal.');
  expect(await outbox()).toHaveLength(queued);
  expect(told()).toHaveLength(before);
  await ana.slash('/crm unsubscribe', { in: 'deals' });
  expect(ana.sees()).toContain('/crm subscribe starts them.');
});

test('where the app is no member it asks to be invited, and then subscribes', async () => {
  await ana.slash('/crm subscribe', { in: 'general' });
  expect(ana.sees()).toContain('I can’t post here yet. Type /invite @customerhub, then /crm subscribe again.');
  await ana.slash('/invite @customerhub', { in: 'general' });
  await ana.slash('/crm subscribe', { in: 'general' });
  expect(ana.sees()).toContain('From now on this channel hears');
  await ana.slash('/crm unsubscribe', { in: 'general' });
});

test('a channel that another company shares is not subscribed: its people would read the deals', async () => {
  await ana.slash('/invite @customerhub', { in: 'ext-fjordfrakt' });
  await ana.slash('/crm subscribe', { in: 'ext-fjordfrakt' });
  expect(ana.sees()).toContain('shared with another company');
  expect(await hub.crm.database.knex('subscriptions').where({ channel: 'C0FJORD' })).toEqual([]);
});

test('what happened is not said to be of another channel when Slack does not answer', async () => {
  hub.practice.workspace.faults.next('conversations.info', { kind: 'http', status: 500 });
  await ana.slash('/crm subscribe', { in: 'sales' });
  expect(ana.sees()).toContain('Slack did not answer');
  expect(ana.sees()).not.toContain('/invite');
});
