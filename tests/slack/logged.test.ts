import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, ben } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
  const { id: contact } = await given(hub, ana, 'contact', { name: 'Iris Meyer', customer });
  await given(hub, ana, 'deal', { name: 'Rollout', customer, amount: '12k' });
  for (const day of [10, 11, 12]) {
    const happenedAt = `2026-11-${day}T09:00:00Z`;
    await given(hub, ana, 'interaction', { customer, contact, kind: 'email', happenedAt, what: `Letter ${day}` });
  }
  await ana.slash('/crm log', { in: 'sales' });
  await ana.fill({ Customer: 'Acme Logistics', Contact: 'Iris Meyer', Deal: 'Rollout', Kind: 'Meeting' });
  await ana.fill({ 'What was said': 'They like it.\nAll of it.', Stage: 'Proposal' });
  await ana.fill({ 'Next step': 'Send the offer', Due: '2026-11-20' });
  await ana.submit();
  await until(() => ana.sees().includes('Logged'));
});
afterAll(() => hub.end());

test('the answer tells what was saved, the next step, the open deals and the last three touches', () => {
  expect(ana.sees()).toMatch(
    /^.*Logged a meeting with Iris Meyer of Acme Logistics about Rollout\.\n.*Rollout is now in Proposal\.\n>They like it\.\n>All of it\./,
  );
  expect(ana.sees()).toContain('Next step\nSend the offer · 20 Nov 2026');
  expect(ana.sees()).toContain('1 open deal\n• Rollout · D-1 · Proposal · €12,000');
  expect(ana.sees()).toMatch(
    /Recent interactions, 3 of 4\nMeeting .*\nThey like it. All of it\.\nEmail .*\nLetter 12\nEmail .*\nLetter 11$/,
  );
});

test('nobody else sees the answer', () => {
  expect(ana.messages('sales').at(-1)?.ephemeralFor).toBe(ana.id);
  expect(ben.reads('sales').join()).not.toContain('They like it');
});

test('Share shows the channel what was said, and who shared it', async () => {
  await ana.click('Share');
  await until(() => ben.reads('sales').join().includes('logged a meeting with Iris Meyer of Acme Logistics'));
  expect(ben.sees()).toContain('>They like it.\n>All of it.');
  expect(ben.sees()).toContain('shared by @ana');
  await until(
    () =>
      ana.sees().includes('Shared with the channel.') || ana.reads('sales').join().includes('Shared with the channel.'),
  );
});

test('Edit opens what was saved, and saves the change', async () => {
  await ana.slash('/crm show I-4', { in: 'sales' });
  await ana.click('Edit');
  await ana.fill({ 'What was said': 'They love it.' });
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved interaction') && ana.sees().includes('They love it.'));
});

test('Undo takes back the whole conversation with its deal move and next step; Redo restores all', async () => {
  await ana.slash('/crm log Acme', { in: 'sales' });
  await ana.fill({ Deal: 'Rollout', 'What was said': 'Slip of the pen', Stage: 'Lead', Due: '2026-12-01' });
  await ana.submit();
  await until(() => ana.sees().includes('Slip of the pen'));
  const standing = async () => {
    const { db: knex } = hub.crm.database;
    const { stage_id: stage } = await knex('deals').where({ name: 'Rollout' }).first();
    const touches = await knex('interactions').where({ what: 'Slip of the pen' }).whereNull('deleted_at');
    const steps = await knex('follow_ups').where({ due_on: '2026-12-01' }).whereNull('deleted_at');
    return { stage, touches: touches.length, steps: steps.length };
  };
  expect(await standing()).toEqual({ stage: 1, touches: 1, steps: 1 });
  await ana.click('Undo');
  await until(() => ana.sees().includes('Undone.'));
  for (const taken of ['D-1 · Stage set back to Proposal', 'I-5 · deleted again', 'F-2 · deleted again'])
    expect(ana.sees()).toContain(taken);
  expect(await standing()).toEqual({ stage: 3, touches: 0, steps: 0 });
  await ana.click('Redo');
  await until(async () => (await standing()).touches === 1);
  expect(await standing()).toEqual({ stage: 1, touches: 1, steps: 1 });
});

test('a double click on Undo takes back once', async () => {
  await ana.slash('/crm add customer Twice', { in: 'sales' });
  await ana.submit();
  await until(() => ana.sees().includes('Saved customer'));
  await Promise.allSettled([ana.click('Undo'), ana.click('Undo')]);
  const entries = () => hub.crm.database.db('audit_log').where({ source: 'undo', entity: 'customer' });
  await until(async () => (await entries()).length > 0);
  await until(() => ana.reads('sales').some((text) => text.includes('already done')));
  expect(await entries()).toHaveLength(1);
});
