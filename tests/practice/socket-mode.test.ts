import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { ActResult, JsonObject } from '../../src/practice/protocol.ts';
import { asObject, asString } from '../../src/practice/server/json.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { until } from '../support/until.ts';
import { ana, call, company, manifest } from './echo.ts';

const inSocketMode = { ...manifest, settings: { ...manifest.settings, socket_mode_enabled: true } };
let practice: Practice;

beforeEach(async () => {
  practice = await startPractice({ ...company, manifest: inSocketMode, deadlineMs: 500, eventRetryMs: [0, 0, 0] });
});
afterEach(() => practice.close());

const open = (): Promise<JsonObject> =>
  call(practice, 'apps.connections.open', {}, practice.workspace.credentials.appToken);

/** The app's end of a connection, which keeps what it is sent and answers what it is told to. */
class Line {
  readonly frames: JsonObject[] = [];
  readonly socket: WebSocket;
  isOpen = true;
  /** What each envelope is acknowledged with; null for not at all. */
  answer: JsonObject | null = {};

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data: Buffer) => this.#hear(asObject(JSON.parse(data.toString()))));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.isOpen = false));
  }

  ofType = (...types: string[]): JsonObject[] => this.frames.filter(({ type }) => types.includes(asString(type)));

  #hear(frame: JsonObject): void {
    this.frames.push(frame);
    const { envelope_id } = frame;
    if (envelope_id !== undefined && this.answer)
      this.socket.send(JSON.stringify({ envelope_id, payload: this.answer }));
  }
}

const connect = async (): Promise<Line> => {
  const line = new Line(asString((await open())['url']));
  await until(() => line.frames.length > 0 || !line.isOpen);
  return line;
};

const slash = (): Promise<ActResult> =>
  practice.workspace.as(ana).do({ do: 'command', channel: 'C0SALES', text: '/echo hello' });

