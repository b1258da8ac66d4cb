import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { TEAM } from '../../src/demo/cast.ts';
import { actorFor, audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { WRITTEN, surfaces } from '../support/surfaces.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, ben } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Secret Customer' });
  await given(hub, ana, 'deal', { name: 'Secret Deal', customer, amount: '12k' });
  await ana.slash('/crm subscribe usual', { in: 'deals' });
});
afterEach(() => {
  hub.practice.workspace.faults.clear();
});
afterAll(() => hub.end());

const knex = () => hub.crm.database.db;

interface Outsider {
  who: string;
  id: string;
  make?: () => Promise<void> | void;
}

const outsiders: Outsider[] = [
  { who: 'a guest', id: 'U0GUS' },
  { who: 'somebody of another company', id: 'U0INGRID' },
  { who: 'somebody who has left', id: 'U0TOMASZ' },
  {
    who: 'an app',
    id: 'U0TOMASZ',
    make: () => hub.practice.workspace.changePerson('U0TOMASZ', { deleted: false, isBot: true }),
  },
  {
    who: 'a member with the role “No access”',
    id: 'U0DANA',
    make: async () => {
      const { employeeId } = await actorFor(hub, hub.practice.as('U0DANA'));
      await knex()('employees').where({ id: employeeId }).update({ role: 'none' });
    },
  },
];

describe.each(outsiders)('$who gets nothing', ({ id, make }) => {
  beforeAll(async () => {
    await make?.();
    await hub.practice.workspace.quiet();
  });

  test.each(surfaces)('from %s, and the attempt is on record', async (_surface, use) => {
    const seen = await use(hub, id);
    expect(seen).not.toContain('Secret');
    expect(seen).not.toContain('12,000');
    const [entry] = await audit(hub);
    expect(entry).toMatchObject({ verb: 'refused', slack_user_id: id, slack_team_id: TEAM.id });
    expect(entry?.source).not.toBe('app');
    expect(await knex()('customers').where({ name: WRITTEN })).toEqual([]);
    expect(await knex()('deals').where({ id: 1 }).first()).toMatchObject({ version: 1 });
  });
});

test('what a guest is told says why, and whom to ask', async () => {
  await hub.gus.slash('/crm list deals', { in: 'general' });
  expect(hub.gus.sees()).toContain('Guests can’t use CustomerHub.');
  await hub.gus.home();
  await until(() => hub.gus.sees().includes('Guests can’t use CustomerHub.'));
});

test('a member who is made a guest gets nothing from that moment on', async () => {
  const { workspace } = hub.practice;
  await ben.slash('/crm show C-1', { in: 'sales' });
  expect(ben.sees()).toContain('Secret Customer');
  workspace.changePerson(ben.id, { isGuest: true });
  await workspace.quiet();
  await ben.slash('/crm show C-1', { in: 'sales' });
  expect(ben.sees()).toContain('Guests can’t use CustomerHub');
  workspace.changePerson(ben.id, { isGuest: false });
  await workspace.quiet();
});

test.each([
  ['429', { kind: 'rate_limited' }],
  ['500', { kind: 'http', status: 500 }],
  ['an error', { kind: 'error', error: 'user_not_found' }],
  ['a dropped connection', { kind: 'reset' }],
] as const)(
  'when Slack answers the question who somebody is with %s, nobody unknown is let in',
  async (_what, fault) => {
    const { workspace } = hub.practice;
    // What was known of her holds no more.
    workspace.changePerson(ana.id, { isGuest: true });
    await workspace.quiet();
    workspace.changePerson(ana.id, { isGuest: false });
    await workspace.quiet();
    workspace.faults.always('users.info', fault);
    await ana.slash('/crm show C-1', { in: 'sales' });
    expect(ana.sees()).toContain('Slack didn’t say who you are, so nothing was done.');
    workspace.faults.clear();
    await ana.slash('/crm show C-1', { in: 'sales' });
    expect(ana.sees()).toContain('Secret Customer');
  },
);
