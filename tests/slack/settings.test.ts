import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DANA, GUS } from '../../src/demo/cast.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.end());

const stages = (): Promise<string[]> =>
  hub.crm.database.db('stages').whereNull('deleted_at').orderBy('position').pluck('name');
const stored = () => hub.crm.database.db('settings').first();
const roleOf = async (person: string): Promise<string> =>
  (await hub.crm.database.db('employees').where({ person }).first('role')).role;
const opens = async (what = ''): Promise<void> => {
  await hub.ruth.cancel({ all: true }).catch(() => {});
  await hub.ruth.slash(`/crm settings ${what}`);
};
/** Chooses from the menu beside a stage. */
const choose = async (stage: string, what: string): Promise<void> =>
  hub.ruth.choose(new RegExp(`^${stage}\\n.+$`, 'm').exec(hub.ruth.sees())?.[0] ?? stage, what);
const shows = (words: string) => until(() => hub.ruth.sees().includes(words));

describe('/crm settings', () => {
  test.each(['ana', 'maya'] as const)(
    'is refused to %s, who is told who can help, and the refusal is kept',
    async (name) => {
      await hub[name].slash('/crm settings', { in: 'sales' });
      expect(hub[name].sees()).toMatch(/you can’t change settings, stages and roles\. Ask Ruth Adler\./);
      expect(await audit(hub)).toMatchObject([{ verb: 'refused', slack_user_id: hub[name].id, source: 'command' }]);
    },
  );

  test('shows an admin what holds for everybody', async () => {
    await opens();
    for (const words of ['EUR', 'for new deals only', 'en-GB', 'Europe/Berlin', 'Rep', 'Lead › Qualified', '1 admin'])
      expect(hub.ruth.sees()).toContain(words);
  });

  test('changes currency, region, time zone and the role of new members, with a trace, and takes it back', async () => {
    const before = await given(hub, hub.ana, 'deal', await aDeal());
    await opens();
    await hub.ruth.click('Edit');
    await hub.ruth.fill({ Currency: 'usd', 'Time zone': 'new york', 'Role of new members': 'Viewer' });
    expect(await hub.ruth.submit()).toEqual({});
    await shows('Saved');
    expect(hub.ruth.sees()).toContain('America/New_York');
    expect(await stored()).toMatchObject({ currency: 'USD', time_zone: 'America/New_York', default_role: 'viewer' });
    expect(await audit(hub)).toMatchObject([{ verb: 'update', entity: 'settings', slack_user_id: hub.ruth.id }]);
    const after = await given(hub, hub.ana, 'deal', await aDeal());
    const row = await hub.crm.database.db('deals').where({ id: before.id }).first();
    expect([row.currency, after['currency']]).toEqual(['EUR', 'USD']);
    await hub.ruth.click('Undo');
    await until(async () => (await stored()).currency === 'EUR');
    expect(await stored()).toMatchObject({ time_zone: 'Europe/Berlin', default_role: null });
  });

  test.each([
    ['Currency', 'pounds', 'Enter a currency code'],
    ['Language and region', 'klingon!', 'Enter a language and region'],
    ['Time zone', 'Mars/Olympus', 'Enter a time zone'],
    ['Time zone', '+02:00', 'Enter a time zone'],
  ])('takes no %s such as %s', async (label, words, says) => {
    await opens();
    await hub.ruth.click('Edit');
    await hub.ruth.fill({ [label]: words });
    expect(await hub.ruth.submit()).toEqual({ [label]: expect.stringContaining(says) });
  });

  test('a member seen for the first time gets the role that was chosen', async () => {
    await hub.crm.database.db('settings').update({ default_role: 'none' });
    await hub.practice.as(DANA.id).slash('/crm', { in: 'sales' });
    expect(hub.practice.as(DANA.id).sees()).toContain(
      'You don’t have access yet. Ask an admin for a role. Ask Ruth Adler.',
    );
    await hub.crm.database.db('settings').update({ default_role: null });
  });
});

const aDeal = async () => {
  const { id: customer } = await given(hub, hub.ana, 'customer', { name: `Acme ${Math.random()}` });
  return { name: 'Rollout', customer };
};

