import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { doAllDue } from '../support/due.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya, ana } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme Logistics' });
  await given(hub, maya, 'deal', { name: 'Pilot', customer, amount: '3,400', stage: 5 });
});
beforeEach(async () => {
  const { db: knex } = hub.crm.database;
  await knex('due_work').delete();
  await knex('schedules').update({ deleted_at: '2026-11-16T14:00:00.000Z' });
});
afterAll(() => hub.end());

const rows = () => hub.crm.database.db('schedules').whereNull('deleted_at').orderBy('id');
const at = async (iso: string): Promise<void> => {
  hub.crm.at(iso);
  await doAllDue(hub.crm);
};
const inDeals = (person: Person, words: string): Promise<void> => person.slash(`/crm ${words}`, { in: 'deals' });

describe('a summary with every:', () => {
  test('comes to the channel by itself, with its pictures and the numbers of that moment', async () => {
    await inDeals(maya, 'summary this-week every:monday 9:00');
    expect(maya.sees()).toContain('Scheduled: Summary this-week, every Monday at 9:00, to #deals');
    await given(hub, maya, 'deal', { name: 'Later', customer: 1, amount: '1,600', stage: 5 });
    const before = ana.messages('deals').length;
    await at('2026-11-23T08:00:00Z');
    await until(() => ana.messages('deals').length === before + 1);
    const message = ana.messages('deals').at(-1)!;
    expect(ana.reads('deals').at(-1)).toContain(':bar_chart: This week');
    expect(ana.reads('deals').at(-1)).toContain('Sent every Monday at 9:00 · owner Maya');
    expect(message.blocks.filter(({ type }) => type === 'image')).toHaveLength(3);
    await at('2026-11-23T08:30:00Z');
    expect(ana.messages('deals')).toHaveLength(before + 1);
  });

  test('with to:me comes to that person alone', async () => {
    await inDeals(ana, 'summary last-month every:weekday 17:00 to:me');
    expect(ana.sees()).toContain('every weekday at 17:00, only to you');
    const before = ana.messages('app').length;
    await at('2026-11-24T16:00:00Z');
    await until(
      () =>
        ana
          .reads('app')
          .slice(before)
          .some((text) => text.includes(':bar_chart: Last month')),
      15_000,
    );
  });

  test.each([
    ['summary this-week every:blue', 'blue'],
    ['summary this-week every:monday 25:00', '25:00'],
    ['summary this-week every:monday to:ben', 'to:ben'],
    ['summary sometimes every:monday', 'sometimes'],
    ['summary every:', 'every'],
  ])('“%s” is answered with the word that means nothing, and nothing is made', async (line, word) => {
    await inDeals(maya, line);
    expect(maya.sees()).toContain(word);
    expect(await rows()).toEqual([]);
  });

  test('a viewer is refused, and told who can help', async () => {
    await hub.crm.database.db('employees').where({ name: 'Ben Okafor' }).update({ role: 'viewer' });
    await inDeals(hub.ben, 'summary every:day');
    expect(hub.ben.sees()).toContain('can’t add schedules');
    await hub.crm.database.db('employees').where({ name: 'Ben Okafor' }).update({ role: 'rep' });
    expect(await rows()).toEqual([]);
  });
});

describe('the form under a summary', () => {
  test('asks when, says under the answer what is wrong with it, and schedules', async () => {
    await inDeals(maya, 'summary this quarter');
    await until(() => maya.sees().includes('Schedule'));
    await maya.click('Schedule');
    await maya.fill({ Every: 'now and then' });
    expect(await maya.submit()).toMatchObject({ Every: expect.stringContaining('“now” isn’t a day') });
    await maya.fill({ Every: 'friday 16:00', Summary: 'some quarter' });
    expect(await maya.submit()).toMatchObject({ Summary: expect.stringContaining('some quarter') });
    await maya.fill({ Summary: 'this quarter', To: 'Only me' });
    expect(await maya.submit()).toEqual({});
    expect(await rows()).toMatchObject([{ words: 'this quarter', every: 'friday 16:00', channel: maya.id }]);
  });
});

describe('in /crm subscriptions', () => {
  /** In the menu beside the schedule. */
  const choose = (what: string): Promise<void> =>
    maya.choose(/^.*Summary this-week.*\n.*$/m.exec(maya.sees())?.[0] ?? '', what);

  test('it is listed, changed, paused, handed over and ended', async () => {
    await inDeals(maya, 'summary this-week every:month');
    await inDeals(maya, 'subscriptions');
    expect(maya.sees()).toContain('Summary this-week, on the first weekday of every month at 9:00');
    await choose('Pause for a week');
    await until(() => maya.sees().includes('is paused until'));
    await inDeals(maya, 'subscriptions');
    await choose('Edit');
    await maya.fill({ Every: 'day 8:00', 'Paused until': null, Owner: 'Ana' });
    expect(await maya.submit()).toEqual({});
    expect(await rows()).toMatchObject([{ every: 'day 08:00', paused_until: null }]);
    await inDeals(ana, 'unsubscribe this-week');
    expect(ana.sees()).toContain('Removed: Summary this-week');
    expect(await rows()).toEqual([]);
  });
});

test('when its maker lost their role it stops, the channel hears so once, and a manager takes it over', async () => {
  await inDeals(ana, 'summary this-week every:day 9:00');
  await hub.crm.database.db('employees').where({ name: 'Ana Kovačević' }).update({ role: 'none' });
  await at('2026-12-03T08:00:00Z');
  await until(() => maya.sees().includes('stopped. Ana Kovačević, the owner, no longer has access.'));
  await hub.crm.database.db('employees').where({ name: 'Ana Kovačević' }).update({ role: 'rep' });
  await maya.click('Take over');
  expect(await maya.submit()).toEqual({});
  const [{ id }] = await hub.crm.database.db('employees').where({ name: 'Maya Lindqvist' });
  expect(await rows()).toMatchObject([{ owner_id: id, broken: null }]);
  const before = maya.messages('deals').length;
  await at('2026-12-04T08:00:00Z');
  await until(() => maya.messages('deals').length === before + 1);
});

