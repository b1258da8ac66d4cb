import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Message } from '../../src/practice/protocol.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until as untilWithin } from '../support/until.ts';

jest.setTimeout(30_000);
/** Cards come by a courier, on a machine that may be busy. */
const until = <T>(holds: () => T | Promise<T>): Promise<T> => untilWithin(holds, 20_000);

let hub: Hub;
let ana: Person;
let ben: Person;
let maya: Person;
let customer: number;
let deal: number;
let number = 0;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, ben, maya } = hub);
  customer = (await given(hub, ana, 'customer', { name: 'Acme' })).id;
  await maya.slash('/crm subscribe usual close-date interaction', { in: 'deals' });
});
afterAll(() => hub.end());

/** Messages of the channel, those only one person sees left out, with what they say. */
const posts = (): (Message & { says: string })[] => {
  const says = maya.reads('deals');
  return maya
    .messages('deals')
    .map((message, at) => ({ ...message, says: says[at] ?? '' }))
    .filter(({ ephemeralFor }) => !ephemeralFor);
};

const name = (): string => `Rollout ${number}`;
const card = (): Message & { says: string } =>
  posts().findLast(({ threadTs, says }) => !threadTs && says.includes(name()))!;
const replies = (): (Message & { says: string })[] => posts().filter(({ threadTs }) => threadTs === card().ts);
const say = (person: Person, words: string): Promise<void> => person.slash(`/crm ${words}`, { in: 'sales' });

/** A new deal, with its card in #deals. */
beforeEach(async () => {
  number += 1;
  deal = (await given(hub, ana, 'deal', { name: name(), customer, amount: '10k' })).id;
  await until(() => card());
});

test('the first thing that is heard of a deal posts its card: how it stands, and what can be done', () => {
  const { says } = card();
  expect(says).toContain(`Ana Kovačević created ${name()} for Acme`);
  for (const shown of ['Lead', '€10,000', 'Ana Kovačević', 'None planned.', 'Nothing logged yet.'])
    expect(says).toContain(shown);
  for (const label of ['Stage', 'Owner', 'Log', 'Follow-up']) expect(says).toContain(label);
});

test('what happens then is told in the thread of the card; only what was won or lost is shown in the channel too', async () => {
  await say(ana, `stage D-${deal} proposal`);
  await until(() => replies().length === 1);
  expect(replies()[0]).toMatchObject({ says: expect.stringContaining('from Lead to Proposal') });
  expect(replies()[0]?.broadcast).not.toBe(true);
  await say(maya, `won D-${deal}`);
  await until(() => replies().length === 2);
  expect(replies()[1]).toMatchObject({ broadcast: true, says: expect.stringContaining('Maya Lindqvist won') });
  expect(posts().filter(({ threadTs, says }) => !threadTs && says.includes(name()))).toHaveLength(1);
});

describe('the card shows how the deal stands, whatever changed it:', () => {
  test('a command and its undo', async () => {
    await say(ana, `stage D-${deal} proposal`);
    await until(() => card().says.includes('Proposal'));
    await say(ana, 'undo');
    await until(() => card().says.includes('Stage\nLead'));
  });

  test('a next step, and doing it', async () => {
    await say(ana, `next D-${deal} 2026-11-20 call the lawyers`);
    await until(() => card().says.includes('call the lawyers'));
    expect(card().says).toContain('20 Nov 2026');
    await say(ana, 'undo');
    await until(() => card().says.includes('None planned.'));
  });

  test('a call that was logged', async () => {
    await given(hub, ben, 'interaction', { customer, deal, kind: 'call', what: 'They like it' });
    await until(() => card().says.includes('Last touch: call by Ben Okafor'));
    await until(() => replies().some(({ says }) => says.includes('They like it')));
  });

  test('another name of the customer', async () => {
    await say(ana, `edit C-${customer}`);
    await ana.fill({ Name: 'Acme Global' });
    expect(await ana.submit()).toEqual({});
    await until(() => card().says.includes('Acme Global'));
    await say(ana, 'undo');
    await until(() => !card().says.includes('Acme Global'));
  });
});
