import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crowd } from '../../src/practice/server/index.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, asString, objects } from '../../src/practice/server/json.ts';
import { call, channels, company, people } from './echo.ts';
import { startWire, type Wire } from './wire.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const enterprise = { id: 'E0ACME', name: 'Acme Group' };
/** In this workspace, says Slack by `enterprise_user.teams` alone: their team is the organisation, or another workspace. */
const ofOrg = { id: 'W0ORA', handle: 'ora', realName: 'Ora Org', teamId: 'E0ACME', workspaces: ['T0ACME', 'T0EAST'] };
const fromEast = { ...ofOrg, id: 'W0EVA', handle: 'eva', teamId: 'T0EAST', enterpriseUserId: 'U0EVA' };
/** Of the organisation, but not of this workspace. */
const elsewhere = { ...ofOrg, id: 'W0ELI', handle: 'eli', teamId: 'T0EAST', workspaces: ['T0EAST'] };

let wire: Wire;
beforeAll(async () => {
  wire = await startWire({
    team: { ...company.team, enterprise },
    people: [...people, ofOrg, fromEast, elsewhere],
    channels: channels.map((one) => ({ ...one, members: [...one.members, ofOrg.id, fromEast.id, elsewhere.id] })),
  });
});
afterAll(() => wire.close());

const payload = () => wire.newest().payload;
const userOf = async (user: string): Promise<JsonObject> =>
  asObject((await call(wire, 'users.info', { user }))['user']);

test('the token belongs to a workspace of the organisation', async () => {
  expect(await call(wire, 'auth.test')).toMatchObject({
    team_id: 'T0ACME',
    enterprise_id: 'E0ACME',
    is_enterprise_install: false,
  });
});

test('people have a team that is not this one, and their workspaces', async () => {
  expect(await userOf(ofOrg.id)).toMatchObject({
    team_id: 'E0ACME',
    enterprise_user: { id: ofOrg.id, enterprise_id: 'E0ACME', teams: ['T0ACME', 'T0EAST'] },
  });
  expect(await userOf(fromEast.id)).toMatchObject({ team_id: 'T0EAST', enterprise_user: { id: 'U0EVA' } });
  expect(await userOf('U0EVA')).toMatchObject({ id: fromEast.id });
});

test('the list of people holds those of this workspace', async () => {
  const ids = objects((await call(wire, 'users.list'))['members']).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([ofOrg.id, fromEast.id]));
  expect(ids).not.toContain(elsewhere.id);
});

describe('payloads name the team', () => {
  test('of a command: the workspace it was typed in, and the organisation', async () => {
    await wire.as(fromEast.id).slash('/plain hi', { in: 'sales' });
    expect(payload()).toMatchObject({ team_id: 'T0ACME', enterprise_id: 'E0ACME', is_enterprise_install: 'false' });
  });

  test('of an event: in its envelope and its authorization', async () => {
    await wire.as(fromEast.id).says('hi', { in: 'sales' });
    await wire.workspace.quiet();
    expect(payload()).toMatchObject({
      ...{ team_id: 'T0ACME', enterprise_id: 'E0ACME', context_enterprise_id: 'E0ACME' },
      authorizations: [{ team_id: 'T0ACME', enterprise_id: 'E0ACME' }],
    });
  });

  test.each([
    ['somebody whose team is the organisation', ofOrg, null],
    ['somebody who joined another workspace first', fromEast, { id: 'T0EAST' }],
  ])('of %s: none or theirs in a window, the app’s at a message', async (_who, { id, teamId }, team) => {
    const who = { user: { id, team_id: teamId }, enterprise };
    const view = {
      type: 'modal',
      title: plain('Ask'),
      submit: plain('Save'),
      blocks: [{ type: 'input', label: plain('What'), element: { type: 'plain_text_input', action_id: 'a' } }],
    };
    await wire.as(id).shortcut('New thing');
    expect(payload()).toMatchObject(who);
    const trigger_id = asString(payload()['trigger_id']);
    expect(await call(wire, 'views.open', { trigger_id, view })).toMatchObject({ ok: true });
    await wire.as(id).fill({ What: 'x' });
    await wire.as(id).submit();
    expect(payload()).toMatchObject({ ...who, team, view: { app_installed_team_id: 'T0ACME' } });
    const button = { type: 'button', action_id: 'b', text: plain('Press') };
    const blocks = [{ type: 'actions', elements: [button] }];
    await call(wire, 'chat.postMessage', { channel: 'C0SALES', text: 'x', blocks });
    await wire.as(id).click('Press');
    expect(payload()).toMatchObject({ ...who, team: { id: 'T0ACME', enterprise_id: 'E0ACME' } });
  });

  test('of nobody’s command from a workspace that does not have the app', async () => {
    const answer = await wire.workspace.as(elsewhere.id).do({ do: 'command', channel: 'C0SALES', text: '/plain hi' });
    expect(answer).toMatchObject({ ok: false, notice: expect.stringContaining('not a valid command') });
  });
});

test('a crowd has ids, names and addresses of its own, and what the app asks about it is counted', async () => {
  const many = crowd(500);
  const busy = await startWire({ people: [...people, ...many], rateLimits: {} });
  expect(new Set(many.map(({ id }) => id)).size).toBe(500);
  const asked = await Promise.all(many.slice(0, 130).map(({ id }) => call(busy, 'users.info', { user: id })));
  const refused = asked.filter(({ error }) => error === 'ratelimited').length;
  expect(refused).toBeGreaterThan(0);
  expect(busy.workspace.usage()).toEqual([
    { method: 'users.info', allowed: 100, calls: 130, busiestMinute: 130, refused },
  ]);
  await busy.close();
});
