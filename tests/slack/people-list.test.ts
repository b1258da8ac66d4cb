import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ANA, CHANNELS, MAYA, PEOPLE } from '../../src/demo/cast.ts';
import { crowd } from '../../src/practice/server/index.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

const MANY = crowd(60);
const HALL = { id: 'C1HALL', name: 'hall', members: [ANA.id, MAYA.id, ...MANY.map(({ id }) => id)], hasApp: true };

let hub: Hub;
beforeAll(async () => {
  hub = await openHub({
    people: [...PEOPLE, ...MANY],
    channels: [...CHANNELS, HALL],
    rhythm: { sweep: 100, look: 50 },
    before: ({ faults }) => faults.always('users.list', { kind: 'http', status: 500 }),
  });
  await given(hub, hub.ana, 'customer', { name: 'Acme' });
});
afterAll(() => hub.end());

test('where Slack’s list of people cannot be read, people are asked for one by one', async () => {
  await hub.ana.slash('/crm show C-1', { in: 'sales' });
  expect(hub.ana.sees()).toContain('Acme');
  await hub.ana.slash('/crm audience', { in: 'sales' });
  expect(hub.ana.sees()).toContain('No external people are in this channel');
});

test('and so it is not known who reads in a channel with many, until the list is read', async () => {
  await hub.ana.slash('/crm audience', { in: 'hall' });
  expect(hub.ana.sees()).toContain('CustomerHub can’t see who’s in this channel');
  hub.practice.workspace.faults.clear();
  await until(async () => {
    await hub.ana.slash('/crm audience', { in: 'hall' });
    return hub.ana.sees().includes('No external people are in this channel');
  });
  const { record } = hub.practice.workspace;
  const asked = new Set(record.callsTo('users.info').map(({ args }) => args['user']));
  expect(MANY.filter(({ id }) => asked.has(id))).toEqual([]);
});

test('once it was read, nobody in it is asked for alone', async () => {
  const { record } = hub.practice.workspace;
  record.clear();
  const one = hub.practice.as(MANY[7]!.id);
  await one.slash('/crm show C-1', { in: 'hall' });
  expect(one.sees()).toContain('Acme');
  expect(record.callsTo('users.info')).toEqual([]);
});
