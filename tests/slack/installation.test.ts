import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { WebAPIPlatformError } from '@slack/web-api';
import { pino } from 'pino';
import { openChartPool, type ChartPool } from '../../src/charts/pool.ts';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { ANA, RUTH, TEAM } from '../../src/demo/cast.ts';
import type { Actor } from '../../src/model/actor.ts';
import { startSlackApp, type SlackApp } from '../../src/slack/app.ts';
import { Installation } from '../../src/slack/installation.ts';
import { SlackStatus } from '../../src/slack/status.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../support/crm.ts';
import { manifest } from '../support/hub.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { raw } from '../support/raw.ts';
import { until as inRealTime } from '../support/until.ts';
import { settle, VirtualTime } from './virtual-time.ts';

const CHANNELS = Array.from({ length: 8 }, (_, n) => ({
  ...{ id: `C0TEAM${n}`, name: `team-${n}`, members: [ANA.id, RUTH.id], hasApp: true },
}));

let time: VirtualTime;
let crm: TestCrm;
let practice: Practice;
let charts: ChartPool;
let slack: SlackApp;
let status: SlackStatus;
let ana: Actor;
let logged: string[];

/** The app as it starts with the token of this moment. */
const begin = async (): Promise<void> => {
  const { botToken, apiUrl, signingSecret } = practice.workspace.credentials;
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  status = new SlackStatus(log, crm.now);
  slack = await startSlackApp(
    { botToken, apiUrl, via: { kind: 'http', signingSecret } },
    { crm, charts, log, status, delivery: { sleep: time.sleep, random: () => 0.5 } },
  );
};

beforeEach(async () => {
  time = new VirtualTime(NOW);
  logged = [];
  crm = Object.assign(await aCrm(), { now: () => time.now });
  charts = openChartPool();
  practice = await startPractice({
    ...{
      team: TEAM,
      people: [ANA, RUTH],
      channels: CHANNELS,
      manifest,
      rateLimits: false as const,
    },
    app: () => (req, res) => slack.handle(req, res),
  });
  await begin();
  ana = { ...(await aColleague(crm, 'Ana')), slackTeamId: TEAM.id };
  for (const { id: channel } of CHANNELS)
    await subscribe({ crm, actor: ana, origin: byCommand }, { channel, name: 'all' });
});
afterEach(async () => {
  await slack.stop();
  await practice.close();
  await charts.close();
  await crm.end();
});

const change = async (): Promise<void> => {
  const { id: customer } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    create(tx, 'customer', { name: 'Acme' }),
  );
  const input = { name: 'Dock', customer };
  const deal = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'deal', input));
  await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    edit(tx, { entity: 'deal', id: deal.id }, { amount: '1000' }),
  );
};

/** Lets time pass, whenever the courier has nothing to do. */
const untilThat = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let at = 0; at < 8000; at += 1) {
    await settle();
    if (await holds()) return;
    if (time.sleepers > 0 && slack.delivery.state().inHand === 0) time.step();
  }
  throw new Error(`It never came to that: ${JSON.stringify(slack.delivery.state())}`);
};
const waiting = async (): Promise<number> =>
  (await crm.database.db('outbox').whereNull('delivered_at').whereNull('failed_at')).length;
const errors = (): string[] => logged.filter((line) => line.includes('"level":50'));

const WAYS: [string, () => void, RegExp][] = [
  [
    'removed',
    () => practice.workspace.uninstall(),
    /^CustomerHub was removed from the workspace\. Messages are waiting\. Install the app again/,
  ],
  [
    'left without a token',
    () => practice.workspace.revokeToken(),
    /^Slack no longer accepts SLACK_BOT_TOKEN \(token_revoked\)\. Messages are waiting\./,
  ],
];

