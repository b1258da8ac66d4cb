import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHANNELS, PEOPLE, TEAM } from '../../src/demo/cast.ts';
import type { PersonSpec } from '../../src/practice/server/index.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { raw } from '../support/raw.ts';
import { requests, targetOf } from '../support/surfaces.ts';
import { until } from '../support/until.ts';

const ORGANISATION = 'E0RAMPWERK';
const EAST = 'T0EAST';

const grid = (id: string, realName: string, more: Partial<PersonSpec>): PersonSpec => ({
  ...{ id, realName, handle: realName.split(' ')[0]!.toLowerCase(), teamId: ORGANISATION, workspaces: [TEAM.id, EAST] },
  ...more,
});

/** Their team is the organisation. */
const ORA = grid('W0ORA', 'Ora Orlow', {});
/** Their team is the workspace that they joined first, and Slack has two ids for them. */
const EVA = grid('W0EVA', 'Eva East', { teamId: EAST, enterpriseUserId: 'U0EVA' });
const GIL = grid('W0GIL', 'Gil Guest', { isGuest: true });
/** Of the organisation, but not of this workspace. */
const ELI = grid('W0ELI', 'Eli Elsewhere', { teamId: EAST, workspaces: [EAST] });
const NEO = grid('W0NEO', 'Neo Newton', {});

let hub: Hub;
const knex = () => hub.crm.database.db;
const people = [ORA, EVA, GIL, ELI, NEO];

beforeAll(async () => {
  const inside = ['W0ORA', 'W0EVA'];
  hub = await openHub({
    team: { ...TEAM, enterprise: { id: ORGANISATION, name: 'Rampwerk Group' } },
    people: [...PEOPLE, ...people],
    channels: CHANNELS.map((one) => ({
      ...one,
      members: [...one.members, ...(one.name === 'sales' ? people.map(({ id }) => id) : inside)],
    })),
  });
  const { id: customer } = await given(hub, hub.ana, 'customer', { name: 'Secret Customer' });
  await given(hub, hub.ana, 'deal', { name: 'Secret Deal', customer, amount: '12k' });
});
afterAll(() => hub.end());

describe.each([
  ['somebody whose team is the organisation', ORA],
  ['somebody whose team is another workspace of the organisation', EVA],
])('%s works', (_who, { id, realName, enterpriseUserId }) => {
  let one: Person;
  beforeAll(() => {
    one = hub.practice.as(id);
  });

  test('with commands and the buttons of their answers', async () => {
    await one.slash('/crm find secret', { in: 'sales' });
    await one.click('Show');
    await until(() => one.reads('sales').some((text) => text.includes('€12,000')));
  });

  test('with forms and what they look up', async () => {
    await one.slash('/crm add deal Ramp', { in: 'sales' });
    expect(await one.offered('Customer', 'secret')).toContain('Secret Customer');
    await one.fill({ Customer: 'Secret Customer' });
    expect(await one.submit()).toEqual({});
    await until(() => one.reads('sales').some((text) => text.includes('Ramp')));
  });

  test('with shortcuts and Home', async () => {
    await one.shortcut('Log to CRM');
    expect(one.sees()).toContain('What was said');
    await one.cancel();
    await one.home();
    await until(() => one.sees().includes(`Hi ${realName.split(' ')[0]}`));
    await one.click('Add deal');
    await until(() => one.sees().includes('New deal'));
    await one.cancel();
  });

  test('as one employee of this workspace, whichever id Slack gives', async () => {
    expect(await knex()('employees').where({ name: realName }).pluck('person')).toEqual([id]);
    const show = new Map(requests).get('a command');
    await raw(targetOf(hub), show?.(hub, enterpriseUserId ?? id) ?? { body: '' });
    expect((await audit(hub))[0]).toMatchObject({ verb: 'show', slack_user_id: id, slack_team_id: TEAM.id });
  });
});

describe.each([
  ['a guest', GIL, 'Guests can’t use CustomerHub'],
  ['somebody of another workspace of the organisation', ELI, 'Only members of CustomerHub’s own workspace'],
])('%s gets nothing', (_who, { id }, why) => {
  test('from a button in a message that they see', async () => {
    await hub.ana.slash('/crm subscribe usual', { in: 'sales' });
    await hub.ana.slash('/crm stage D-1 proposal', { in: 'sales' });
    await until(() =>
      hub.practice
        .as(id)
        .reads('sales')
        .some((text) => text.includes('Secret Deal')),
    );
    await hub.practice.as(id).click('Log');
    await until(async () => (await audit(hub))[0]?.verb === 'refused');
    expect((await audit(hub))[0]).toMatchObject({ slack_user_id: id });
    await until(() =>
      hub.practice
        .as(id)
        .reads('sales')
        .some((text) => text.includes(why)),
    );
  });
});

describe('who reads in a channel', () => {
  test('members count as such, whatever their team', async () => {
    await hub.ana.slash('/crm audience', { in: 'deals' });
    expect(hub.ana.sees()).toContain('No external people are in this channel, so nothing is hidden.');
  });

  test('a guest and somebody of another workspace of the organisation count as such', async () => {
    await hub.ana.slash('/crm audience', { in: 'sales' });
    expect(hub.ana.sees()).toContain('1 external person and 1 guest read here');
  });

  test('changes nothing when a member comes, and hides when somebody of another workspace does', async () => {
    await hub.ana.slash('/crm subscribe usual', { in: 'deals' });
    await hub.ana.slash('/crm stage D-1 lead', { in: 'sales' });
    const card = (): string =>
      JSON.stringify(
        hub.maya.messages('deals').find(({ threadTs, user }) => !threadTs && user === 'U0PRACTICEBOT') ?? '',
      );
    await until(() => card().includes('12,000'));
    const { record } = hub.practice.workspace;
    const before = record.callsTo('conversations.members').length;
    await hub.ana.slash('/invite @neo', { in: 'deals' });
    await hub.practice.workspace.quiet();
    expect(record.callsTo('conversations.members')).toHaveLength(before);
    await hub.ana.slash('/invite @eli', { in: 'deals' });
    await until(() => card().includes('•••') && !card().includes('12,000'));
  });
});
