import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChannelSpec } from '../../src/practice/server/index.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, asString } from '../../src/practice/server/json.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { ana, bo, call, channels, company, guest, manifest, scopes } from './echo.ts';
import { startWire } from './wire.ts';

const GROUP: ChannelSpec = {
  id: 'C0GROUP',
  name: 'mpdm-ana--bo--echo-1',
  kind: 'mpim',
  members: [ana, bo],
  hasApp: true,
};
const OTHERS: ChannelSpec = { id: 'C0OTHERS', name: 'mpdm-ana--bo-1', kind: 'mpim', members: [ana, bo] };
const withGroups = { channels: [...channels, GROUP, OTHERS] };

const withScopes = (bot: string[]): Promise<Practice> =>
  startPractice({ ...company, ...withGroups, manifest: { ...manifest, oauth_config: { scopes: { bot } } } });

let bare: Practice;
let full: Practice;
beforeAll(async () => {
  bare = await withScopes(['commands', 'chat:write', 'users:read']);
  full = await withScopes([...scopes, 'groups:read', 'groups:history', 'im:read', 'mpim:read', 'mpim:history']);
});
afterAll(async () => {
  await bare.close();
  await full.close();
});

const directOf = ({ workspace }: Practice): string =>
  workspace
    .as(ana)
    .snapshot()
    .channels.find(({ kind }) => kind === 'im')?.id ?? '';

/** The word for each kind of conversation in scopes, and one of that kind. */
const KINDS: [string, (practice: Practice) => string][] = [
  ['channels', () => 'C0SALES'],
  ['groups', () => 'C0DEALS'],
  ['mpim', () => GROUP.id],
  ['im', directOf],
];

test.each(KINDS)('each kind of conversation needs scopes of its own: %s', async (family, idIn) => {
  for (const [method, what] of [
    ['conversations.info', 'read'],
    ['conversations.members', 'read'],
    ['conversations.history', 'history'],
  ] as const) {
    expect(await call(bare, method, { channel: idIn(bare) })).toMatchObject({
      ...{ ok: false, error: 'missing_scope', needed: `${family}:${what}` },
    });
    expect(await call(full, method, { channel: idIn(full) })).toMatchObject({ ok: true });
  }
});

test('lists ask for the scope of each kind they name', async () => {
  const types = { types: 'public_channel,private_channel,im,mpim' };
  expect(await call(bare, 'conversations.list', types)).toMatchObject({
    needed: 'channels:read,groups:read,im:read,mpim:read',
  });
  const listed = await call(full, 'conversations.list', { types: 'mpim' });
  expect((listed['channels'] as JsonObject[]).map(({ id }) => id)).toEqual([GROUP.id]);
});

test('the app sees the group messages it is in, and no others', async () => {
  expect(asObject((await call(full, 'conversations.info', { channel: GROUP.id }))['channel'])).toMatchObject({
    ...{ name: GROUP.name, is_mpim: true, is_group: false, is_private: true, is_member: true },
  });
  expect(await call(full, 'conversations.info', { channel: OTHERS.id })).toMatchObject({ error: 'channel_not_found' });
  expect(await call(full, 'chat.postMessage', { channel: GROUP.id, text: 'hello' })).toMatchObject({ ok: true });
  expect(await call(full, 'chat.postMessage', { channel: OTHERS.id, text: 'hello' })).toMatchObject({
    error: 'channel_not_found',
  });
});

test('one that the app opens is named after who is in it', async () => {
  const wide = await withScopes([...scopes, 'mpim:write', 'mpim:read']);
  const { channel } = await call(wide, 'conversations.open', { users: `${ana},${guest}`, return_im: true });
  expect(asObject(channel ?? null)).toMatchObject({ is_mpim: true, name: 'mpdm-ana--gus--echo-1' });
  expect(asString(asObject(channel ?? null)['id'])).toMatch(/^C/);
  await wide.close();
});

test('commands work in it, whether the app is in it or not; nobody is invited there', async () => {
  const wire = await startWire(withGroups);
  for (const { id: channel, name } of [GROUP, OTHERS]) {
    expect(await wire.workspace.as(ana).do({ do: 'command', channel, text: '/echo hi' })).toEqual({ ok: true });
    expect(wire.newest().payload).toMatchObject({ channel_id: channel, channel_name: name });
  }
  expect(await wire.workspace.as(ana).do({ do: 'command', channel: GROUP.id, text: '/invite @gus' })).toMatchObject({
    notice: '/invite does not work in direct messages.',
  });
  await wire.close();
});
