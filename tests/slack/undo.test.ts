import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { handOver } from '../../src/crm/team/hand-over.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let maya: Person;
let acme: number;
let deal: number;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
});
beforeEach(async () => {
  acme = (await given(hub, ana, 'customer', { name: 'Acme' })).id;
  deal = (await given(hub, ana, 'deal', { name: 'Rollout', customer: acme, amount: '10' })).id;
});
afterAll(() => hub.end());

const row = () => hub.crm.database.db('deals').where({ id: deal }).first();
const edit = async (who: Person, change: Record<string, string>): Promise<void> => {
  await who.slash(`/crm edit D-${deal}`, { in: 'sales' });
  await who.fill(change);
  await who.submit();
  await until(() => who.sees().includes('Saved deal'));
};

test('repeated, it goes back step by step, and says what each step was', async () => {
  await ana.slash(`/crm stage D-${deal} proposal`, { in: 'sales' });
  await edit(ana, { Amount: '20' });
  await ana.slash('/crm undo', { in: 'sales' });
  expect(ana.sees()).toContain(`Undone. Amount of Rollout · D-${deal} set back to €10.`);
  expect(await row()).toMatchObject({ amount: 1000, stage_id: 3 });
  await ana.slash('/crm undo', { in: 'sales' });
  expect(ana.sees()).toContain(`Undone. Stage of Rollout · D-${deal} set back to Lead.`);
  expect(await row()).toMatchObject({ stage_id: 1 });
  await ana.slash('/crm undo', { in: 'sales' });
  expect(ana.sees()).toContain(`Rollout · D-${deal} · deleted again`);
  await ana.click('Redo');
  await until(() => ana.sees().includes(`Redone.\n• :handshake: Rollout · D-${deal} · restored`));
  expect(await row()).toMatchObject({ deleted_at: null });
});

test('a record is nothing to undo: it says what reverts its changes', async () => {
  await ana.slash(`/crm undo D-${deal}`, { in: 'sales' });
  expect(ana.sees()).toContain('undoes your last change');
  expect(ana.sees()).toContain('/crm history D-42');
});

describe('Redo', () => {
  test('says what stands again, and can be undone, however often', async () => {
    await ana.slash(`/crm stage D-${deal} proposal`, { in: 'sales' });
    await ana.click('Undo');
    await until(() => ana.sees().includes(`Undone. Stage of Rollout · D-${deal} set back to Lead.`));
    await ana.click('Redo');
    await until(() => ana.sees().includes(`Redone. Stage is Proposal.\n:handshake: Rollout · D-${deal}`));
    expect(ana.sees()).not.toContain('Undone');
    expect(await row()).toMatchObject({ stage_id: 3 });
    await ana.click('Undo');
    await until(() => ana.sees().includes(`Undone. Stage of Rollout · D-${deal} set back to Lead.`));
    await ana.click('Redo');
    await until(() => ana.sees().includes('Redone. Stage is Proposal.'));
    expect(await row()).toMatchObject({ stage_id: 3 });
  });

  test('of several fields says each, with what it holds', async () => {
    await edit(ana, { Amount: '20', Notes: 'Two sites' });
    await ana.click('Undo');
    await until(() => ana.sees().includes('Amount set back to €10, Notes set back to empty'));
    await ana.click('Redo');
    await until(() => ana.sees().includes('Amount set to €20, Notes set to Two sites'));
    expect(ana.sees()).toContain('Redone.');
  });

  test('that something stands in the way of says so, and offers to redo the rest', async () => {
    await edit(ana, { Amount: '20', Notes: 'Two sites' });
    await ana.click('Undo');
    await until(() => ana.sees().includes('Undone.'));
    await edit(maya, { Amount: '30' });
    await ana.click('Redo');
    await until(() => ana.sees().includes('Some of this changed since and can’t be redone'));
    await ana.click('Redo the rest');
    await until(() => ana.sees().includes('Redone. Notes is Two sites.'));
    expect(ana.sees()).toContain('Not undone:');
    expect(await row()).toMatchObject({ amount: 3000, notes: 'Two sites' });
  });
});

