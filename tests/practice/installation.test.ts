import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ana, call, company, manifest } from './echo.ts';
import { startWire, type Wire } from './wire.ts';

const events = ['app_uninstalled', 'tokens_revoked', 'app_home_opened'];
const settings = { ...manifest.settings, event_subscriptions: { bot_events: events } };
let wire: Wire;
beforeEach(async () => {
  wire = await startWire({ ...company, manifest: { ...manifest, settings } });
});
afterEach(() => wire.close());

const arrivedEvents = async (): Promise<unknown[]> => {
  await wire.workspace.quiet();
  return wire.arrived.map(({ payload }) => payload['event']);
};
const command = () => wire.workspace.as(ana).do({ do: 'command', channel: 'C0SALES', text: '/echo hi' });
const REVOKED = { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0PRACTICEBOT'] } };

test('an app that is removed is told, its token is worth nothing, and its commands are gone', async () => {
  wire.workspace.uninstall();
  expect(await arrivedEvents()).toMatchObject([REVOKED, { type: 'app_uninstalled' }]);
  expect(await call(wire, 'auth.test')).toEqual({ ok: false, error: 'account_inactive' });
  expect(await command()).toMatchObject({ notice: '/echo is not a valid command.' });
});

test('a token that is revoked is told, and answered so; people go on', async () => {
  wire.workspace.revokeToken();
  expect(await arrivedEvents()).toMatchObject([REVOKED]);
  expect(await call(wire, 'auth.test')).toEqual({ ok: false, error: 'token_revoked' });
  expect(await command()).toEqual({ ok: true });
});

test('installed again, the app has a new token, and the old one is unknown', async () => {
  const { botToken: old } = wire.workspace.credentials;
  wire.workspace.uninstall();
  const token = wire.workspace.reinstall();
  expect(wire.workspace.credentials.botToken).toBe(token);
  expect(await call(wire, 'auth.test', {}, token)).toMatchObject({ ok: true });
  expect(await call(wire, 'auth.test', {}, old)).toEqual({ ok: false, error: 'invalid_auth' });
  expect(await command()).toEqual({ ok: true });
});

test('an app whose messages are turned off is written nothing, commands included', async () => {
  const { app_home: home, ...features } = manifest.features;
  const closed = { app_home: { ...home, messages_tab_read_only_enabled: true }, ...features };
  const quiet = await startWire({ ...company, manifest: { ...manifest, features: closed } });
  const { app, channels } = quiet.workspace.as(ana).snapshot();
  const direct = channels.find(({ kind }) => kind === 'im')?.id ?? '';
  expect(app.takesMessages).toBe(false);
  const off = { ok: false, notice: 'Sending messages to this app has been turned off.' };
  for (const text of ['hello', '/echo hi'])
    expect(await quiet.workspace.as(ana).do({ do: 'message', channel: direct, text })).toEqual(off);
  expect(await quiet.workspace.as(ana).do({ do: 'command', channel: direct, text: '/echo hi' })).toEqual(off);
  expect(quiet.arrived).toEqual([]);
  expect(await call(quiet, 'chat.postMessage', { channel: ana, text: 'The app still writes.' })).toMatchObject({
    ok: true,
  });
  await quiet.close();
});
