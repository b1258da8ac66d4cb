import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noticeDeparture } from '../../src/crm/team/departed-members.ts';
import { TEAM } from '../../src/demo/cast.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ben: number;
const knex = () => hub.crm.database.db;
const ownersOf = (table: string): Promise<number[]> => knex()(table).orderBy('id').pluck('owner_id');
const asked = (who: 'maya' | 'ruth' | 'ana') =>
  hub[who].reads('app').filter((text) => text.includes('was deactivated'));

beforeAll(async () => {
  hub = await openHub();
  ben = (await actorFor(hub, hub.ben)).employeeId;
  const { id: customer } = await given(hub, hub.ben, 'customer', { name: 'Acme' });
  await given(hub, hub.ben, 'contact', { name: 'Iris', customer });
  await given(hub, hub.ben, 'deal', { name: 'Rollout', customer });
  await given(hub, hub.ben, 'deal', { name: 'Training', customer });
  const stages = await knex()('stages').where({ name: 'Won' }).first('id');
  await given(hub, hub.ben, 'deal', { name: 'Old', customer, stage: stages.id, amount: '1000' });
  await given(hub, hub.ben, 'followUp', { what: 'Call', customer, dueOn: '2026-12-01' });
});
afterAll(() => hub.end());

describe('somebody who is deactivated in Slack', () => {
  test('has no access at once, and the manager is asked, once, what becomes of their work', async () => {
    hub.practice.workspace.changePerson(hub.ben.id, { deleted: true });
    await until(() => asked('maya').length === 1);
    expect(asked('maya')[0]).toContain('Ben Okafor was deactivated in Slack');
    expect(asked('maya')[0]).toContain('1 customer, 1 contact, 2 open deals and 1 open follow-up');
    expect((await knex()('employees').where({ id: ben }).first()).left_at).not.toBeNull();
    await Promise.all([1, 2, 3].map(() => noticeDeparture(hub.crm, { userId: hub.ben.id, teamId: TEAM.id })));
    hub.practice.workspace.changePerson(hub.ben.id, { title: 'Once here' });
    await until(async () => (await knex()('outbox').whereNull('delivered_at')).length === 0);
    expect([asked('maya').length, asked('ruth').length, asked('ana').length]).toEqual([1, 0, 0]);
    expect(await knex()('outbox').where({ kind: 'leaver' })).toHaveLength(1);
  });

  test('is offered as an owner no more', async () => {
    await hub.maya.slash('/crm add customer Globex', { in: 'sales' });
    expect(await hub.maya.offered('Owner', 'ben')).toEqual([]);
    expect(await hub.maya.offered('Owner', 'ana')).toEqual(['Ana Kovačević']);
    await hub.maya.cancel();
  });

  test('hands over with one form, to whom each kind goes, as one act that Undo takes back', async () => {
    await hub.maya.click('Transfer');
    await until(() => hub.maya.sees().includes('owns'));
    expect(hub.maya.sees()).toContain('Owner of 2 open deals, if different');
    await hub.maya.fill({ 'New owner': 'Ana', 'Owner of 2 open deals, if different': 'Maya' });
    expect(await hub.maya.submit()).toEqual({});
    await until(() => hub.maya.sees().includes('Transferred the records of'));
    expect(hub.maya.sees()).toContain('2 open deals to Maya Lindqvist');
    const [ana, maya] = [(await actorFor(hub, hub.ana)).employeeId, (await actorFor(hub, hub.maya)).employeeId];
    expect(await ownersOf('customers')).toEqual([ana]);
    expect(await ownersOf('contacts')).toEqual([ana]);
    expect(await ownersOf('follow_ups')).toEqual([ana]);
    // What is won stays whose it was.
    expect(await ownersOf('deals')).toEqual([maya, maya, ben]);
    const entries = await knex()('audit_log').where({ verb: 'update' }).whereLike('changes', '%owner%');
    expect(new Set(entries.map(({ act }) => act)).size).toBe(1);
    expect(entries).toHaveLength(5);
    await hub.maya.click('Undo');
    await until(async () => (await ownersOf('customers'))[0] === ben);
    expect(await ownersOf('deals')).toEqual([ben, ben, ben]);
  });

  test('nobody hands over to who left, or to who may not change records', async () => {
    await knex()('employees').where({ person: hub.ana.id }).update({ role: 'viewer' });
    await hub.maya.click('Transfer');
    await hub.maya.fill({ 'New owner': 'Ana' });
    const errors = await hub.maya.submit();
    expect(Object.values(errors).join()).toContain('Ana Kovačević can’t edit records.');
    await knex()('employees').where({ person: hub.ana.id }).update({ role: 'rep' });
    expect(await hub.maya.submit()).toEqual({});
    await until(async () => (await ownersOf('customers'))[0] !== ben);
    await hub.maya.click('Transfer');
    await until(() => hub.maya.sees().includes('owns no records'));
  });

  test('is let in again when they come back', async () => {
    await expect(actorFor(hub, hub.ben)).resolves.toMatchObject({ role: 'rep' });
    hub.practice.workspace.changePerson(hub.ben.id, { deleted: false });
    await hub.ben.slash('/crm', { in: 'sales' });
    expect(hub.ben.sees()).toContain('What do you want to do?');
    expect((await knex()('employees').where({ id: ben }).first()).left_at).toBeNull();
  });
});

test('an admin hands over for anybody from the settings', async () => {
  const { id: customer } = await given(hub, hub.ben, 'customer', { name: 'Initech' });
  await hub.ruth.slash(`/crm settings person E-${ben}`, { in: 'sales' });
  expect(hub.ruth.sees()).toContain('Owns: 1 customer');
  await hub.ruth.click('Transfer');
  await hub.ruth.fill({ 'New owner': 'Ana' });
  expect(await hub.ruth.submit()).toEqual({});
  await until(() => hub.ruth.sees().includes('1 customer to Ana Kovačević'));
  const ana = (await actorFor(hub, hub.ana)).employeeId;
  expect((await knex()('customers').where({ id: customer }).first()).owner_id).toBe(ana);
});
