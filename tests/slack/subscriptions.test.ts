import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
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
const told = (channel = 'deals'): string[] => {
  const texts = maya.reads(channel);
  return maya.messages(channel).flatMap((message, at) => (message.ephemeralFor ? [] : [texts[at]!.split('\n')[0]!]));
};

beforeEach(async () => {
  await ana.slash('/crm subscribe usual', { in: 'deals' });
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
  await until(() => told().length === 6);
  expect(told()).toEqual([
    ':sparkles: Ana Kovačević created Rollout for Acme <Logistics>',
    ':arrow_right: Ana Kovačević moved Rollout for Acme <Logistics> from Lead to Proposal',
    ':moneybag: Maya Lindqvist changed the amount of Rollout for Acme <Logistics> from – to €12,000',
    ':tada: Ben Okafor won Rollout for Acme <Logistics>',
    ':repeat: Ben Okafor reopened Rollout for Acme <Logistics> in Lead',
    ':disappointed: Ben Okafor lost Rollout for Acme <Logistics>: Too <!channel> dear',
  ]);
  expect(maya.reads('deals').join()).toContain(
    ':handshake: Maya Lindqvist reassigned Rollout for Acme <Logistics> from Ana Kovačević to Ben Okafor',
  );
  expect(told('sales')).toEqual([]);
});

test('a channel that has subscribed is told so, and still hears everything once', async () => {
  expect(ana.sees()).toContain('already does exactly that.');
  expect(await hub.crm.database.db('subscriptions').whereNull('deleted_at')).toHaveLength(1);
});

test('the channel can be asked what it hears of', async () => {
  await ana.slash('/crm subscriptions', { in: 'deals' });
  expect(ana.sees()).toContain('Subscriptions in this channel:\nDeal updates');
  await ana.slash('/crm subscriptions', { in: 'sales' });
  expect(ana.sees()).toContain('This channel has no subscriptions.');
});

test('after unsubscribe the channel hears nothing more', async () => {
  const before = told().length;
  await ana.slash('/crm unsubscribe', { in: 'deals' });
  expect(ana.sees()).toContain('Removed Deal updates.');
  const outbox = () => hub.crm.database.db('outbox');
  const queued = (await outbox()).length;
  await ana.slash('/crm stage before proposal', { in: 'deals' });
  expect(ana.sees()).toContain('is now in Proposal.');
  expect(await outbox()).toHaveLength(queued);
  expect(told()).toHaveLength(before);
  await ana.slash('/crm unsubscribe', { in: 'deals' });
  expect(ana.sees()).toContain('Add one with /crm subscribe.');
});

test('where the app is no member it asks to be invited, and then subscribes', async () => {
  await ana.slash('/crm subscribe', { in: 'general' });
  expect(ana.sees()).toContain(
    'CustomerHub isn’t in that channel. Type /invite @customerhub in #general, then try again.',
  );
  await ana.slash('/invite @customerhub', { in: 'general' });
  await ana.slash('/crm subscribe usual', { in: 'general' });
  expect(ana.sees()).toContain('#general will get updates about');
  await ana.slash('/crm unsubscribe', { in: 'general' });
});

test('what happened is not said to be of another channel when Slack does not answer', async () => {
  hub.practice.workspace.faults.next('conversations.info', { kind: 'http', status: 500 });
  await ana.slash('/crm subscribe', { in: 'sales' });
  expect(ana.sees()).toContain('Slack didn’t answer');
  expect(ana.sees()).not.toContain('/invite');
});

