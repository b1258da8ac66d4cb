import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { openChartPool, type ChartPool } from '../../src/charts/pool.ts';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { ANA, RUTH, TEAM } from '../../src/demo/cast.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { startSlackApp, type SlackApp } from '../../src/slack/app.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../support/crm.ts';
import { manifest } from '../support/hub.ts';
import { until } from '../support/until.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { settle, VirtualTime } from './virtual-time.ts';

/** How long an impatient app waits for an answer, in real milliseconds. */
const IMPATIENT = 600;
/** Every method that delivery calls. */
const METHODS = [
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.replies',
  'conversations.info',
  'conversations.members',
];
/** Every way in which a call goes wrong. */
const TROUBLES: [string, ApiFault][] = [
  ['429', { kind: 'rate_limited', retryAfter: 2 }],
  ['429 without a time', { kind: 'rate_limited', retryAfter: null }],
  ['500', { kind: 'http', status: 500 }],
  ['500 after the work was done', { kind: 'http', status: 500, when: 'after' }],
  ['hang', { kind: 'hang' }],
  ['hang after the work was done', { kind: 'hang', when: 'after' }],
  ['reset', { kind: 'reset' }],
  ['reset after the work was done', { kind: 'reset', when: 'after' }],
  ['half an answer', { kind: 'truncated' }],
  ['token_revoked', { kind: 'error', error: 'token_revoked' }],
  ['channel_not_found', { kind: 'error', error: 'channel_not_found' }],
  ['not_in_channel', { kind: 'error', error: 'not_in_channel' }],
  ['is_archived', { kind: 'error', error: 'is_archived' }],
  ['msg_too_long', { kind: 'error', error: 'msg_too_long' }],
];
const CASES = METHODS.flatMap((method) => TROUBLES.map(([name, fault]) => ({ method, name, fault })));
const channels = CASES.map((_case, n) => ({
  id: `C0CASE${n}`,
  name: `case-${n}`,
  members: [ANA.id, RUTH.id],
  hasApp: true,
}));

let time: VirtualTime;
let crm: TestCrm;
let practice: Practice;
let charts: ChartPool;
let slack: SlackApp;
let ana: Actor;
let customer: number;

beforeAll(async () => {
  time = new VirtualTime(NOW);
  crm = Object.assign(await aCrm(), { now: () => time.now });
  charts = openChartPool();
  practice = await startPractice({
    ...{ team: TEAM, people: [ANA, RUTH], channels, manifest, rateLimits: false as const, clock: () => time.now },
    app: async ({ credentials: { botToken, apiUrl, signingSecret } }) => {
      const connection = { botToken, apiUrl, via: { kind: 'http' as const, signingSecret } };
      const delivery = { sleep: time.sleep, random: () => 0.5 };
      const log = pino({ level: 'silent' });
      // Its Slack has no rate limits, and a queue would go by the world's clock.
      const rhythm = { allowance: { burst: Infinity, perMinute: 60 } };
      slack = await startSlackApp(connection, { crm, charts, log, delivery, rhythm, patience: IMPATIENT });
      return slack.handle;
    },
  });
  ana = { ...(await aColleague(crm, 'Ana')), slackTeamId: TEAM.id };
  await aColleague(crm, 'Ruth', 'admin');
  ({ id: customer } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    create(tx, 'customer', { name: 'Acme' }),
  ));
});
afterAll(async () => {
  await slack.stop();
  await practice.close();
  await charts.close();
  await crm.end();
});
beforeEach(() => practice.workspace.record.clear());

interface Row {
  id: number;
  delivered_at: string | null;
  delivered_ts: string | null;
  failed_at: string | null;
  last_error: string | null;
  op: string;
}
const items = async (channel?: string): Promise<Row[]> =>
  (await crm.database
    .db('outbox')
    .where(channel === undefined ? {} : { channel })
    .orderBy('id')) as Row[];

/** Lets time pass, whenever the courier has nothing to do, until nothing waits, for the channel or for any. */
const untilDone = async (channel?: string): Promise<void> => {
  for (let at = 0; at < 4000; at += 1) {
    await settle();
    if ((await items(channel)).every((row) => row.delivered_at ?? row.failed_at)) return;
    if (time.sleepers > 0 && slack.delivery.state().inHand === 0) time.step();
  }
  throw new Error(`It never came to that: ${JSON.stringify(await items(channel))}`);
};

/** How often the workspace took the message of an item. */
const timesTaken = ({ id }: Row): number =>
  practice.workspace.record
    .callsTo('chat.postMessage')
    .filter(({ response }) => (response as { ok?: boolean }).ok === true)
    .filter(({ args }) => String(args['metadata']).includes(`"outbox_id":${id}}`)).length;

/** What Slack says of the message, or of the channel, when it is posted or looked for. */
const FINAL: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['channel_not_found', 'not_in_channel', 'is_archived', 'msg_too_long'],
  'conversations.history': ['channel_not_found', 'not_in_channel', 'is_archived'],
  'conversations.replies': ['channel_not_found', 'not_in_channel', 'is_archived'],
};
const isSetAside = (method: string, fault: ApiFault): boolean =>
  fault.kind === 'error' && (FINAL[method]?.includes(fault.error) ?? false);

describe.each(CASES.map((one, n) => ({ ...one, channel: `C0CASE${n}` })))(
  '$name in the middle of $method',
  ({ method, fault, channel }) => {
    test('every message arrives once, or is set aside and said to have failed; nothing waits for ever', async () => {
      await crm.database.db('subscriptions').update({ deleted_at: '2026-01-01T00:00:00.000Z' });
      const { faults } = practice.workspace;
      await subscribe({ crm, actor: ana, origin: byCommand }, { channel, name: channel });
      // A message whose answer is lost makes the app look it up, in the channel and in the thread.
      const isLookUp = ['conversations.history', 'conversations.replies'].includes(method);
      if (isLookUp) faults.next('chat.postMessage', { kind: 'reset', when: 'after' });
      if (method === 'conversations.history') faults.next(method, fault);
      const deal = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
        create(tx, 'deal', { name: channel, customer }),
      );
      slack.delivery.wake();
      await untilDone(channel);
      if (isLookUp) faults.next('chat.postMessage', { kind: 'reset', when: 'after' });
      // Who reads there is asked anew.
      await crm.database.db('audiences').delete();
      time.now += 60_000;
      if (method !== 'conversations.history') faults.next(method, fault);
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'deal', id: deal.id }, { amount: '1000' }),
      );
      slack.delivery.wake();
      await untilDone(channel);
      faults.clear();
      // Admins and makers hear of it.
      await untilDone();

      // Who reads is asked again only when Slack may be asked again, in real time.
      await until(() => practice.workspace.record.callsTo(method).length > 0);
      const told = (await items(channel)).filter(({ op }) => op !== 'refresh');
      // Where the first one showed that the channel is lost, the second is not told any more.
      expect(told).toHaveLength(isSetAside(method, fault) && method === 'conversations.history' ? 1 : 2);
      for (const row of told) {
        const isKnown = row.delivered_ts !== null;
        // Where the lookup was refused, it may have arrived: whoever sends it again finds it.
        expect(timesTaken(row)).toBe(isKnown || method !== 'chat.postMessage' ? 1 : 0);
        if (!isKnown) expect(row).toMatchObject({ last_error: (fault as { error?: string }).error });
      }
      const failed = told.filter(({ failed_at: at }) => at !== null);
      expect(failed.length > 0).toBe(isSetAside(method, fault));
    });
  },
);
