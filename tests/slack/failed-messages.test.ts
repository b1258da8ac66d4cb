import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { raw } from '../support/raw.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let ruth: Person;

const outbox = () => hub.crm.database.db('outbox');
const failed = async (): Promise<number> => (await outbox().whereNotNull('failed_at').whereNull('delivered_at')).length;
const said = (): string[] => hub.maya.reads('deals').filter((text) => text.includes('Rollout'));

const stageNow = async (): Promise<number> => (await hub.crm.database.db('deals').first()).stage_id;

const isSettled = async (): Promise<boolean> =>
  (await outbox().whereNull('failed_at').whereNull('delivered_at')).length === 0;

/** As many updates that Slack does not take; the report to the admin arrives. */
const fail = async (n: number): Promise<void> => {
  for (let at = 0; at < n; at += 1) {
    hub.practice.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'msg_too_long' });
    const { name } = await hub.crm.database
      .db('stages')
      .where({ id: await stageNow() })
      .first();
    await ana.slash(`/crm stage D-1 ${name === 'Lead' ? 'proposal' : 'lead'}`, { in: 'sales' });
    await until(async () => (await failed()) === at + 1 && (await isSettled()));
  }
};

beforeAll(async () => {
  hub = await openHub();
  ({ ana, ruth } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer });
  await ana.slash('/crm subscribe all', { in: 'deals' });
});
afterAll(() => hub.end());
beforeEach(async () => {
  await ruth.cancel({ all: true }).catch(() => undefined);
  await hub.crm.database.db('outbox').delete();
  await hub.crm.database.db('delivery_troubles').delete();
});

test('a message that Slack does not take is listed for admins, with what to do, and can be sent again', async () => {
  await fail(1);
  expect(ruth.reads('app').at(-1)).toContain('A message for #deals failed: msg_too_long');
  await ruth.slash('/crm settings', { in: 'sales' });
  expect(ruth.sees()).toContain('No messages waiting · :warning: 1 failed');
  await ruth.click('Delivery');
  await until(() => ruth.sees().includes('Deal update for #deals'));
  expect(ruth.sees()).toContain('too long for Slack');
  const before = said().length;
  await ruth.choose(/^Deal update for #deals.*\n.*$/m.exec(ruth.sees())?.[0] ?? '', 'Retry');
  await until(() => ruth.sees().includes('Retrying: 1 message.'));
  await until(() => said().length === before + 1);
  expect(await failed()).toBe(0);
  const entry = await hub.crm.database.db('audit_log').where({ verb: 'send message again' }).first();
  expect(entry).toMatchObject({ slack_user_id: ruth.id, source: 'button' });
});

test('all of them at once, in their order, and one that fails again is told of again', async () => {
  await fail(2);
  await ruth.slash('/crm settings delivery', { in: 'sales' });
  hub.practice.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'msg_too_long' });
  const [before, reports] = [said().length, ruth.reads('app').length];
  await ruth.click('Retry all');
  await until(() => ruth.sees().includes('Retrying: 2 messages.'));
  await until(() => ruth.reads('app').length === reports + 1);
  await until(() => said().length === before + 1);
  expect(await failed()).toBe(1);
});

test('those that nobody wants any more are dropped, and are never sent', async () => {
  await fail(2);
  await ruth.slash('/crm settings delivery', { in: 'sales' });
  const before = said().length;
  await ruth.click('Discard all');
  await until(() => ruth.sees().includes('Discarded: 2 messages.'));
  expect(ruth.sees()).toContain('No messages waiting · none failed');
  await hub.practice.workspace.quiet();
  expect(said()).toHaveLength(before);
  expect(await outbox().whereNull('delivered_at')).toEqual([]);
});

test('a message that was posted although nobody knew is found, and not sent a second time', async () => {
  await fail(1);
  const [row] = await outbox();
  hub.practice.workspace.faults.next('chat.postMessage', { kind: 'reset', when: 'after' });
  const before = said().length;
  await ruth.slash('/crm settings delivery', { in: 'sales' });
  await ruth.click('Retry all');
  await until(() => said().length === before + 1);
  await until(async () => (await outbox().where({ id: row.id }).first()).attempts === 2);
  await outbox().update({ failed_at: '2026-11-16T14:00:00.000Z', claimed_until: null });
  await ruth.cancel({ all: true });
  await ruth.slash('/crm settings delivery', { in: 'sales' });
  await ruth.click('Retry all');
  await until(async () => (await outbox().where({ id: row.id }).first()).delivered_ts !== null);
  expect(said()).toHaveLength(before + 1);
});

test.each(['again all', 'drop all'])('nobody but admins does that: %s', async (value) => {
  await fail(1);
  await hub.maya.slash('/crm settings delivery', { in: 'sales' });
  expect(hub.maya.sees()).toContain('As a manager, you can’t change settings');
  const { practice } = hub;
  const { signingSecret } = practice.workspace.credentials;
  const refused = async () => (await hub.crm.database.db('audit_log').where({ verb: 'refused' })).length;
  const [before, heard] = [await refused(), hub.maya.reads('sales').length];
  const payload = {
    type: 'block_actions',
    user: { id: hub.maya.id },
    team: { id: 'T0RAMPWERK' },
    trigger_id: `T-${value}`,
    channel: { id: 'C0SALES', name: 'sales' },
    container: { type: 'message' },
    response_url: `${practice.url}/hooks/used-up`,
    actions: [{ type: 'button', action_id: `verb:outbox:${value}`, block_id: 'b', value }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  await raw({ url: `${practice.url}/slack/events`, signingSecret }, { body });
  await until(async () => (await refused()) === before + 1);
  // Without a response URL, the refusal comes as a message that only she sees.
  await until(() => hub.maya.reads('sales').length === heard + 1);
  expect(await failed()).toBe(1);
});
