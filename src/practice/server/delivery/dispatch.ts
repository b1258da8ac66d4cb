/** What Slack sends to the app: signed requests, or envelopes where the manifest switches Socket Mode on. */
import { type Delivering, type Answer } from './request.ts';
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { parseJson } from '../json.ts';

export async function send(world: World, delivering: Delivering): Promise<Answer> {
  const { name, payload, user, retry } = delivering;
  const started = world.clock();
  const on = delivering.as !== 'interaction' || world.manifest.interactivity;
  if (!on) return { status: 0, body: '', noRetry: false, failure: 'not_configured' };
  const answer = await (world.manifest.socketMode ? world.socketMode.deliver(delivering) : post(world, delivering));
  const late = world.faults.takeLateAck();
  const result: Answer = late ? { status: 0, body: '', noRetry: false, failure: 'timeout' } : answer;
  world.record.delivery({
    name,
    payload,
    status: result.status,
    answer: result.body,
    attempt: retry?.attempt ?? 0,
  });
  world.record.exchange({
    at: started,
    direction: 'app',
    name,
    ...(user ? { user } : {}),
    status: result.status,
    durationMs: world.clock() - started,
    request: payload,
    response: result.failure ?? parseJson(result.body) ?? result.body,
  });
  return result;
}

/** Slack's content types, to the letter: Bolt compares them with ===. */
const contentTypes = {
  command: 'application/x-www-form-urlencoded',
  interaction: 'application/x-www-form-urlencoded',
  event: 'application/json',
};

const bodies: Record<Delivering['as'], (payload: JsonObject) => string> = {
  command: (fields) => new URLSearchParams(fields as Record<string, string>).toString(),
  interaction: (payload) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  event: (payload) => JSON.stringify(payload),
};

export function signature(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function headersFor(world: World, { as, retry }: Delivering, body: string): Record<string, string> {
  const timestamp = String(Math.floor(world.clock() / 1000));
  return {
    'content-type': contentTypes[as],
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(world.credentials.signingSecret, timestamp, body),
    ...(retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}),
  };
}

function post(world: World, delivering: Delivering): Promise<Answer> {
  const body = bodies[delivering.as](delivering.payload);
  const headers = headersFor(world, delivering, body);
  return new Promise((resolve) => {
    // One connection per request: a kept-alive socket could die between two of them and look like the app's fault.
    const sent = request(world.appUrl(), { method: 'POST', headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => fail('connection_failed'));
      answer.on('end', () => {
        clearTimeout(deadline);
        const noRetry = answer.headers['x-slack-no-retry'] === '1';
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString(), noRetry });
      });
    });
    const fail = (failure: 'timeout' | 'connection_failed'): void => {
      clearTimeout(deadline);
      sent.destroy();
      resolve({ status: 0, body: '', noRetry: false, failure });
    };
    const deadline = setTimeout(fail, world.deadlineMs, 'timeout');
    sent.on('error', () => fail('connection_failed'));
    sent.end(body);
  });
}
