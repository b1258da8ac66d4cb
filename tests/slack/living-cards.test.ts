import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Message } from '../../src/practice/protocol.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { readMessage } from '../support/reading.ts';
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
  const seen = maya.driver.snapshot();
  return (seen.messages['C0DEALS'] ?? [])
    .map((message) => ({ ...message, says: readMessage(message, seen) }))
    .filter(({ ephemeralFor }) => !ephemeralFor);
};

const name = (): string => `Rollout ${number}`;
const card = (): Message & { says: string } =>
  posts().findLast(({ threadTs, says }) => !threadTs && says.includes(name()))!;
const replies = (): (Message & { says: string })[] => posts().filter(({ threadTs }) => threadTs === card().ts);
const say = (person: Person, words: string): Promise<void> => person.slash(`/crm ${words}`, { in: 'sales' });

/** A new deal, with its card in #deals. */
beforeEach(async () => {
  await hub.crm.database.db('subscriptions').update({ style: 'full' });
  number += 1;
  deal = (await given(hub, ana, 'deal', { name: name(), customer, amount: '10k' })).id;
  await until(() => card());
});

test('the first thing that is heard of a deal posts its card: how it stands, and what can be done', () => {
  const { says } = card();
  expect(says).toContain(`Ana Kovačević created ${name()} for Acme`);
  for (const shown of ['Lead', '€10,000', 'Ana Kovačević', 'No follow-up planned.', 'No interactions yet.'])
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
    await until(() => card().says.includes('No follow-up planned.'));
  });

  test('a call that was logged', async () => {
    await given(hub, ben, 'interaction', { customer, deal, kind: 'call', what: 'They like it' });
    await until(() => card().says.includes('Last interaction: call by Ben Okafor'));
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

const compact = async (): Promise<void> => {
  await hub.ruth.deletes(card());
  await hub.crm.database.db('subscriptions').update({ style: 'compact' });
};

test('a compact card is a line, with all that can be done behind its menu', async () => {
  await compact();
  await say(ana, `stage D-${deal} proposal`);
  await until(() => card().says.includes('Proposal since'));
  const { says, blocks } = card();
  expect(blocks).toHaveLength(2);
  expect(says).toContain(`${name()} · D-${deal} · Acme · Proposal since`);
  await ana.choose(says.split('\n')[1] ?? '', 'Log');
  await until(() => ana.sees().startsWith('Log interaction'));
  await ana.cancel();
});

describe('a deal that is not there any more', () => {
  test('is deleted on its card, which loses its buttons and gets them back with an undo', async () => {
    await say(ana, `delete D-${deal}`);
    await ana.click('Delete');
    await until(() => card().says.includes('was deleted'));
    expect(card().blocks.some(({ type }) => type === 'actions')).toBe(false);
    await until(() => replies().some(({ says }) => says.includes('deleted')));
    await say(ana, 'undo');
    await until(() => card().says.includes('Follow-up'));
    await until(() => replies().some(({ says }) => says.includes('restored')));
  });

  test('says into which it was merged, and the card of the other lives on', async () => {
    const gone = { deal, name: name() };
    number += 1;
    const kept = (await given(hub, ana, 'deal', { name: name(), customer, amount: '5k' })).id;
    await until(() => card());
    await say(ana, `merge D-${kept} D-${gone.deal}`);
    await ana.click(`Keep D-${kept} ${name()}`);
    await until(() => posts().some(({ says, threadTs }) => !threadTs && says.includes(`was merged into ${name()}`)));
    await say(ana, `stage D-${kept} proposal`);
    await until(() => card().says.includes('Stage\nProposal'));
  });
});

test('a card that was deleted by hand comes back with the next update, not with a mere refresh', async () => {
  await hub.ruth.deletes(card());
  await say(ana, `next D-${deal} 2026-11-20 call`);
  await until(async () => (await hub.crm.database.db('cards').where({ record_id: deal }).first()).gone_at !== null);
  expect(card()).toBeUndefined();
  await say(ana, `stage D-${deal} proposal`);
  await until(() => card());
  expect(card().says).toContain('moved');
  await say(ana, `stage D-${deal} negotiation`);
  await until(() => replies().length === 1);
});

test('a deal that is muted is told no more, its card says so and stays up to date', async () => {
  await ana.click('Mute updates');
  await until(() => card().says.includes('Ana Kovačević muted updates about this deal here.'));
  await say(ana, `stage D-${deal} proposal`);
  await until(() => card().says.includes('Stage\nProposal'));
  await until(async () => (await hub.crm.database.db('outbox').whereNull('delivered_at')).length === 0);
  expect(replies()).toEqual([]);
  await maya.slash(`/crm unmute D-${deal}`, { in: 'deals' });
  await until(() => !card().says.includes('muted updates'));
  await say(ana, `stage D-${deal} negotiation`);
  await until(() => replies().length === 1);
  await hub.ruth.slash(`/crm audit verb:mute`, { in: 'deals' });
  await until(() => hub.ruth.sees().includes(`Ana Kovačević muted ${name()}`));
});

test('two who press a button of the same card each get their own form, and are shown where they disagree', async () => {
  const { ruth } = hub;
  await maya.click('Owner');
  await ruth.click('Owner');
  await maya.fill({ Owner: 'Ben Okafor' });
  expect(await maya.submit()).toEqual({});
  await ruth.fill({ Owner: 'Maya Lindqvist' });
  await ruth.submit();
  expect(ruth.sees()).toContain('Ben Okafor');
  await until(() => card().says.includes('Owner\nBen Okafor'));
  await ruth.cancel({ all: true });
});

test('what people of other companies press does nothing but say so', async () => {
  const { ingrid } = hub;
  await ana.slash('/invite @customerhub', { in: 'ext-fjordfrakt' });
  await maya.slash('/crm subscribe usual', { in: 'ext-fjordfrakt' });
  await say(ana, `stage D-${deal} proposal`);
  await until(() => ingrid.reads('ext-fjordfrakt').some((text) => text.includes(name())));
  for (const label of ['Mute updates', 'Stage', 'Log']) {
    await ingrid.click(label);
    await until(() => ingrid.sees().includes('Only members of CustomerHub’s own workspace'));
  }
  expect(await hub.crm.database.db('muted_deals')).toEqual([]);
});

test('what guests press does nothing but say so, and is on record', async () => {
  const { gus } = hub;
  await maya.slash('/invite @customerhub', { in: 'trade-fair' });
  await maya.slash('/crm subscribe usual', { in: 'trade-fair' });
  await say(ana, `stage D-${deal} proposal`);
  await until(() => gus.reads('trade-fair').some((text) => text.includes(name())));
  const { db: knex } = hub.crm.database;
  const refused = async (): Promise<number> =>
    (await knex('audit_log').where({ verb: 'refused', slack_user_id: gus.id, source: 'button' })).length;
  const before = await knex('deals').where({ id: deal }).first();
  const CLOSED = 'Guests can’t use CustomerHub.';
  const labels = ['Mute updates', 'Stage', 'Owner', 'Log', 'Follow-up'];
  for (const [at, label] of labels.entries()) {
    await gus.click(label);
    await until(() => gus.reads('trade-fair').filter((text) => text.includes(CLOSED)).length === at + 1);
    expect(await refused()).toBe(at + 1);
  }
  expect(gus.driver.snapshot().views).toEqual([]);
  expect(await knex('muted_deals')).toEqual([]);
  expect(await knex('deals').where({ id: deal }).first()).toEqual(before);
});

test('why nothing was told of a muted deal is said, beside what was told before', async () => {
  await maya.slash(`/crm mute D-${deal}`, { in: 'deals' });
  await say(ana, `stage D-${deal} proposal`);
  const waiting = () =>
    hub.crm.database
      .db('outbox')
      .where({ lane: `deal ${deal}` })
      .whereNull('delivered_at');
  await until(async () => (await waiting()).length === 0);
  await maya.slash(`/crm why D-${deal}`, { in: 'deals' });
  const [newest, created] = maya
    .sees()
    .split('\n')
    .filter((line) => line.startsWith('• Deal updates'));
  expect(newest).toMatch(/muted/);
  expect(created).toContain(':white_check_mark: posted');
});
