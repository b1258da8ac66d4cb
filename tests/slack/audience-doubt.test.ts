import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { openChartPool } from '../../src/charts/pool.ts';
import { CHANNELS, PEOPLE, TEAM } from '../../src/demo/cast.ts';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { crowd } from '../../src/practice/server/index.ts';
import { startSlackApp } from '../../src/slack/app.ts';
import { NOW } from '../support/crm.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

/** Of another workspace of the organisation, so that Slack's list does not have them. */
const STRANGERS = crowd(25).map((one) => ({ ...one, teamId: 'T0EAST', workspaces: ['T0EAST'] }));
const rhythm = { look: 50, gather: 300 };

let hub: Hub;

beforeEach(async () => {
  hub = await openHub({
    team: { ...TEAM, enterprise: { id: 'E0GROUP', name: 'Group' } },
    people: [...PEOPLE, ...STRANGERS],
    channels: CHANNELS,
    rhythm,
  });
  const { id: customer } = await given(hub, hub.ana, 'customer', { name: 'Acme' });
  await given(hub, hub.ana, 'deal', { name: 'Rollout', customer, amount: '12k' });
  await hub.ana.slash('/crm subscribe usual', { in: 'deals' });
  await hub.ana.slash('/crm stage D-1 proposal', { in: 'sales' });
  await until(() => isShown());
});
afterEach(() => hub.end());

const card = (): string =>
  JSON.stringify(hub.maya.messages('deals').find(({ threadTs, user }) => !threadTs && user === 'U0PRACTICEBOT') ?? '');
const isShown = (): boolean => card().includes('12,000');
const isHidden = (): boolean => card().includes('•••') && !isShown();
const later = (ms: number): void => hub.crm.at(new Date(NOW + ms).toISOString());

/** Somebody asks who reads there, so that Slack is asked. */
const request = (): Promise<void> => hub.ana.slash('/crm audience', { in: 'deals' });

test.each([['conversations.info'], ['conversations.members']])(
  'where Slack asks to wait with %s, cards are hidden meanwhile and shown when it said who reads',
  async (method) => {
    hub.practice.workspace.faults.next(method, { kind: 'rate_limited', retryAfter: 2 });
    await request();
    expect(hub.ana.sees()).toContain('CustomerHub can’t see who’s in this channel');
    await until(isHidden);
    await until(isShown);
  },
);

const TROUBLES: [string, ApiFault][] = [
  ['500', { kind: 'http', status: 500 }],
  ['a dropped connection', { kind: 'reset' }],
  ['an error', { kind: 'error', error: 'internal_error' }],
];

test.each(TROUBLES)('where Slack answers %s, it is asked again later by itself', async (_what, fault) => {
  hub.practice.workspace.faults.next('conversations.members', fault);
  await request();
  await until(isHidden);
  later(20_000);
  await until(isShown);
});

test('where it was not known who reads when CustomerHub went down, it is asked after the start', async () => {
  hub.practice.workspace.faults.always('conversations.members', { kind: 'http', status: 500 });
  await request();
  await until(isHidden);
  await hub.slack.stop();
  hub.practice.workspace.faults.clear();
  const { botToken, apiUrl, signingSecret } = hub.practice.workspace.credentials;
  const charts = openChartPool();
  const again = await startSlackApp(
    { botToken, apiUrl, via: { kind: 'http', signingSecret } },
    { crm: hub.crm, charts, log: pino({ level: 'silent' }), delivery: { pace: 0 }, rhythm },
  );
  await until(isShown);
  await again.stop();
  await charts.close();
});

test('many strangers who join at once are asked for one by one, and the channel a few times', async () => {
  const { workspace } = hub.practice;
  const count = (method: string): number => workspace.record.callsTo(method).length;
  const before = ['conversations.members', 'users.list', 'users.info'].map(count);
  for (const { handle } of STRANGERS) await hub.ana.slash(`/invite @${handle}`, { in: 'deals' });
  await workspace.quiet();
  await until(isHidden);
  await until(async () => {
    const row = await hub.crm.database.db('audiences').where({ channel: 'C0DEALS' }).first();
    return Number(row.externals) === STRANGERS.length && row.asked_at !== '';
  });
  const [looks = 0, lists, single] = ['conversations.members', 'users.list', 'users.info']
    .map(count)
    .map((all, index) => all - (before[index] ?? 0));
  expect({ lists, single }).toEqual({ lists: 0, single: STRANGERS.length });
  expect(looks).toBeLessThan(10);
});