describe.each(WAYS)('an app that is %s', (_how, lose, why) => {
  test('says so, asks Slack hardly any more, keeps every message, and goes on with a new token', async () => {
    await change();
    await untilThat(async () => (await waiting()) === 0);
    const before = practice.workspace.record.callsTo('chat.postMessage').length;
    lose();
    await practice.workspace.quiet();
    // Slack's event alone tells it.
    expect(status.state()).toMatchObject({ status: 'refused', why: expect.stringMatching(why) });
    expect(slack.delivery.state()).toMatchObject({ status: 'paused' });
    await change();
    const kept = await waiting();
    expect(kept).toBeGreaterThanOrEqual(CHANNELS.length);
    practice.workspace.record.clear();
    const started = time.now;
    await untilThat(() => time.now > started + 3600_000);
    // One message at a time, every five minutes, with what is asked to put it into words.
    expect(practice.workspace.record.calls.length).toBeLessThanOrEqual(12 * 6);
    expect(await waiting()).toBe(kept);
    // Of each thing that Slack said, and that delivery is paused.
    expect(errors().length).toBeLessThanOrEqual(3);

    await slack.stop();
    practice.workspace.reinstall();
    await begin();
    expect(status.state().status).toBe('ok');
    await untilThat(async () => (await waiting()) === 0);
    expect(practice.workspace.record.posted.length).toBeGreaterThanOrEqual(before);
    expect(await crm.database.db('outbox').whereNotNull('failed_at')).toEqual([]);
    const ids = practice.workspace.record
      .callsTo('chat.postMessage')
      .filter(({ response }) => (response as { ok?: boolean }).ok)
      .map(({ args }) => String(args['metadata']));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('a token of a person that is revoked is none of its', async () => {
  const event = { type: 'tokens_revoked', tokens: { oauth: [ANA.id], bot: [] } };
  const body = JSON.stringify({ type: 'event_callback', team_id: TEAM.id, api_app_id: 'A0', event, event_id: 'Ev1' });
  const { signingSecret } = practice.workspace.credentials;
  const target = { url: `${practice.url}/slack/events`, signingSecret };
  expect((await raw(target, { body, contentType: 'application/json' })).status).toBe(200);
  expect(status.state().status).toBe('ok');
  expect(slack.delivery.state().status).toBe('running');
});

test.each(['invalid_auth', 'token_revoked', 'account_inactive', 'not_authed', 'token_expired'])(
  'where a call is answered %s, delivery waits as well, until Slack takes a call again',
  async (error) => {
    practice.workspace.faults.always('*', { kind: 'error', error });
    await practice.as(ANA.id).slash('/crm log', { in: 'team-0' });
    expect(status.state()).toMatchObject({ status: 'refused', why: expect.stringContaining(`(${error})`) });
    expect(slack.delivery.state()).toMatchObject({ status: 'paused', why: expect.stringContaining(error) });
    practice.workspace.faults.clear();
    await change();
    await untilThat(async () => (await waiting()) === 0);
    expect(status.state().status).toBe('ok');
    expect(slack.delivery.state()).toMatchObject({ status: 'running', why: null });
  },
);

test('an answer to what was asked before the app was removed says nothing', async () => {
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const standing = new SlackStatus(log, () => NOW);
  const installation = new Installation(standing);
  let answer = (): void => undefined;
  const asked = installation.watch(() => new Promise<void>((resolve) => (answer = resolve)));
  installation.lose('app_uninstalled');
  answer();
  await asked;
  expect(standing.state().status).toBe('refused');
  await expect(
    installation.watch(() => Promise.reject(new WebAPIPlatformError({ ok: false, error: 'channel_not_found' }))),
  ).rejects.toThrow('channel_not_found');
  expect(standing.state().status).toBe('refused');
  await installation.watch(() => Promise.resolve());
  expect(standing.state().status).toBe('ok');
  expect([log.error, log.info].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

test('the events are delivered although no token authorises them', async () => {
  practice.workspace.uninstall();
  await practice.workspace.quiet();
  await inRealTime(() => practice.workspace.record.deliveriesOf('app_uninstalled').length === 1);
  expect(practice.workspace.record.deliveriesOf('app_uninstalled')).toMatchObject([{ status: 200, attempt: 0 }]);
});