test('one that is ended between its hour and its posting posts nothing', async () => {
  await inDeals(maya, 'summary this-week every:day 9:00');
  const [{ id }] = await rows();
  const before = maya.messages('deals').length;
  const { db: knex } = hub.crm.database;
  hub.practice.workspace.faults.always('chat.postMessage', { kind: 'http', status: 503 });
  await at('2026-12-14T08:00:00Z');
  await until(async () => (await knex('outbox').whereNotNull('last_error')).length > 0);
  await knex('schedules').where({ id }).update({ deleted_at: '2026-12-14T08:00:01.000Z' });
  hub.practice.workspace.faults.clear();
  hub.crm.at('2026-12-14T08:01:00Z');
  hub.slack.delivery.wake();
  await until(async () => (await knex('outbox').whereNull('delivered_at')).length === 0);
  expect(maya.messages('deals')).toHaveLength(before);
});

test('one whose maker became a guest stops when it is to be posted, and posts no numbers', async () => {
  await inDeals(ana, 'summary this-week every:day 9:00');
  const before = maya.messages('deals').length;
  hub.practice.workspace.changePerson(ana.id, { isGuest: true });
  await at('2026-12-21T08:00:00Z');
  await until(
    () =>
      maya
        .reads('deals')
        .slice(before)
        .some((text) => text.includes('no longer has access')),
    15_000,
  );
  expect(maya.reads('deals').slice(before).join()).not.toContain(':bar_chart:');
});

describe('what Slack refuses of a scheduled summary', () => {
  const posts = () =>
    hub.practice.workspace.record
      .callsTo('chat.postMessage')
      .filter(({ args }) => JSON.stringify(args['blocks'] ?? '').includes('bar_chart')).length;
  const refuse = (error: string, times = 1): void =>
    hub.practice.workspace.faults.next('chat.postMessage', { kind: 'error', error }, times);
  const due = async (iso: string, line: string): Promise<void> => {
    await inDeals(maya, line);
    await at(iso);
  };
  afterEach(() => hub.practice.workspace.faults.clear());

  test('its pictures: it comes without them, once, and says so', async () => {
    const before = ana.messages('deals').length;
    hub.practice.workspace.faults.hidesFiles = true;
    await due('2027-01-05T08:00:00Z', 'summary this-week every:day 9:00');
    await until(() => ana.messages('deals').length === before + 1);
    const message = ana.messages('deals').at(-1)!;
    expect(message.blocks.filter(({ type }) => type === 'image')).toHaveLength(0);
    expect(ana.reads('deals').at(-1)).toContain('Slack couldn’t show the charts. The figures are correct');
    expect(ana.reads('deals').at(-1)).toContain('Sent every day at 9:00 · owner Maya');
    const { db: knex } = hub.crm.database;
    await until(async () => (await knex('outbox').whereNull('delivered_at')).length === 0);
    expect(await knex('outbox').whereNotNull('failed_at')).toEqual([]);
    expect(ana.messages('deals')).toHaveLength(before + 1);
  });

  test('its table: it comes as text', async () => {
    hub.practice.workspace.blockKit.unknownBlocks.add('data_table');
    try {
      const before = ana.messages('deals').length;
      await due('2027-01-06T08:00:00Z', 'summary 2026-Q4 by:owner every:day 9:00');
      await until(() => ana.messages('deals').length === before + 1);
      expect(
        ana
          .messages('deals')
          .at(-1)!
          .blocks.map(({ type }) => type),
      ).not.toContain('data_table');
      expect(ana.reads('deals').at(-1)).toContain('Maya Lindqvist  won value');
    } finally {
      hub.practice.workspace.blockKit.unknownBlocks.delete('data_table');
    }
  });

  test('nothing of what moved: where a guest reads, it comes without amounts and without buttons', async () => {
    const before = ana.messages('deals').length;
    await due('2027-01-06T20:00:00Z', 'summary moved since:2026-01-01 every:day 20:30');
    await at('2027-01-06T20:30:00Z');
    await until(() => ana.messages('deals').length === before + 1);
    expect(ana.reads('deals').at(-1)).toContain('0 open deals at the start, 0 now.');
    expect(ana.reads('deals').at(-1)).toContain('Sent every day at 20:30');
    expect(
      ana
        .messages('deals')
        .at(-1)!
        .blocks.map(({ type }) => type),
    ).not.toContain('actions');
  });

  test('everything in it: it is set aside, and an answer about the channel is no reason to try another', async () => {
    const { db: knex } = hub.crm.database;
    const underWay = async () => (await knex('outbox').whereNull('delivered_at').whereNull('failed_at')).length;
    const failed = async () => (await knex('outbox').whereNotNull('failed_at')).length;
    const before = posts();
    // With its pictures it is tried four times, without them once.
    refuse('invalid_blocks', 5);
    await due('2027-01-07T08:00:00Z', 'summary this-week every:day 9:00');
    await until(async () => (await failed()) === 1 && (await underWay()) === 0);
    expect(posts() - before).toBe(5);
    refuse('restricted_action');
    const tried = posts();
    await at('2027-01-08T08:00:00Z');
    await until(async () => (await failed()) === 2);
    expect(posts() - tried).toBe(1);
  });
});
