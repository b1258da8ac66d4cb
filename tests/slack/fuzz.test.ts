/**
 * Signed requests that hold real payloads, spoilt. `FUZZ=10000 npm test -- fuzz` sends more of them, `SEED=7` others.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { openLog } from '../../src/log.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { INTERACTIONS } from '../../src/slack/requests/interactions.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { mutation, scribble, spoil, TYPED, type Mutation } from '../support/mutations.ts';
import fc, { SEED } from '../support/random.ts';
import { raw, type Raw } from '../support/raw.ts';
import { tries } from '../support/thorough.ts';
import { tour } from '../support/tour.ts';

const REQUESTS = tries('FUZZ', { usually: 500, thoroughly: 10_000 });
/** Whoever waits so long, in milliseconds, was forgotten. */
const FORGOTTEN = 15_000;
jest.setTimeout(120_000 + REQUESTS * 200);

let hub: Hub;
let recorded: JsonObject[];
const lines: string[] = [];
const sink = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(chunk.toString());
    done();
  },
});

beforeAll(async () => {
  hub = await openHub({ log: openLog('debug', sink) });
  recorded = await tour(hub);
});
afterAll(() => hub.end());

const kindOf = (payload: JsonObject): string => String(payload['type'] ?? 'command');

const requestOf = (payload: JsonObject, how: Mutation): Raw => {
  const spoilt = spoil(payload, how);
  if (kindOf(payload) === 'event_callback')
    return { body: scribble(JSON.stringify(spoilt), how), contentType: 'application/json' };
  const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const fields = kindOf(payload) === 'command' ? spoilt : { payload: JSON.stringify(spoilt) };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.append(name, asText(value));
  return { body: scribble(form.toString(), how) };
};

/** @returns the status, 0 for none, and how many milliseconds it took */
const send = async (request: Raw): Promise<{ status: number; took: number }> => {
  const { credentials } = hub.practice.workspace;
  const target = { url: `${hub.practice.url}/slack/events`, signingSecret: credentials.signingSecret };
  const since = performance.now();
  const answer = raw(target, request, AbortSignal.timeout(FORGOTTEN));
  const status = await answer.then(
    (response) => response.status,
    () => 0,
  );
  return { status, took: performance.now() - since };
};

test('people’s days hold every kind of payload', () => {
  const kinds = new Set(recorded.map(kindOf));
  expect([...kinds].toSorted()).toEqual([...Object.keys(INTERACTIONS), 'command', 'event_callback'].toSorted());
});

test('whatever is signed and not understood is answered at once, and the log has a line of JSON for it without a value', async () => {
  lines.length = 0;
  const printed = jest.spyOn(process.stdout, 'write');
  const statuses: Record<number, number> = {};
  const odd: string[] = [];
  let slowest = 0;
  for (const [index, how] of fc.sample(mutation, REQUESTS).entries()) {
    const payload = recorded[how.payload % recorded.length] ?? {};
    const { status, took } = await send(requestOf(payload, how));
    statuses[status] = (statuses[status] ?? 0) + 1;
    slowest = Math.max(slowest, took);
    if (![200, 400, 401].includes(status)) odd.push(`${index}: ${kindOf(payload)} ${status} ${JSON.stringify(how)}`);
  }
  const numbers = { seed: SEED, requests: REQUESTS, statuses, slowest: `${Math.round(slowest)} ms` };
  const said = printed.mock.calls.length;
  printed.mockRestore();
  if (process.env['FUZZ']) console.info(numbers);
  expect({ seed: SEED, odd }).toEqual({ seed: SEED, odd: [] });
  const levels = lines.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(lines.filter((line) => line.includes(TYPED))).toEqual([]);
  // An answer to an id that is nobody's reaches nobody, and Slack refuses a window whose memory was blown up.
  const isSlacks = (line: string): boolean => /reached nobody|\[json-pointer:\/view|allowed schemas/.test(line);
  expect(lines.filter((line, at) => (levels[at] ?? 0) >= 50 && !isSlacks(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(REQUESTS / 10);
  expect(said).toBe(0);
});
