import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ben: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ben } = hub);
  const { id: customer } = await given(hub, hub.ana, 'customer', { name: 'Secret Customer' });
  await given(hub, hub.ana, 'deal', { name: 'Secret Deal', customer, amount: '12k' });
});
afterEach(() => knex()('employees').where({ person: ben.id }).update({ role: 'rep' }));
afterAll(() => hub.end());

const knex = () => hub.crm.database.db;
const refusals = async (): Promise<number> => (await knex()('audit_log').where({ verb: 'refused' })).length;

const giveRole = async (who: Person, role: string): Promise<void> => {
  const { id } = await knex()('employees').where({ person: who.id }).first();
  await hub.ruth.slash(`/crm edit E-${id}`, { in: 'sales' });
  await hub.ruth.fill({ Role: role });
  expect(await hub.ruth.submit()).toEqual({});
};

test('a viewer reads and cannot write, and each refusal is on record', async () => {
  await giveRole(ben, 'Viewer');
  await ben.slash('/crm show C-1', { in: 'sales' });
  expect(ben.sees()).toContain('Secret Customer');
  expect(ben.sees()).not.toContain('Edit');
  for (const words of ['log', 'add customer', 'edit C-1', 'delete C-1', 'won D-1', `stage D-1 lead`, 'subscribe']) {
    const before = await refusals();
    await ben.slash(`/crm ${words}`, { in: 'sales' });
    expect(ben.sees()).toMatch(/As a viewer, you can’t \w+ \S+\. Ask (Maya Lindqvist or )?Ruth Adler\./);
    expect(await refusals()).toBe(before + 1);
  }
  await ben.shortcut('Log to CRM');
  expect(ben.sees()).toContain('As a viewer, you can’t add interactions.');
  await ben.cancel();
  await ben.home();
  await until(() => ben.sees().includes('Hi Ben'));
  expect(ben.sees()).not.toContain('Add deal');
});

test('a rep cannot change what is another’s', async () => {
  for (const words of ['edit C-1', 'delete C-1', 'won D-1']) {
    await ben.slash(`/crm ${words}`, { in: 'sales' });
    expect(ben.sees()).toMatch(/As a rep, you can \w+ only your own \w+\./);
  }
  expect((await audit(hub))[0]).toMatchObject({
    verb: 'refused',
    entity: 'deal',
    record_id: 1,
    slack_user_id: ben.id,
  });
});

test('the role that counts is the one at the moment of Save', async () => {
  await ben.slash('/crm add customer Too late', { in: 'sales' });
  await giveRole(ben, 'Viewer');
  expect(await ben.submit()).toEqual({ Name: expect.stringContaining('As a viewer, you can’t add customers.') });
  expect(ben.sees()).toContain('Too late');
  expect(await knex()('customers').where({ name: 'Too late' })).toEqual([]);
  await giveRole(ben, 'Rep');
  expect(await ben.submit()).toEqual({});
  expect(await knex()('customers').where({ name: 'Too late' })).toHaveLength(1);
});

test('only an admin gives roles: a manager is not asked for one, and who was an admin when the form opened is refused', async () => {
  await hub.maya.slash('/crm edit E-2', { in: 'sales' });
  expect(hub.maya.sees()).not.toContain('Role');
  await hub.maya.cancel();
  await giveRole(hub.maya, 'Admin');
  await hub.maya.slash('/crm edit E-2', { in: 'sales' });
  await giveRole(hub.maya, 'Manager');
  await hub.maya.fill({ Role: 'Admin' });
  const refusal = 'As a manager, you can’t set “Role” of employees. Ask Ruth Adler.';
  expect(await hub.maya.submit()).toEqual({ Name: refusal });
  expect((await audit(hub))[0]).toMatchObject({ verb: 'refused', entity: 'employee', record_id: 2 });
  await hub.maya.cancel();
});
