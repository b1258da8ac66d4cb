import { afterEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject } from '../../src/practice/server/json.ts';
import { ana, bo, call, manifest } from './echo.ts';
import { startWire, type Wire } from './wire.ts';

let wire: Wire;
afterEach(() => wire.close());
const events = (): JsonObject[] => wire.arrived.map(({ payload }) => asObject(payload['event']));
const withEvents = (...bot_events: string[]): Promise<Wire> =>
  startWire({ manifest: { ...manifest, settings: { event_subscriptions: { bot_events } } } });

test('an event comes as JSON in Slack’s envelope', async () => {
  wire = await startWire();
  await wire.as(ana).says('hello <all> & @bo', { in: 'sales' });
  await wire.workspace.quiet();
  expect(wire.newest().headers['content-type']).toBe('application/json');
  expect(wire.newest().payload).toMatchObject({
    ...{ type: 'event_callback', team_id: 'T0ACME', api_app_id: 'A0PRACTICE', event_id: expect.stringMatching(/^Ev/) },
    authorizations: [{ team_id: 'T0ACME', user_id: 'U0PRACTICEBOT', is_bot: true }],
    event: {
      type: 'message',
      channel_type: 'channel',
      channel: 'C0SALES',
      user: ana,
      text: `hello &lt;all&gt; &amp; <@${bo}>`,
    },
  });
});

describe('the app hears', () => {
  test('only of channels it is in, and only what it subscribed to', async () => {
    wire = await startWire();
    await wire.as(ana).says('nobody hears', { in: 'open' });
    await wire.as(ana).says('message.groups is not subscribed', { in: 'deals' });
    await wire.as(ana).says('this one', { in: 'app' });
    await wire.workspace.quiet();
    expect(events()).toMatchObject([{ type: 'message', channel_type: 'im', text: 'this one' }]);
  });

  test('when it is mentioned', async () => {
    wire = await withEvents('app_mention');
    await wire.as(ana).says('hi @bo', { in: 'sales' });
    await wire.as(ana).says('hi @echo', { in: 'sales' });
    await wire.workspace.quiet();
    expect(events()).toMatchObject([
      { type: 'app_mention', user: ana, text: 'hi <@U0PRACTICEBOT>', channel: 'C0SALES' },
    ]);
  });

  test('when somebody joins, itself included', async () => {
    wire = await withEvents('member_joined_channel');
    await wire.as(ana).says('/invite @echo', { in: 'secret' });
    await wire.workspace.quiet();
    expect(events()).toMatchObject([
      { type: 'member_joined_channel', user: 'U0PRACTICEBOT', channel: 'C0SECRET', inviter: ana },
    ]);
  });

  test('when Home is opened, with the view that was published', async () => {
    wire = await withEvents('app_home_opened');
    await wire.workspace.as(ana).do({ do: 'open_home' });
    const view = { type: 'home', blocks: [{ type: 'divider' }] };
    const published = asObject((await call(wire, 'views.publish', { user_id: ana, view }))['view']);
    await wire.as(ana).home();
    await wire.workspace.quiet();
    expect(events()).toMatchObject([
      { type: 'app_home_opened', user: ana, tab: 'home' },
      { view: { id: published['id'] } },
    ]);
    expect(events()[0]).not.toHaveProperty('view');
  });

  test('when somebody changes, from then on as they are', async () => {
    wire = await withEvents('user_change');
    wire.workspace.changePerson(bo, { deleted: true });
    await wire.workspace.quiet();
    expect(events()).toMatchObject([{ type: 'user_change', user: { id: bo, deleted: true, real_name: 'Bo Berg' } }]);
    expect(await wire.workspace.as(bo).do({ do: 'command', channel: 'C0SALES', text: '/echo' })).toMatchObject({
      ok: false,
    });
  });

  test('of changed and deleted messages', async () => {
    wire = await withEvents('message.channels');
    const { channel, ts } = await call(wire, 'chat.postMessage', { channel: 'C0SALES', text: 'one' });
    await call(wire, 'chat.update', { channel: channel!, ts: ts!, text: 'two' });
    await call(wire, 'chat.delete', { channel: channel!, ts: ts! });
    await wire.workspace.quiet();
    const kinds = events().map(({ subtype }) => subtype);
    expect(kinds.toSorted()).toEqual(['message_changed', 'message_deleted', undefined]);
    expect(events()).toContainEqual(expect.objectContaining({ subtype: 'message_deleted', deleted_ts: ts }));
  });
});

test('an event for which the app has no scope does not come, and the developer is told', async () => {
  const log: string[] = [];
  const oauth_config = { scopes: { bot: ['commands', 'chat:write'] } };
  wire = await startWire({ manifest: { ...manifest, oauth_config }, log: (line) => log.push(line) });
  await wire.as(ana).says('hello @echo', { in: 'sales' });
  await wire.workspace.quiet();
  expect(events()).toEqual([]);
  expect(log).toContain('Slack does not send app_mention without the scope app_mentions:read.');
});

describe('an event that is not taken', () => {
  const retried = { eventRetryMs: [0, 1, 1] };
  const say = async (): Promise<void> => {
    await wire.as(ana).says('hello', { in: 'sales' });
    await wire.workspace.quiet();
  };
  const retries = (): unknown[] =>
    wire.arrived.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

  test('is sent again three times, as the same event', async () => {
    wire = await startWire(retried);
    wire.answer({ status: 500 });
    await say();
    expect(retries()).toEqual([[undefined, undefined], ...['1', '2', '3'].map((number) => [number, 'http_error'])]);
    expect(new Set(wire.arrived.map(({ payload }) => payload['event_id'])).size).toBe(1);
  });

  test('is sent again when the answer is late', async () => {
    wire = await startWire(retried);
    wire.workspace.faults.lateAcks();
    await say();
    expect(retries()).toEqual([
      [undefined, undefined],
      ['1', 'http_timeout'],
    ]);
  });

  test('is not sent again when the app asks for that', async () => {
    wire = await startWire(retried);
    wire.answer({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await say();
    expect(wire.arrived).toHaveLength(1);
  });

  test('comes twice when the workspace was told to', async () => {
    wire = await startWire(retried);
    wire.workspace.faults.duplicateEvents();
    await say();
    const [first, second, ...more] = wire.arrived;
    expect(second!.body).toBe(first!.body);
    expect(more).toEqual([]);
  });
});
