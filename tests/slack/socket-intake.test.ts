/** What comes by Socket Mode is read by the same schemas as what is posted. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { TEAM } from '../../src/demo/cast.ts';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { openLog } from '../../src/log.ts';
import { openHub, type Hub } from '../support/hub.ts';

type Kind = 'command' | 'interaction' | 'event';

let hub: Hub;
const lines: { level: number; why?: string }[] = [];
const sink = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(JSON.parse(chunk.toString()) as { level: number });
    done();
  },
});

/** Hands the app an envelope with whatever is in it. */
const push = (as: Kind, payload: Json) =>
  hub.practice.workspace.socketMode.deliver({ name: as, as, payload: payload as JsonObject });
const help = (): JsonObject => {
  const { ana, practice } = hub;
  const from = { user_id: ana.id, team_id: TEAM.id, response_url: `${practice.url}/hooks/none` };
  return { command: '/crm', text: 'help', channel_id: 'C0SALES', channel_name: 'sales', trigger_id: 'T1', ...from };
};

beforeAll(async () => {
  hub = await openHub({ socket: true, log: openLog('debug', sink) });
});
afterAll(() => hub.end());

test.each<[string, Kind, () => Json]>([
  ['nothing', 'interaction', () => null],
  ['a list', 'interaction', () => []],
  ['a payload of an unknown type', 'interaction', () => ({ type: 'teleport', user: { id: hub.ana.id } })],
  [
    'a form of no kind',
    'interaction',
    () => ({ type: 'view_submission', user: { id: hub.ana.id }, view: { callback_id: 'form' } }),
  ],
  [
    'a command that is to be answered elsewhere',
    'command',
    () => ({ ...help(), response_url: 'https://evil.example/hooks/1' }),
  ],
  ['an event without its parts', 'event', () => ({ type: 'event_callback', event: { type: 'user_change' } })],
])('%s is let go, and the app stays as it was', async (_what, as, payload) => {
  const before = lines.length;
  expect(await push(as, payload())).toMatchObject({ status: 200, body: '' });
  expect(lines.slice(before).filter(({ level }) => level >= 50)).toEqual([]);
  expect(lines.slice(before).filter(({ why }) => why !== undefined)).toHaveLength(1);
  expect((await push('command', help())).body).toContain('/crm log');
});
