import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let deals = 0;
const waits: number[] = [];
const faults = () => hub.practice.workspace.faults;
const published = () => hub.practice.workspace.record.callsTo('views.publish');

beforeAll(async () => {
  hub = await openHub({ patience: 1500, waits });
  ({ ana } = hub);
  await given(hub, ana, 'customer', { name: 'Acme' });
});
/** So that each Home differs from the one before. */
beforeEach(async () => {
  deals += 1;
  await given(hub, ana, 'deal', { name: `Deal ${deals}`, customer: 1 });
  hub.practice.workspace.record.clear();
  waits.length = 0;
});
afterEach(() => faults().clear());
afterAll(() => hub.end());

const shows = (words: string): Promise<boolean> =>
  until(() => JSON.stringify(ana.driver.snapshot().home ?? '').includes(words));

test.each<[string, ApiFault]>([
  ['429', { kind: 'rate_limited', retryAfter: 1 }],
  ['500', { kind: 'http', status: 500 }],
  ['a reset', { kind: 'reset' }],
  ['silence', { kind: 'hang' }],
  ['half an answer', { kind: 'truncated' }],
  ['fatal_error', { kind: 'error', error: 'fatal_error' }],
])('Home comes although views.publish answers three times with %s', async (_how, fault) => {
  faults().next('views.publish', fault, 3);
  await ana.driver.do({ do: 'open_home' });
  await until(() => published().length === 4);
  await shows(`My open deals · ${deals}`);
  // Each wait is longer than the one before.
  expect(waits).toEqual([1000, 2000, 4000]);
});

test('it waits as long as Slack asks for', async () => {
  faults().next('views.publish', { kind: 'rate_limited', retryAfter: 7 });
  await ana.driver.do({ do: 'open_home' });
  await shows(`My open deals · ${deals}`);
  expect(waits).toEqual([7000]);
});

test('a Home that is still to come does not take the place of a newer one', async () => {
  faults().next('views.publish', { kind: 'rate_limited', retryAfter: 10 });
  await ana.driver.do({ do: 'open_home' });
  await until(() => waits.includes(10_000));
  deals += 1;
  await given(hub, ana, 'deal', { name: `Deal ${deals}`, customer: 1 });
  await ana.driver.do({ do: 'open_home' });
  await shows(`My open deals · ${deals}`);
  // By then the first has woken, which takes a twentieth of what it was asked for.
  await sleep(10_000 / 10);
  expect(published()).toHaveLength(2);
});

test('what will not pass is not tried again', async () => {
  faults().always('views.publish', { kind: 'error', error: 'not_enabled' });
  await ana.driver.do({ do: 'open_home' });
  await until(() => published().length === 1);
  await hub.practice.workspace.quiet();
  expect(waits).toEqual([]);
});