describe('when somebody changed the record since', () => {
  beforeEach(async () => {
    await edit(ana, { Amount: '20', Notes: 'Two sites' });
    await edit(maya, { Amount: '30' });
    await ana.slash('/crm undo', { in: 'sales' });
  });

  test('it says what, as it is now, and does nothing', async () => {
    expect(ana.sees()).toContain('Some of this changed since and can’t be undone');
    expect(ana.sees()).toContain(`Rollout · D-${deal} changed since: Amount is now €30.`);
    expect(await row()).toMatchObject({ amount: 3000, notes: 'Two sites' });
  });

  test('it takes back the rest where that is wished, and says what stays', async () => {
    await ana.click('Undo the rest');
    await until(() => ana.sees().includes('Undone.'));
    expect(ana.sees()).toContain(`Undone. Notes of Rollout · D-${deal} set back to empty.`);
    expect(ana.sees()).toContain('Not undone:');
    expect(await row()).toMatchObject({ amount: 3000, notes: null });
  });
});

test('a creation on which others depend is not taken back, and they are counted', async () => {
  await ana.slash('/crm add customer Initech', { in: 'sales' });
  await ana.submit();
  await until(() => ana.sees().includes('Saved customer'));
  const { id } = await hub.crm.database.db('customers').where({ name: 'Initech' }).first();
  await given(hub, maya, 'deal', { name: 'Pilot', customer: id });
  await ana.slash('/crm undo', { in: 'sales' });
  expect(ana.sees()).toContain(`Initech · C-${id} is now used by 1 deal.`);
  expect(ana.sees()).not.toContain('Undo the rest');
});

test('a large act is answered at once, taken back behind that, told in numbers, and put back in the same way', async () => {
  const { db: knex } = hub.crm.database;
  const mayaHerself = await actorFor(hub, maya);
  const { id: _id, ...like } = await row();
  await knex.batchInsert(
    'deals',
    Array.from({ length: 600 }, () => like),
    200,
  );
  const { owner_id: from } = like;
  const to = {
    customer: mayaHerself.employeeId,
    contact: mayaHerself.employeeId,
    deal: mayaHerself.employeeId,
    followUp: mayaHerself.employeeId,
    subscription: mayaHerself.employeeId,
    schedule: mayaHerself.employeeId,
  };
  const { act, moved } = await handOver({ crm: hub.crm, actor: mayaHerself, origin: { source: 'form' } }, { from, to });
  const anas = async () => (await knex('deals').where({ owner_id: from }).whereNull('deleted_at')).length;
  expect([moved.deal > 600, await anas()]).toEqual([true, 0]);
  await ana.slash(`/crm undo ${act}`, { in: 'sales' });
  await until(() => ana.sees().includes('you can’t undo someone else’s changes. Ask Maya Lindqvist or Ruth Adler.'));
  await maya.slash(`/crm undo ${act}`, { in: 'sales' });
  await until(() => maya.sees().includes('Undone.'));
  const size = (moved.deal + moved.customer).toLocaleString('en');
  expect(maya.reads('sales').at(-2)).toContain(`Undoing ${size} changes…`);
  expect(maya.sees()).toContain(`${moved.deal} deals · Owner set back`);
  expect(await anas()).toBe(moved.deal);
  await maya.click('Redo');
  await until(async () => (await anas()) === 0);
  await until(() => maya.sees().includes(`Redone.`) && maya.sees().includes(`${moved.deal} deals · Owner set again`));
});

test('a manager undoes what somebody else did, another rep does not', async () => {
  await ana.slash(`/crm stage D-${deal} proposal`, { in: 'sales' });
  const { act } = await hub.crm.database.db('audit_log').orderBy('id', 'desc').first();
  const press = async (who: Person): Promise<void> => {
    await who.slash(`/crm undo ${act}`, { in: 'sales' });
  };
  await press(hub.ben);
  expect(hub.ben.sees()).toContain('you can’t undo someone else’s changes. Ask Maya Lindqvist or Ruth Adler.');
  expect(await row()).toMatchObject({ stage_id: 3 });
  await press(maya);
  expect(maya.sees()).toContain('Undone.');
  await ana.click('Undo');
  await until(() => ana.sees().includes('This was already done.'));
});
