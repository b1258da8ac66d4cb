import { afterEach, describe, expect, test } from '@jest/globals';
import type { RateLimitSpec } from '../../src/practice/server/index.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { ana, bo, call, callRaw, company, startEcho } from './echo.ts';

let practice: Practice;
let now = Date.now();
const start = async (rateLimits: RateLimitSpec | false = false): Promise<void> => {
  practice = await startPractice({ ...company, rateLimits, clock: () => now });
};
afterEach(() => practice.close());

const post = (text = 'hello'): Promise<Response> => callRaw(practice, 'chat.postMessage', { channel: 'C0SALES', text });
const shown = (): string[] => practice.as(ana).reads('sales');

describe('an injected fault', () => {
  test('429 says when to come back, or not', async () => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'rate_limited', retryAfter: 7 });
    practice.workspace.faults.next('chat.postMessage', { kind: 'rate_limited', retryAfter: null });
    const [told, untold, fine] = [await post(), await post(), await post()];
    expect([told.status, told.headers.get('retry-after')]).toEqual([429, '7']);
    expect([untold.status, untold.headers.get('retry-after')]).toEqual([429, null]);
    expect(fine.status).toBe(200);
    expect(shown()).toEqual(['hello']);
  });

  test('lasts as many calls as it was told, of that method only', async () => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'http', status: 503 }, 2);
    expect(await call(practice, 'auth.test')).toMatchObject({ ok: true });
    expect([(await post()).status, (await post()).status, (await post()).status]).toEqual([503, 503, 200]);
    practice.workspace.faults.always('*', { kind: 'error', error: 'fatal_error' });
    expect(await call(practice, 'auth.test')).toEqual({ ok: false, error: 'fatal_error' });
    practice.workspace.faults.clear();
    expect(await call(practice, 'auth.test')).toMatchObject({ ok: true });
  });

  test.each([
    ['before', []],
    ['after', ['hello']],
  ] as const)('a reset %s the work', async (when, kept) => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'reset', when });
    await expect(post()).rejects.toThrow();
    expect(shown()).toEqual(kept);
  });

  test('a truncated answer comes after the work', async () => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'truncated' });
    await expect(post().then((response) => response.json())).rejects.toThrow();
    expect(shown()).toEqual(['hello']);
  });

  test('a 500 after the work', async () => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'http', status: 500, when: 'after' });
    expect((await post()).status).toBe(500);
    expect(shown()).toEqual(['hello']);
  });

  test('a hanging call ends at the latest when the workspace closes', async () => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'hang' });
    const hanging = post();
    const ended = expect(hanging).rejects.toThrow();
    await practice.workspace.close();
    await ended;
  });

  test('of a response URL is Slack’s error, with the status it has there or one that is told', async () => {
    practice = await startEcho((app) => app.command('/echo', ({ ack, command }) => ack(command.response_url)), company);
    await practice.as(ana).slash('/echo', { in: 'sales' });
    const answer = async (): Promise<unknown> => {
      const response = await fetch(shown()[0]!, { method: 'POST', body: '{"text":"x"}' });
      return [response.status, await response.json()];
    };
    practice.workspace.faults.next('response_url', { kind: 'error', error: 'invalid_blocks' });
    practice.workspace.faults.next('response_url', { kind: 'error', error: 'fatal_error', status: 200 });
    expect(await answer()).toEqual([404, { ok: false, error: 'invalid_blocks' }]);
    expect(await answer()).toEqual([200, { ok: false, error: 'fatal_error' }]);
  });

  test('is on the record like every call', async () => {
    await start();
    practice.workspace.faults.next('chat.postMessage', { kind: 'http', status: 500 });
    await post('lost');
    await post('kept');
    const calls = practice.workspace.record.callsTo('chat.postMessage');
    expect(calls.map(({ status, args }) => [status, args['text']])).toEqual([
      [500, 'lost'],
      [200, 'kept'],
    ]);
    expect(practice.workspace.record.postedIn('C0SALES').map(({ text }) => text)).toEqual(['kept']);
  });
});

describe('rate limits', () => {
  test('a channel takes a burst and then a message per second', async () => {
    await start({ channelBurst: 2 });
    expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
    const limited = await post();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await callRaw(practice, 'chat.postMessage', { channel: bo, text: 'x' })).status).toBe(200);
    now += 1000;
    expect([(await post()).status, (await post()).status]).toEqual([200, 429]);
  });

  test('a method takes as many calls a minute as its tier allows', async () => {
    await start({ tiers: [1, 2, 3, 4] });
    const list = async (): Promise<number> => (await callRaw(practice, 'users.list')).status;
    expect([await list(), await list(), await list()]).toEqual([200, 200, 429]);
    expect((await callRaw(practice, 'users.info', { user: ana })).status).toBe(200);
    now += 30_000;
    expect([await list(), await list()]).toEqual([200, 429]);
  });
});