describe('stages', () => {
  test('are added before the closed ones', async () => {
    await opens('stages');
    await hub.ruth.click('Add stage');
    await hub.ruth.fill({ Name: 'Pilot', Probability: 60 });
    expect(await hub.ruth.submit()).toEqual({});
    await shows('Pilot');
    expect(await stages()).toEqual(['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Pilot', 'Won', 'Lost']);
  });

  test('are moved, and moved back by Undo', async () => {
    await opens('stages');
    await choose('Pilot', 'Move up');
    await shows('Moved');
    expect((await stages()).slice(2, 5)).toEqual(['Proposal', 'Pilot', 'Negotiation']);
    await hub.ruth.click('Undo');
    await until(async () => (await stages())[3] === 'Negotiation');
  });

  test('are renamed, but not to a name that is taken, whatever its case', async () => {
    await opens('stages');
    await choose('Pilot', 'Edit');
    await hub.ruth.fill({ Name: 'PROPOSAL' });
    expect(await hub.ruth.submit()).toEqual({ Name: 'A stage with this name already exists. Choose another name.' });
    await hub.ruth.fill({ Name: 'Trial' });
    expect(await hub.ruth.submit()).toEqual({});
    await until(async () => (await stages()).includes('Trial'));
  });

  test('with deals in them do not vanish: they are moved to another in one act, and Undo brings all of it back', async () => {
    const { db: knex } = hub.crm.database;
    const trial = await knex('stages').where({ name: 'Trial' }).first();
    const deal = await given(hub, hub.ana, 'deal', { ...(await aDeal()), stage: trial.id });
    await opens('stages');
    await choose('Trial', 'Remove');
    await shows('has 1 deal');
    await hub.ruth.fill({ 'Move them to': 'Negotiation' });
    expect(await hub.ruth.submit()).toEqual({});
    await shows('removed the stage');
    expect(await stages()).not.toContain('Trial');
    const stageNow = async () =>
      (
        await knex('deals')
          .join('stages', 'stages.id', 'deals.stage_id')
          .where('deals.id', deal.id)
          .first('stages.name')
      ).name;
    expect(await stageNow()).toBe('Negotiation');
    const acts = new Set((await knex('audit_log').orderBy('id', 'desc').limit(2)).map(({ act }) => act));
    expect(acts.size).toBe(1);
    await hub.ruth.click('Undo');
    await until(async () => (await stages()).includes('Trial'));
    expect(await stageNow()).toBe('Trial');
  });

  test('with very many deals are emptied behind the window, and come back so as well', async () => {
    const { db: knex } = hub.crm.database;
    const trial = await knex('stages').where({ name: 'Trial' }).first();
    const { id } = await given(hub, hub.ana, 'deal', { ...(await aDeal()), stage: trial.id });
    const { id: _id, ...like } = await knex('deals').where({ id }).first();
    await knex.batchInsert(
      'deals',
      Array.from({ length: 2100 }, () => ({ ...like, name: 'Copy' })),
      200,
    );
    const inTrial = async () => (await knex('deals').where({ stage_id: trial.id }).whereNull('deleted_at')).length;
    const before = await inTrial();
    await opens('stages');
    await choose('Trial', 'Remove');
    await shows(`has ${before.toLocaleString('en')} deals`);
    await hub.ruth.fill({ 'Move them to': 'Negotiation' });
    expect(await hub.ruth.submit()).toEqual({});
    await until(() => hub.ruth.sees().includes('removed the stage'));
    const said = JSON.stringify(hub.practice.workspace.record.traffic.map(({ response }) => response));
    expect(said).toContain(`Moving ${before.toLocaleString('en')} deals…`);
    expect(await inTrial()).toBe(0);
    await hub.ruth.click('Undo');
    await until(() => hub.ruth.sees().includes('Undone.'));
    expect(await inTrial()).toBe(before);
    await knex('deals').where({ name: 'Copy' }).delete();
  });

  test('without deals are removed at once; the last for won deals stays', async () => {
    await opens('stages');
    await choose('Qualified', 'Remove');
    await shows('Removed');
    expect(await stages()).not.toContain('Qualified');
    await choose('Won', 'Remove');
    await shows('This is the only stage for won deals');
    expect(await stages()).toContain('Won');
  });

  test('a name is free again once its stage is gone', async () => {
    await opens('stages');
    await hub.ruth.click('Add stage');
    await hub.ruth.fill({ Name: 'Qualified', Probability: 20 });
    expect(await hub.ruth.submit()).toEqual({});
    await until(async () => (await stages()).includes('Qualified'));
  });
});

describe('people', () => {
  test('an admin gives a role, which holds at the next request, and takes it back', async () => {
    await opens('people');
    await hub.ruth.click('Show');
    await shows('Ana Kovačević');
    await hub.ruth.click('Change role');
    await hub.ruth.fill({ Role: 'Viewer' });
    expect(await hub.ruth.submit()).toEqual({});
    await shows('Viewer');
    expect(await roleOf(hub.ana.id)).toBe('viewer');
    await hub.ana.slash('/crm add customer', { in: 'sales' });
    expect(hub.ana.sees()).toContain('As a viewer, you can’t add customers. Ask Ruth Adler.');
    await hub.ruth.click('Undo');
    await until(async () => (await roleOf(hub.ana.id)) === 'rep');
  });

  test('somebody who was never seen is added with a role; a guest is not', async () => {
    await hub.crm.database.db('employees').where({ person: DANA.id }).delete();
    await opens('people');
    await hub.ruth.click('Add person');
    await hub.ruth.fill({ Person: GUS.handle, Role: 'Manager' });
    expect(await hub.ruth.submit()).toEqual({ Person: expect.stringContaining('Guests can’t get a role') });
    await hub.ruth.fill({ Person: DANA.handle });
    expect(await hub.ruth.submit()).toEqual({});
    await shows('Dana Whitfield');
    expect(await roleOf(DANA.id)).toBe('manager');
  });

  test('the last admin stays one', async () => {
    const { id } = await hub.crm.database.db('employees').where({ person: hub.ruth.id }).first('id');
    await opens(`role E-${id}`);
    await hub.ruth.fill({ Role: 'Rep' });
    expect(await hub.ruth.submit()).toEqual({ Role: expect.stringContaining('You need at least one admin') });
    await hub.ruth.cancel();
    await hub.ruth.slash(`/crm delete E-${id}`, { in: 'sales' });
    await hub.ruth.click('Delete');
    await shows('You need at least one admin');
    expect(await roleOf(hub.ruth.id)).toBe('admin');
  });
});
