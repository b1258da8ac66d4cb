import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { NOW } from '../support/crm.ts';
import { actorFor, audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

let hub: Hub;
let ben: Person;
const knex = () => hub.crm.database.db;
const later = (ms: number): void => hub.crm.at(new Date(NOW + ms).toISOString());
const followUps = async (): Promise<number> => (await knex()('follow_ups').select('id')).length;

const begin = async (options: Parameters<typeof openHub>[0] = {}): Promise<void> => {
  hub = await openHub(options);
  ({ ben } = hub);
  const { id: customer } = await given(hub, ben, 'customer', { name: 'Acme' });
  await given(hub, ben, 'deal', { name: 'Rollout', customer, amount: '12k' });
};

describe('somebody who became a guest while Slack’s event got lost', () => {
  beforeAll(() => begin());
  afterAll(() => hub.end());

  test('is a guest everywhere after five minutes, also in a form that was open before', async () => {
    await ben.slash('/crm edit C-1', { in: 'sales' });
    await ben.fill({ Industry: 'Toys' });
    hub.practice.workspace.changePerson(ben.id, { isGuest: true }, false);
    later(5 * MINUTE);
    await ben.slash('/crm next D-1 2026-11-20 Within five minutes', { in: 'sales' });
    expect(ben.reads('sales').join()).toContain('Within five minutes');
    later(5 * MINUTE + SECOND);
    expect(Object.values(await ben.submit()).join()).toContain('Guests can’t use CustomerHub');
    await ben.cancel();
    await ben.slash('/crm next D-1 2026-11-20 Too late', { in: 'sales' });
    expect(ben.sees()).toContain('Guests can’t use CustomerHub');
    expect((await audit(hub))[0]).toMatchObject({ verb: 'refused', slack_user_id: ben.id });
    expect(await followUps()).toBe(1);
    expect(await knex()('customers').pluck('industry')).toEqual([null]);
  });
});

const SILENCES: [string, ApiFault][] = [
  ['429', { kind: 'rate_limited', retryAfter: 1 }],
  ['500', { kind: 'http', status: 500 }],
  ['a dropped connection', { kind: 'reset' }],
  ['nothing at all', { kind: 'hang' }],
];

describe.each(SILENCES)('when Slack answers the question who somebody is with %s', (_how, fault) => {
  beforeAll(() => begin());
  afterAll(() => hub.end());
  afterEach(() => hub.practice.workspace.faults.clear());

  test('they look things up for an hour, and write nothing after five minutes', async () => {
    await ben.slash('/crm edit C-1', { in: 'sales' });
    await ben.fill({ Industry: 'Toys' });
    hub.practice.workspace.faults.always('users.info', fault);
    later(6 * MINUTE);
    const refusal = 'Slack hasn’t confirmed who you are in the last 5 minutes, so nothing was saved.';
    expect(Object.values(await ben.submit()).join()).toContain(refusal);
    expect(ben.sees()).toContain('Toys');
    await ben.cancel();
    await ben.slash('/crm show C-1', { in: 'sales' });
    expect(ben.sees()).toContain('Acme');
    await ben.slash('/crm next D-1 2026-11-20 Call them', { in: 'sales' });
    expect(ben.sees()).toContain(refusal);
    later(61 * MINUTE);
    await ben.slash('/crm show C-1', { in: 'sales' });
    expect(ben.sees()).toContain('Slack didn’t say who you are, so nothing was done.');
    expect(ben.sees()).not.toContain('Acme');
    expect(await followUps()).toBe(0);
    expect(await knex()('customers').pluck('industry')).toEqual([null]);
  });

  test('they write again as soon as Slack answers', async () => {
    await until(async () => {
      await ben.slash('/crm next D-1 2026-11-20 Call them', { in: 'sales' });
      return ben.sees().includes('Call them');
    });
    expect(await followUps()).toBe(1);
  });
});

test('somebody whom Slack does not confirm does not become an employee, let alone an admin', async () => {
  await begin();
  await knex()('employees').where({ role: 'admin' }).update({ role: 'rep' });
  hub.practice.workspace.changePerson('U0DANA', { isAdmin: true }, false);
  hub.practice.workspace.faults.always('users.info', { kind: 'http', status: 500 });
  later(6 * MINUTE);
  const before = await knex()('employees').select('person', 'role');
  const dana = hub.practice.as('U0DANA');
  await dana.slash('/crm list deals', { in: 'sales' });
  expect(dana.sees()).toContain('Slack hasn’t confirmed');
  await hub.ruth.slash('/crm list deals', { in: 'sales' });
  expect(await knex()('employees').select('person', 'role')).toEqual(before);
  await hub.end();
});

test('somebody who changes their name or time zone is asked for once, and goes on meanwhile', async () => {
  await begin();
  const { workspace } = hub.practice;
  await ben.slash('/crm show C-1', { in: 'sales' });
  workspace.changePerson(ben.id, { tz: 'Asia/Tokyo' });
  await workspace.quiet();
  const asked = (): number => workspace.record.callsTo('users.info').length;
  const before = asked();
  await ben.slash('/crm show C-1', { in: 'sales' });
  await ben.slash('/crm next D-1 2026-11-20 Call them', { in: 'sales' });
  expect(asked()).toBe(before + 1);
  expect(await knex()('employees').where({ person: ben.id }).pluck('time_zone')).toEqual(['Asia/Tokyo']);
  workspace.changePerson(ben.id, { title: 'On holiday' });
  await workspace.quiet();
  await ben.slash('/crm show C-1', { in: 'sales' });
  expect(asked()).toBe(before + 1);
  await hub.end();
});

describe('what Slack’s events do not tell, its list of people does', () => {
  const card = (): string =>
    JSON.stringify(
      hub.maya.messages('deals').find(({ threadTs, user }) => !threadTs && user === 'U0PRACTICEBOT') ?? '',
    );

  beforeAll(async () => {
    await begin({ rhythm: { sweep: 100, look: 50 } });
    await hub.ana.slash('/crm subscribe usual', { in: 'deals' });
    await ben.slash('/crm stage D-1 proposal', { in: 'sales' });
    await until(() => card().includes('12,000'));
  });
  afterAll(() => hub.end());

  test('a new guest gets nothing, and cards where they read hide what is not for them', async () => {
    hub.practice.workspace.changePerson('U0DANA', { isGuest: true }, false);
    await until(() => card().includes('•••') && !card().includes('12,000'));
    const dana = hub.practice.as('U0DANA');
    await dana.slash('/crm show C-1', { in: 'sales' });
    expect(dana.sees()).toContain('Guests can’t use CustomerHub');
    hub.practice.workspace.changePerson('U0DANA', { isGuest: false }, false);
    await until(() => card().includes('12,000'));
  });

  test('somebody who was deactivated counts as gone, and their manager is asked to hand over', async () => {
    const { employeeId } = await actorFor(hub, ben);
    hub.practice.workspace.changePerson(ben.id, { deleted: true }, false);
    await until(() => hub.maya.reads('app').some((text) => text.includes('Ben Okafor was deactivated in Slack')));
    expect((await knex()('employees').where({ id: employeeId }).first()).left_at).not.toBeNull();
  });
});

test('somebody who was deactivated while CustomerHub was down counts as gone from its start on', async () => {
  await begin({
    before: (workspace) => workspace.faults.next('users.list', { kind: 'http', status: 500 }),
    rhythm: { sweep: 300 },
  });
  hub.practice.workspace.changePerson(ben.id, { deleted: true }, false);
  await until(async () => (await knex()('employees').where({ person: ben.id }).first()).left_at !== null);
  await hub.end();
});