describe('a connection', () => {
  test('is opened with the app-level token alone, and greeted', async () => {
    expect(await call(practice, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
    const { appToken } = practice.workspace.credentials;
    expect(await call(practice, 'auth.test', {}, appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    const line = await connect();
    expect(line.frames).toEqual([
      expect.objectContaining({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0PRACTICE' } }),
    ]);
  });

  test('has an address that works once', async () => {
    const { url } = await open();
    const [first, second] = [new Line(asString(url)), new Line(asString(url))];
    await until(() => first.frames.length + second.frames.length === 1 && (!first.isOpen || !second.isOpen));
  });

  test('is one of ten: the eleventh is sent away', async () => {
    for (let n = 0; n < 10; n += 1) await connect();
    const eleventh = await connect();
    expect(eleventh.frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    await until(() => !eleventh.isOpen);
  });

  test('is sent away where the manifest does not switch Socket Mode on', async () => {
    await practice.close();
    practice = await startPractice(company);
    expect((await connect()).frames).toMatchObject([{ type: 'disconnect', reason: 'link_disabled' }]);
  });

  test('answers pings, unless it is frozen', async () => {
    const line = await connect();
    let pongs = 0;
    line.socket.on('pong', () => (pongs += 1));
    line.socket.ping();
    await until(() => pongs === 1);
    practice.workspace.socketMode.freeze();
    line.socket.ping();
    // What is sent through another connection meanwhile has come back: the pong would have, too.
    const other = await connect();
    other.socket.ping();
    await new Promise((done) => other.socket.once('pong', done));
    expect(pongs).toBe(1);
  });

  test.each([
    ['reset', { kind: 'reset' as const }],
    ['500', { kind: 'http' as const, status: 500 }],
  ])('fails in the handshake on purpose: %s', async (_name, fault) => {
    practice.workspace.faults.next('socket', fault);
    const line = await connect();
    expect([line.isOpen, line.frames]).toEqual([false, []]);
    expect((await connect()).frames).toMatchObject([{ type: 'hello' }]);
  });

  test('hangs in the handshake on purpose, until the workspace closes', async () => {
    practice.workspace.faults.next('socket', { kind: 'hang' });
    const lines = [new Line(asString((await open())['url'])), new Line(asString((await open())['url']))];
    await until(() => lines.some(({ frames }) => frames.length > 0));
    const left = lines.filter(({ socket }) => socket.readyState === socket.CONNECTING);
    expect(left).toHaveLength(1);
    await practice.close();
    await until(() => !left[0]?.isOpen);
  });
});

describe('what people do', () => {
  test('comes as an envelope, and its acknowledgement is the answer', async () => {
    const line = await connect();
    line.answer = { text: 'hello back' };
    expect(await slash()).toEqual({ ok: true });
    expect(line.ofType('slash_commands')).toMatchObject([
      { accepts_response_payload: true, payload: { command: '/echo', text: 'hello', user_id: ana } },
    ]);
    expect(practice.as(ana).reads('sales').at(-1)).toContain('hello back');
  });

  test('comes through one connection only, whichever', async () => {
    const lines = [await connect(), await connect()];
    for (let n = 0; n < 8; n += 1) await slash();
    expect(lines.flatMap((line) => line.ofType('slash_commands'))).toHaveLength(8);
  });

  test('fails where nobody is connected, where nobody answers in time, and where another connection answers', async () => {
    expect(await slash()).toMatchObject({ notice: expect.stringContaining('dispatch_failed') });
    const [asked, other] = [await connect(), await connect()];
    asked.answer = other.answer = null;
    const late = slash();
    await until(() => asked.ofType('slash_commands').length + other.ofType('slash_commands').length === 1);
    const [wrong, id] = [asked, other].map((line) => line.ofType('slash_commands')[0]?.['envelope_id']);
    (wrong === undefined ? asked : other).socket.send(JSON.stringify({ envelope_id: wrong ?? id ?? '', payload: {} }));
    expect(await late).toMatchObject({ notice: expect.stringContaining('operation_timeout') });
  });

  test('may arrive twice', async () => {
    const line = await connect();
    practice.workspace.faults.duplicateEnvelopes();
    await slash();
    await until(() => line.ofType('slash_commands').length === 2);
    const [one, two] = line.ofType('slash_commands');
    expect(one).toEqual(two);
  });

  test('of buttons and dialogs comes as interactive', async () => {
    const line = await connect();
    await practice.as(ana).shortcut('New thing');
    expect(line.ofType('interactive')).toMatchObject([{ payload: { type: 'shortcut', callback_id: 'new_thing' } }]);
  });
});

test('an event is sent again, with the reason, until it is acknowledged', async () => {
  const line = await connect();
  line.answer = null;
  await practice.as(ana).says('hello', { in: 'sales' });
  await until(() => line.ofType('events_api').length === 2);
  line.answer = {};
  await practice.workspace.quiet();
  const events = line.ofType('events_api');
  expect(events[0]).toMatchObject({ retry_attempt: 0, retry_reason: '', accepts_response_payload: false });
  expect(events[1]).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
  expect(events[1]?.['payload']).toEqual(events[0]?.['payload']);
});

describe('Slack sends connections away', () => {
  test('with a word, after which the old one still answers what it was sent, and the new one gets the rest', async () => {
    const old = await connect();
    old.answer = null;
    const running = slash();
    await until(() => old.ofType('slash_commands').length === 1);
    practice.workspace.socketMode.disconnect('warning');
    await until(() => old.ofType('disconnect').length === 1);
    const fresh = await connect();
    old.socket.send(
      JSON.stringify({ envelope_id: old.ofType('slash_commands')[0]?.['envelope_id'] ?? '', payload: {} }),
    );
    expect(await running).toEqual({ ok: true });
    await slash();
    expect([old, fresh].map((line) => line.ofType('slash_commands').length)).toEqual([1, 1]);
  });

  test('and closes those that stay', async () => {
    const line = await connect();
    practice.workspace.socketMode.disconnect('refresh_requested', 50);
    await until(() => !line.isOpen);
    expect(line.frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  });

  test('or without any', async () => {
    const line = await connect();
    practice.workspace.socketMode.drop();
    await until(() => !line.isOpen);
    expect(practice.workspace.socketMode.connections).toBe(0);
  });
});
