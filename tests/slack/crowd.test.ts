import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { edit } from '../../src/crm/records/mutations.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { momentOf } from '../../src/model/dates/time.ts';
import { ANA, CHANNELS, MAYA, PEOPLE, TEAM } from '../../src/demo/cast.ts';
import { crowd } from '../../src/practice/server/index.ts';
import { byCommand, NOW } from '../support/crm.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { raw } from '../support/raw.ts';
import { targetOf } from '../support/surfaces.ts';
import { until } from '../support/until.ts';

const MANY = crowd(5000);
const LISTENING = Array.from({ length: 200 }, (_, index) => ({
  id: `C1LISTENS${String(index).padStart(3, '0')}`,
  name: `listens-${index}`,
  members: [ANA.id, MAYA.id, ...MANY.slice(index * 10, index * 10 + 30).map(({ id }) => id)],
  hasApp: true,
}));

/** Practice workspace and app go by one clock, which can be made to run faster than the world’s. */
const clock = { now: Date.now(), since: Date.now(), speed: 1 };
const now = (): number => clock.now + (Date.now() - clock.since) * clock.speed;
const runFaster = (speed: number): void => void Object.assign(clock, { now: now(), since: Date.now(), speed });

let hub: Hub;
let ticking: NodeJS.Timeout;
let deal: number;
const knex = () => hub.crm.database.db;
const calls = (...methods: string[]): number[] =>
  methods.map((method) => hub.practice.workspace.record.callsTo(method).length);
const LOOK = ['conversations.info', 'conversations.members', 'users.info', 'users.conversations'];

const untilDelivered = (): Promise<unknown> =>
  until(async () => (await knex()('outbox').whereNull('delivered_at').whereNull('failed_at')).length === 0, 100_000);

const cardIn = (channel: string): string =>
  JSON.stringify(hub.maya.messages(channel).find(({ threadTs, user }) => !threadTs && user === 'U0PRACTICEBOT') ?? '');

beforeAll(async () => {
  hub = await openHub({
    people: [...PEOPLE, ...MANY],
    channels: [...CHANNELS, ...LISTENING],
    rateLimits: {},
    clock: now,
    rhythm: { allowance: undefined },
    // A claim that holds while the clock runs faster.
    delivery: { updates: undefined, lease: 1_200_000 },
  });
  const { now: started } = clock;
  ticking = setInterval(() => hub.crm.at(new Date(NOW + now() - started).toISOString()), 20);
  const ana = await actorFor(hub, hub.ana);
  ({ id: deal } = await given(hub, hub.ana, 'deal', {
    name: 'Rollout',
    customer: (await given(hub, hub.ana, 'customer', { name: 'Acme' })).id,
    amount: '12k',
  }));
  for (const { id: channel, name } of LISTENING)
    await subscribe({ crm: hub.crm, actor: ana, origin: byCommand }, { channel, name });
  // Whoever subscribed them was told then who reads there.
  const nobody = { team: TEAM.id, guests: 0, externals: 0, shared: 0, asked_at: momentOf(hub.crm.now()) };
  await knex()('audiences').insert(LISTENING.map(({ id: channel }) => ({ ...nobody, channel })));
});
afterAll(async () => {
  clearInterval(ticking);
  await hub.end();
});

/** Gives the deal another amount, which two hundred channels hear. */
const change = async (amount: string): Promise<void> => {
  const ana = await actorFor(hub, hub.ana);
  await runInTransaction({ crm: hub.crm, actor: ana, origin: byCommand }, (tx) =>
    edit(tx, { entity: 'deal', id: deal }, { amount }),
  );
};

/** One of them types a command. @returns what they are told */
const types = async (user_id: string, text: string): Promise<string> => {
  const fields = { command: '/crm', text, team_id: TEAM.id, user_id, trigger_id: `1.${user_id}.a` };
  const from = { channel_id: 'C0SALES', channel_name: 'sales', response_url: `${hub.practice.url}/hooks/none` };
  const body = new URLSearchParams({ ...fields, ...from }).toString();
  return (await raw(targetOf(hub), { body })).text();
};

test('five hundred people who type one command each within a minute are all answered', async () => {
  const unanswered: string[] = [];
  const people = MANY.slice(0, 500);
  const typing = async (): Promise<void> => {
    for (let one = people.pop(); one; one = people.pop()) {
      const told = await types(one.id, 'next C-1 2026-11-20 Call them');
      if (!told.includes('Call them')) unanswered.push(`${one.id}: ${told}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, typing));
  expect(unanswered).toEqual([]);
  expect(await hub.crm.database.db('follow_ups').select('id')).toHaveLength(500);
});

test('members who join a channel that hears of deals cost no call', async () => {
  await change('13k');
  await untilDelivered();
  const before = calls(...LOOK);
  for (const { handle } of MANY.slice(1000, 1025)) await hub.ana.slash(`/invite @${handle}`, { in: 'listens-0' });
  await hub.practice.workspace.quiet();
  expect(calls(...LOOK)).toEqual(before);
  expect(cardIn('listens-0')).toContain('13,000');
});

test('somebody who becomes a guest costs a look at the channels that they are in', async () => {
  const before = calls(...LOOK);
  hub.practice.workspace.changePerson(MANY[95]!.id, { isGuest: true });
  const theirs = LISTENING.filter(({ members }) => members.includes(MANY[95]!.id)).map(({ name }) => name);
  await until(() => theirs.every((name) => cardIn(name).includes('•••')));
  expect(theirs).toHaveLength(3);
  expect(LISTENING.filter(({ name }) => cardIn(name).includes('•••'))).toHaveLength(3);
  const [info, members, single, lists] = calls(...LOOK).map((all, index) => all - before[index]!);
  expect({ info, members, single, lists }).toEqual({ info: 3, members: 3, single: 1, lists: 1 });
});

test('what two hundred channels hear keeps to the pace, and so does everything', async () => {
  runFaster(10);
  await change('14k');
  await untilDelivered();
  await until(() => LISTENING.filter(({ name }) => cardIn(name).includes('14,000')).length === 197);
  const usage = hub.practice.workspace.usage();
  const limited = usage.filter(({ allowed }) => allowed !== null);
  expect(limited.map(({ method }) => method)).toEqual(
    expect.arrayContaining(['chat.update', 'users.list', 'users.info', 'conversations.info', 'conversations.members']),
  );
  expect(limited.filter(({ allowed, busiestMinute }) => busiestMinute > (allowed ?? 0))).toEqual([]);
  expect(usage.filter(({ refused }) => refused > 0)).toEqual([]);
});
