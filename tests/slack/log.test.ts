import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { NOW } from '../support/crm.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { labelsOf, type Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  const acme = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
  const globex = await given(hub, ana, 'customer', { name: 'Globex' });
  await given(hub, ana, 'contact', { name: 'Iris Meyer', customer: acme.id });
  await given(hub, ana, 'contact', { name: 'Ilja Novak', customer: globex.id });
  await given(hub, ana, 'deal', { name: 'Rollout', customer: acme.id, amount: '12k' });
  await given(hub, ana, 'deal', { name: 'Renewal', customer: acme.id });
  await given(hub, ana, 'deal', { name: 'Pilot', customer: globex.id });
});
beforeEach(async () => {
  await ana.cancel({ all: true }).catch(() => undefined);
  await ana.slash('/crm log', { in: 'sales' });
});
afterAll(() => hub.end());

/** What Slack holds for an input: its action id and value. */
const held = (block: string): [string, JsonObject] => {
  const { values } = ana.modal()['state'] as { values: Record<string, Record<string, JsonObject>> };
  return Object.entries(values[block] ?? {})[0]!;
};

describe('the form', () => {
  test('asks for everything once, and takes now for the time', () => {
    expect(labelsOf(ana.modal())).toEqual([
      'Customer',
      'Contact',
      'Deal',
      'Kind',
      'When',
      'What was said',
      'Stage',
      'Next step',
      'Due',
    ]);
    expect(held('happenedAt')[1]['selected_date_time']).toBe(NOW / 1000);
  });

  test('finds a customer by any part of its name, and offers to make a new one', async () => {
    expect(await ana.offered('Customer', 'logi')).toEqual(['Acme Logistics', '➕ New customer “logi”']);
    expect(await ana.offered('Customer', 'globex')).toEqual(['Globex']);
    expect(await ana.offered('Contact', 'nobody of that name')).toEqual([]);
  });

  test('offers contacts and deals of the chosen customer only, with the latest on it', async () => {
    await ana.fill({ Customer: 'Acme Logistics' });
    expect(await ana.offered('Contact', '')).toEqual(['Iris Meyer']);
    expect((await ana.offered('Deal', '')).toSorted()).toEqual(['Renewal', 'Rollout']);
    expect(ana.sees()).toContain('No interactions yet · 2 open deals');
  });

  test('forgets the contact when the customer changes, and keeps the rest', async () => {
    await ana.fill({ Customer: 'Acme Logistics', Contact: 'Iris Meyer', 'What was said': 'They will renew.' });
    await ana.fill({ Customer: 'Globex' });
    expect(held('contact')).toEqual(['contact@2', { type: 'external_select', selected_option: null }]);
    expect(held('what')[1]['value']).toBe('They will renew.');
    expect(await ana.offered('Contact', '')).toEqual(['Ilja Novak']);
  });

  test('asks why when the deal is lost, and takes no lost deal without it', async () => {
    await ana.fill({ Customer: 'Globex', Deal: 'Pilot', 'What was said': 'They went elsewhere.', Stage: 'Lost' });
    expect(labelsOf(ana.modal())).toContain('Why it was lost');
    expect(Object.keys(await ana.submit())).toEqual(['Why it was lost']);
    await ana.fill({ 'Why it was lost': 'Too expensive' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Pilot is now in Lost.'));
  });

  test('asks for the amount when a deal without one is won, and shows wrong input under its field', async () => {
    await ana.fill({ Customer: 'Acme Logistics', Deal: 'Renewal', 'What was said': 'Signed!', Stage: 'Won' });
    await ana.fill({ Amount: '-5' });
    expect(await ana.submit()).toEqual({ Amount: 'An amount can’t be negative. Remove the minus.' });
    expect(held('what')[1]['value']).toBe('Signed!');
    await ana.fill({ Amount: '1.200,50' });
    expect(await ana.submit()).toEqual({});
    const deal = await hub.crm.database.db('deals').where({ name: 'Renewal' }).first();
    expect(deal).toMatchObject({ amount: 120_050, closed_on: '2026-11-16' });
  });

  test('does not ask for the amount of a won deal that has one', async () => {
    await ana.fill({ Customer: 'Acme Logistics', Deal: 'Rollout', Stage: 'Won' });
    expect(labelsOf(ana.modal())).not.toContain('Amount');
  });

  test('wants a day for the next step, and no conversation that lies ahead', async () => {
    await ana.fill({ Customer: 'Globex', When: '2026-12-24T10:00Z', 'What was said': '.', 'Next step': 'Call' });
    expect(await ana.submit()).toEqual({ When: expect.stringContaining('That’s in the future.') });
    await ana.fill({ When: '2026-11-16T10:00Z' });
    expect(await ana.submit()).toEqual({ Due: 'Pick the due day of the next step.' });
  });

  test('makes a new customer on the way', async () => {
    await ana.fill({ Customer: 'Initech', 'What was said': 'Met at the fair.' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Logged a call with Initech.'));
    expect(await hub.crm.database.db('customers').where({ name: 'Initech' })).toHaveLength(1);
  });

  test('is prefilled with the deal, the customer or the words that follow the command', async () => {
    await ana.cancel();
    await ana.slash('/crm log rollout');
    expect([held('customer')[1], held('deal')[1]]).toMatchObject([
      { selected_option: { text: { text: 'Acme Logistics' } } },
      { selected_option: { text: { text: 'Rollout' } } },
    ]);
    await ana.cancel();
    await ana.slash('/crm log they want a second ramp');
    expect(held('what')[1]['value']).toBe('they want a second ramp');
  });
});
