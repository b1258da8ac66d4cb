import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TEAM } from '../../src/demo/cast.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { raw } from '../support/raw.ts';
import { until } from '../support/until.ts';
import { requests, send, targetOf, WRITTEN } from '../support/surfaces.ts';

const OTHER = 'T0OTHERS';

let hub: Hub;
const knex = () => hub.crm.database.db;

beforeAll(async () => {
  hub = await openHub();
  const { id: customer } = await given(hub, hub.ana, 'customer', { name: 'Secret Customer' });
  await given(hub, hub.ana, 'deal', { name: 'Secret Deal', customer, amount: '12k' });
});
afterAll(() => hub.end());

const expectNothingWritten = async (): Promise<void> => {
  expect(await knex()('customers').where({ name: WRITTEN })).toEqual([]);
  expect(await knex()('deals').where({ id: 1 }).first()).toMatchObject({ version: 1 });
};

test('she is known, and a member', async () => {
  await hub.ana.slash('/crm show D-1', { in: 'sales' });
  expect(hub.ana.sees()).toContain('Secret Deal');
});

describe.each(requests)('%s of somebody known', (name, make) => {
  test('does nothing where it is meant for another workspace', async () => {
    const before = await audit(hub, 1);
    const answer = await raw(targetOf(hub), make(hub, hub.ana.id, { team: OTHER, user: TEAM.id }));
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe('This app belongs to another workspace.\n');
    expect(await audit(hub, 1)).toEqual(before);
    await expectNothingWritten();
  });

  // Commands say nothing more of who types them.
  if (name.startsWith('a command')) return;

  const isEvent = name === 'Home';
  const claims: [string, Parameters<typeof make>[2]][] = isEvent
    ? [['comes from another workspace', { team: OTHER, installed: TEAM.id }]]
    : [['says that they are of another workspace', { user: OTHER }]];
  if (/form|typeahead|window/.test(name))
    claims.push(['comes from another workspace', { team: OTHER, user: TEAM.id, installed: TEAM.id }]);

  test.each(claims)('is refused where it %s', async (_what, teams) => {
    const seen = await send(hub, make(hub, hub.ana.id, teams));
    expect(seen).not.toContain('Secret');
    expect((await audit(hub))[0]).toMatchObject({ verb: 'refused', slack_user_id: hub.ana.id });
    await expectNothingWritten();
  });
});

test('the same person is let in with the ids of their own workspace', async () => {
  const make = new Map(requests).get('a button in a message');
  if (!make) throw new Error('there is no such request');
  expect((await audit(hub))[0]).toMatchObject({ verb: 'refused' });
  await raw(targetOf(hub), make(hub, hub.ana.id, { user: TEAM.id }));
  await until(async () => (await audit(hub))[0]?.verb === 'show');
});