describe('several subscriptions', () => {
  const inDeals = (words: string): Promise<void> => maya.slash(`/crm ${words}`, { in: 'deals' });
  /** In the menu beside the subscription of that name. */
  const choose = (name: string, what: string): Promise<void> =>
    maya.choose(new RegExp(`^${name}\\b.*(\\n.+)*?\\nowner .+$`, 'm').exec(maya.sees())?.[0] ?? name, what);
  const rows = () => hub.crm.database.db('subscriptions').whereNull('deleted_at').orderBy('id');
  const queued = async (): Promise<{ channel: string; kind: string }[]> => hub.crm.database.db('outbox').orderBy('id');

  beforeEach(async () => {
    await hub.crm.database.db('subscriptions').update({ deleted_at: '2026-01-01T00:00:00.000Z' });
  });

  test('a line makes one, shows what it would have posted, and is undone by its button', async () => {
    await inDeals('subscribe created won where owner:@ana name:"big ones"');
    expect(maya.sees()).toContain(
      'Subscribed: big ones. #deals will get updates about: Created, deleted or restored and won.',
    );
    expect(maya.sees()).toContain('Filter: owner:@ana');
    expect(maya.sees()).toMatch(/In the last 30 days this would have posted \d+ messages?, /);
    expect(maya.sees()).toContain('Ana Kovačević created Rollout for Acme <Logistics>');
    await maya.click('Undo');
    // A button is acknowledged before it is done.
    await until(async () => (await rows()).length === 0);
  });

  test('what cannot be understood is pointed at, and nothing is made', async () => {
    await inDeals('subscribe won where amount>lots');
    expect(maya.sees()).toMatch(/lots.*amount/s);
    await inDeals('subscribe wonn');
    expect(maya.sees()).toContain('Did you mean won?');
    await inDeals('subscribe won where owner:@nobody');
    expect(maya.sees()).toContain('no employee by that name');
    expect(await rows()).toEqual([]);
  });

  test('the form shows what its answers would have posted, and says under the filter what is wrong with it', async () => {
    await inDeals('subscribe');
    expect(maya.sees()).toContain('In the last 30 days this would have posted');
    await maya.fill({ Name: 'Losses', Events: ['Lost'], Filter: 'amount>lots' });
    await maya.click('Preview');
    await until(() => maya.sees().includes('can’t be “lots”'));
    expect(await maya.submit()).toMatchObject({ Filter: expect.stringContaining('can’t be “lots”') });
    await maya.fill({ Filter: 'by:ben' });
    await maya.click('Preview');
    await until(() => maya.sees().includes('*1 message*') || maya.sees().includes('posted 1 message'));
    expect(await maya.submit()).toEqual({});
    expect(await rows()).toMatchObject([{ name: 'Losses', events: 'lost', filter: 'by:ben' }]);
  });

  test('they are listed with filter, maker and pause; changed, paused, resumed and handed over', async () => {
    await inDeals('subscribe lost where by:ben name:Losses');
    await inDeals('subscribe won name:Wins');
    await inDeals('subscriptions');
    expect(maya.sees()).toContain('Losses\nLost\nfilter: by:"Ben Okafor"\nowner Maya Lindqvist');
    const [losses] = await rows();
    await inDeals(`unsubscribe wins`);
    expect(maya.sees()).toContain('Removed Wins');
    await inDeals('subscriptions');
    await choose('Losses', 'Pause for a week');
    await until(() => maya.sees().includes('is paused until'));
    await inDeals('subscriptions');
    expect(maya.sees()).toContain('paused until');
    await choose('Losses', 'Resume');
    await until(() => maya.sees().includes('is on again'));
    await inDeals('subscriptions');
    await choose('Losses', 'Edit');
    await maya.fill({ Owner: 'Ana', 'Paused until': '2027-01-01' });
    expect(await maya.submit()).toEqual({});
    const [{ id }] = await hub.crm.database.db('employees').where({ name: 'Ana Kovačević' });
    expect(await rows()).toMatchObject([{ id: losses.id, owner_id: id, paused_until: '2027-01-01' }]);
  });

  test('unsubscribe asks which one where there are several', async () => {
    await inDeals('subscribe lost name:Losses');
    await inDeals('subscribe won name:Wins');
    await inDeals('unsubscribe');
    await maya.click('Wins');
    await until(() => maya.sees().includes('Removed Wins'));
    expect((await rows()).map(({ name }: { name: string }) => name)).toEqual(['Losses']);
  });

  test('to oneself: only what others did, in the conversation with the app', async () => {
    await ana.slash('/crm subscribe created to:me', { in: 'sales' });
    await ana.slash('/crm subscribe amount to:me', { in: 'sales' });
    expect(ana.sees()).toContain('You will get updates about: Amount changed.');
    expect((await rows()).map(({ channel }: { channel: string }) => channel)).toEqual([ana.id, ana.id]);
    const before = (await queued()).length;
    await given(hub, ana, 'deal', { name: 'By Ana', customer: 1 });
    expect(await queued()).toHaveLength(before);
    await given(hub, maya, 'deal', { name: 'By Maya', customer: 1 });
    await until(() => ana.reads('app').some((text) => text.includes('created By Maya')));
    await maya.slash('/crm subscriptions all', { in: 'deals' });
    expect(maya.sees()).toContain('Only admins can see the subscriptions of all channels.');
    await hub.ruth.slash('/crm subscriptions all', { in: 'deals' });
    expect(hub.ruth.sees()).toContain('All subscriptions: 2');
    // Nothing can be typed in the conversation with the app, so it is asked for by name.
    await ana.slash('/crm subscriptions', { in: 'deals' });
    expect(ana.sees()).toContain('This channel has no subscriptions.');
    await ana.slash('/crm subscriptions to:me', { in: 'deals' });
    expect(ana.sees()).toContain('Your subscriptions by direct message:');
    await maya.slash('/crm subscriptions to:me', { in: 'deals' });
    expect(maya.sees()).toContain('You have no subscriptions by direct message.');
    await ana.slash('/crm unsubscribe to:me', { in: 'deals' });
    expect(ana.sees()).toContain('Which one do you want to remove?');
  });

  test('somebody who is deleted breaks the filter that names them: its maker is told in private, and can mend it', async () => {
    const { id } = await given(hub, maya, 'employee', { name: 'Gone Soon', role: 'rep' });
    await inDeals('subscribe created where owner:gone name:Theirs');
    await hub.ruth.slash(`/crm delete E-${id}`, { in: 'deals' });
    await hub.ruth.click('Delete');
    await until(() => maya.reads('app').some((text) => text.includes('stopped sending updates to #deals')));
    await maya.slash('/crm subscriptions', { in: 'deals' });
    expect(maya.sees()).toContain('Its filter uses “gone”, which was deleted.');
    await choose('Theirs', 'Edit');
    await maya.fill({ Filter: null });
    expect(await maya.submit()).toEqual({});
    expect(await rows()).toMatchObject([{ name: 'Theirs', broken: null, filter: null }]);
  });

  test('the dry run counts just what was posted for the same changes', async () => {
    const { id: customer } = await given(hub, ana, 'customer', { name: 'Echo' });
    await inDeals('subscribe created stage won where customer:echo amount>1k name:Live');
    const deal = await given(hub, ana, 'deal', { name: 'Reverb', customer, amount: '2k' });
    await given(hub, ana, 'deal', { name: 'Whisper', customer, amount: '5' });
    await ana.slash(`/crm stage D-${deal.id} proposal`, { in: 'sales' });
    await hub.ben.slash(`/crm show D-${deal.id}`, { in: 'sales' });
    await maya.slash(`/crm won D-${deal.id}`, { in: 'sales' });
    const posted = (): string[] => told().filter((line) => line.includes('Reverb') || line.includes('Whisper'));
    await until(() => posted().length === 3);
    await inDeals('subscribe created stage won where customer:echo amount>1k name:Again');
    expect(maya.sees()).toContain('this would have posted 3 messages');
    for (const line of posted()) expect(maya.sees()).toContain(line.replace(/:$/, ''));
  });
});
