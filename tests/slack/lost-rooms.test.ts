import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { loseChannel } from '../../src/crm/notifications/channels/lost-channels.ts';
import { TEAM } from '../../src/demo/cast.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until as untilWithin } from '../support/until.ts';

jest.setTimeout(30_000);
const until = <T>(holds: () => T | Promise<T>): Promise<T> => untilWithin(holds, 20_000);

let hub: Hub;
let ana: Person;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer });
  await ana.slash('/crm link D-1', { in: 'deals' });
  await nothingWaits();
});
afterAll(() => hub.end());

const nothingWaits = (): Promise<boolean> =>
  until(async () => (await hub.crm.database.db('outbox').where({ delivered_at: null, failed_at: null })).length === 0);
const told = (words: string): number => ana.reads('app').filter((text) => text.includes(words)).length;
const inLinkedChannel = (words: string): boolean => maya.reads('deals').some((text) => text.includes(words));
const unheard = async (): Promise<string | null> =>
  ((await hub.crm.database.db('rooms').first()) as { unheard: string | null }).unheard;

test('a deal room that loses the app pauses, whoever linked it is told once, and it goes on with one click', async () => {
  await maya.slash('/remove @customerhub', { in: 'deals' });
  await until(() => told('so these updates are paused: updates about Rollout') === 1);
  // Another process notices it too.
  await loseChannel(hub.crm, { team: TEAM.id, channel: 'C0DEALS' }, 'not_in_channel');
  await maya.slash('/crm stage D-1 proposal', { in: 'sales' });
  await nothingWaits();
  expect(told('so these updates are paused')).toBe(1);
  expect(inLinkedChannel('from Lead to Proposal')).toBe(false);

  await ana.click('Resume');
  await until(() => ana.sees().includes('CustomerHub isn’t in that channel'));
  expect(await unheard()).toBe('not_in_channel');
  await maya.slash('/invite @customerhub', { in: 'deals' });
  await until(() => told('is back. Still paused: updates about Rollout') === 1);
  await ana.click('Resume');
  await until(async () => (await unheard()) === null);
  await maya.slash('/crm stage D-1 negotiation', { in: 'sales' });
  await until(() => inLinkedChannel('from Proposal to Negotiation'));
  expect(told('so these updates are paused')).toBe(1);
  expect(await hub.crm.database.db('audit_log').where({ verb: 'go on', entity: 'deal' })).toHaveLength(1);
});

test('that it is lost is noticed by the first message that does not arrive as well', async () => {
  hub.practice.workspace.faults.next('chat.update', { kind: 'error', error: 'message_not_found' });
  hub.practice.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'is_archived' });
  await maya.slash('/crm stage D-1 proposal', { in: 'sales' });
  await until(() => told('was archived, so these updates are paused') === 1);
  expect(await unheard()).toBe('is_archived');
  await hub.crm.database.db('rooms').update({ unheard: null });
  await hub.crm.database.db('outbox').whereNull('delivered_at').delete();
});

test('where Slack gives the channel another id, its room, card, subscriptions and schedules follow', async () => {
  const { db: knex } = hub.crm.database;
  await ana.slash('/crm link D-1', { in: 'deals' });
  await ana.slash('/crm subscribe amount name:amounts', { in: 'deals' });
  await ana.slash('/crm summary this-week every:monday 9:00', { in: 'deals' });
  await ana.slash('/crm mute D-1', { in: 'deals' });
  await ana.slash('/crm mute D-1', { in: 'sales' });
  await nothingWaits();
  hub.practice.workspace.renumberChannel('C0DEALS', 'C0SHARED');
  await until(async () => (await knex('rooms').pluck('channel')).includes('C0SHARED'));
  for (const table of ['rooms', 'cards', 'subscriptions', 'schedules', 'outbox'])
    expect([table, await knex(table).where({ channel: 'C0DEALS' })]).toEqual([table, []]);
  for (const table of ['rooms', 'cards', 'subscriptions', 'schedules'])
    expect([table, (await knex(table).where({ channel: 'C0SHARED' })).length]).toEqual([table, 1]);
  const cards = await knex('cards').pluck('posted_in');
  expect(cards).toEqual(['C0SHARED']);
  expect(await knex('muted_deals').orderBy('channel').pluck('channel')).toEqual(['C0SALES', 'C0SHARED']);
  await ana.slash('/crm unmute D-1', { in: 'deals' });
  await maya.slash('/crm stage D-1 lead', { in: 'sales' });
  await until(() => inLinkedChannel('to Lead'));
  expect(await knex('cards').whereNull('gone_at').pluck('posted_in')).toEqual(['C0SHARED']);
});
