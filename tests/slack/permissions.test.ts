import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
const knex = () => hub.crm.database.db;
const giveRole = (who: Person, role: string) => knex()('employees').where({ person: who.id }).update({ role });
const refusals = async (who: Person): Promise<number> =>
  (await knex()('audit_log').where({ verb: 'refused', slack_user_id: who.id })).length;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  const { id: customer } = await given(hub, hub.ben, 'customer', { name: 'Acme' });
  await given(hub, ana, 'customer', { name: 'Hers' });
  await given(hub, hub.ben, 'deal', { name: 'Rollout', customer });
});
afterAll(() => hub.end());
beforeEach(() => giveRole(ana, 'rep'));

describe('somebody whose role was taken', () => {
  const CLOSED = 'You don’t have access yet. Ask an admin for a role. Ask Ruth Adler.';
  const DATA = /Acme|Hers|Rollout/;

  test.each(['', 'show C-1', 'find acme', 'list deals', 'summary', 'history C-1', 'audit', 'todo', 'settings', 'help'])(
    'gets nothing from /crm %s, and it stands in the trail',
    async (words) => {
      await giveRole(ana, 'none');
      const before = await refusals(ana);
      await ana.slash(`/crm ${words}`, { in: 'sales' });
      expect(ana.sees()).toContain(CLOSED);
      expect(ana.sees()).not.toMatch(DATA);
      expect(await refusals(ana)).toBe(before + 1);
    },
  );

  test('gets nothing in Home, from a button that is still there, and from a shortcut', async () => {
    await ana.slash('/crm find acme', { in: 'sales' });
    await giveRole(ana, 'none');
    await ana.click('Show');
    await until(() => ana.sees().includes(CLOSED));
    await ana.shortcut('Log to CRM');
    await until(() => ana.sees().includes(CLOSED));
    await ana.cancel();
    await ana.home();
    await until(() => ana.sees().includes(CLOSED));
    expect(ana.sees()).not.toMatch(DATA);
  });

  test('gets no options while typing, and saves nothing with a form that is still open', async () => {
    await ana.slash('/crm add deal Late', { in: 'sales' });
    expect(await ana.offered('Customer', 'acme')).toContain('Acme');
    await ana.fill({ Customer: 'Acme' });
    await giveRole(ana, 'none');
    expect(await ana.offered('Customer', 'acme')).toEqual([]);
    expect(Object.values(await ana.submit()).join()).toContain(CLOSED);
    expect(await knex()('deals').where({ name: 'Late' })).toEqual([]);
    await ana.cancel();
  });
});

describe('a role that changes while a form is open', () => {
  test.each([
    ['viewer', 'As a viewer, you can’t edit customers. Ask Maya Lindqvist or Ruth Adler.'],
    ['none', 'You don’t have access yet.'],
  ])('down to %s refuses the edit, keeps what was typed, and stands in the trail', async (role, says) => {
    await ana.slash('/crm edit C-2', { in: 'sales' });
    await ana.fill({ Industry: 'Toys' });
    await giveRole(ana, role);
    const before = await refusals(ana);
    expect(Object.values(await ana.submit()).join()).toContain(says);
    expect(await refusals(ana)).toBe(before + 1);
    expect((await knex()('customers').where({ name: 'Hers' }).first()).industry).toBeNull();
    await giveRole(ana, 'rep');
    expect(await ana.submit()).toEqual({});
    await until(async () => (await knex()('customers').where({ name: 'Hers' }).first()).industry === 'Toys');
    await knex()('customers').where({ name: 'Hers' }).update({ industry: null });
  });

  test('up lets the same form through', async () => {
    await giveRole(ana, 'manager');
    await ana.slash('/crm edit C-1', { in: 'sales' });
    await ana.fill({ Industry: 'Anvils' });
    await giveRole(ana, 'rep');
    const refusal = 'As a rep, you can edit only your own customers. Ask Maya Lindqvist or Ruth Adler.';
    expect(Object.values(await ana.submit()).join()).toBe(refusal);
    expect((await audit(hub))[0]).toMatchObject({ verb: 'refused', entity: 'customer', record_id: 1 });
    await giveRole(ana, 'manager');
    expect(await ana.submit()).toEqual({});
  });

  test('closes the settings on an admin who is none any more', async () => {
    await giveRole(ana, 'admin');
    await ana.slash('/crm settings', { in: 'sales' });
    await ana.click('Edit');
    await ana.fill({ Currency: 'JPY' });
    await giveRole(ana, 'manager');
    expect(Object.values(await ana.submit()).join()).toContain(
      'As a manager, you can’t edit settings. Ask Ruth Adler.',
    );
    expect((await knex()('settings').first()).currency).toBe('EUR');
    await ana.cancel();
    await ana.click('Team');
    await until(() => ana.sees().includes('you can’t change settings, stages and roles. Ask Ruth Adler.'));
    await ana.cancel({ all: true });
  });
});

test('a refusal names three who can help at most, and nobody who left', async () => {
  await giveRole(hub.ben, 'manager');
  await giveRole(ana, 'viewer');
  await ana.slash('/crm edit C-1', { in: 'sales' });
  expect(ana.sees()).toContain('Ask Ben Okafor, Maya Lindqvist or Ruth Adler.');
  await knex()('employees').where({ person: hub.ben.id }).update({ left_at: '2026-11-16T14:00:00.000Z' });
  await ana.slash('/crm edit C-1', { in: 'sales' });
  expect(ana.sees()).toContain('Ask Maya Lindqvist or Ruth Adler.');
});
