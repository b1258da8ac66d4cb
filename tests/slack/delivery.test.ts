import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { claimDue } from '../../src/crm/notifications/outbox/outbox.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { Message } from '../../src/slack/messages/blocks.ts';
import { backgroundClient } from '../../src/slack/delivery/client.ts';
import { startDelivery, type Delivery, type DeliveryOptions } from '../../src/slack/delivery/delivery.ts';
import { writeOutbox } from '../../src/store/outbox/outbox.ts';
import { momentOf } from '../../src/model/dates/time.ts';
import { aColleague, aCrm, byCommand, NOW, TEAM, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';
import * as answer from './post-office.ts';
import { settle, VirtualTime } from './virtual-time.ts';

const SALES = 'C0SALES';
const WINS = 'C0WINS';
/** How long an impatient client waits for an answer, in real milliseconds. */
const IMPATIENT = 700;

let time: VirtualTime;
let slack: answer.PostOffice;
let api: string;
let crm: TestCrm;
let workers: Delivery[];
const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

beforeEach(async () => {
  time = new VirtualTime(NOW);
  slack = new answer.PostOffice(() => time.now);
  api = await slack.start();
  crm = await onTestTime();
  workers = [];
  Object.values(log).forEach((spy) => spy.mockReset());
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await slack.stop();
  await crm.end();
});

const onTestTime = async (url?: string): Promise<TestCrm> => Object.assign(await aCrm(url), { now: () => time.now });

/** Leaves messages in the outbox: `write(SALES, 'one', 'two')`. */
const write = (channel: string, ...texts: string[]): Promise<void> =>
  writeOutbox(
    crm.database.db,
    texts.map((payload) => ({ subscriptionId: null, team: TEAM, channel, kind: 'test', payload })),
    momentOf(time.now),
  );

const start = (options: Partial<DeliveryOptions> = {}): Delivery => {
  const client = backgroundClient('xoxb-test', api);
  const render: DeliveryOptions['render'] = ({ payload }) =>
    Promise.resolve(Message.of({ title: payload, blocks: [] }));
  const worker = startDelivery({
    crm,
    client,
    render,
    renderCard: () => Promise.resolve(null),
    log,
    sleep: time.sleep,
    random: () => 0.5,
    ...options,
  });
  workers.push(worker);
  return worker;
};

interface Row {
  id: number;
  attempts: number;
  delivered_at: string | null;
  delivered_ts: string | null;
  failed_at: string | null;
  claimed_until: string | null;
  last_error: string | null;
}
const rows = async (): Promise<Row[]> => (await crm.database.db('outbox').orderBy('id')) as Row[];
const allDone = async (): Promise<boolean> => (await rows()).every((row) => row.delivered_at ?? row.failed_at);

/** Whether every courier, and everything it has in hand, waits for time to pass. */
const allAsleep = (): boolean => {
  const states = workers.map((worker) => worker.state()).filter(({ status }) => status !== 'stopped');
  return time.sleepers === states.reduce((all, { inHand }) => all + 1 + inHand, 0);
};

/** Lets time pass, whenever nothing else is under way, until something is so. */
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 20_000; i += 1) {
    await settle();
    if (await holds()) return;
    if (allAsleep()) time.step();
  }
  throw new Error(`It never came to that: ${JSON.stringify(await rows())}`);
};

describe('the courier', () => {
  test('posts each message once, marked as its outbox item, without unfurling links', async () => {
    await write(SALES, 'one');
    start();
    await until(allDone);
    const [row] = await rows();
    expect(slack.posted).toHaveLength(1);
    expect(slack.posted[0]).toMatchObject({
      channel: SALES,
      text: 'one',
      ts: row?.delivered_ts,
      metadata: { event_type: 'customerhub_update', event_payload: { outbox_id: row?.id } },
    });
    expect(slack.calls[0]?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  });

  test('keeps the order within each channel, and a second between two messages to it', async () => {
    await write(SALES, 'one', 'two', 'three');
    await write(WINS, 'a', 'b');
    start();
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'two', 'three']);
    expect(slack.textsIn(WINS)).toEqual(['a', 'b']);
    const times = slack.posted.filter(({ channel }) => channel === SALES).map(({ at }) => at);
    expect(times.slice(1).map((at, i) => at - (times[i] ?? 0) >= 1000)).toEqual([true, true]);
  });

  test('lets no channel wait for another', async () => {
    await write(SALES, 'one', 'two');
    await write(WINS, 'a');
    start();
    await until(allDone);
    expect(
      slack.posted
        .map(({ text }) => text)
        .slice(0, 2)
        .toSorted(),
    ).toEqual(['a', 'one']);
  });

  test('has no more in hand at once than it may', async () => {
    for (let i = 0; i < 12; i += 1) await write(`C0CHANNEL${i}`, 'hello');
    slack.always('chat.postMessage', (call) => void setTimeout(() => answer.well(call), 5));
    start({ atOnce: 3 });
    await until(allDone);
    expect(slack.posted).toHaveLength(12);
    expect(slack.mostOpen).toBeLessThanOrEqual(3);
  });

  test('writes down together what arrives together', async () => {
    for (let i = 0; i < 40; i += 1) await write(`C0CHANNEL${i}`, 'hello');
    const held: (() => void)[] = [];
    slack.always('chat.postMessage', (call) => void held.push(() => answer.well(call)));
    const { writes } = crm.database;
    start();
    await until(() => held.length === 40);
    held.forEach((letGo) => letGo());
    await until(allDone);
    expect(crm.database.writes - writes).toBeLessThan(40);
  });

  test('what cannot be written down takes nothing with it that arrived beside it, and comes once', async () => {
    const { db: knex } = crm.database;
    await knex.raw(`create trigger full_disk before update of delivered_at on outbox when new.payload = 'two'
      begin select raise(abort, 'the disk is full'); end`);
    for (const text of ['one', 'two', 'three']) await write(`C0${text}`, text);
    const held: (() => void)[] = [];
    const hold: answer.Answer = (call) => void held.push(() => answer.well(call));
    slack.next('chat.postMessage', hold, hold, hold);
    start();
    await until(() => held.length === 3);
    held.forEach((letGo) => letGo());
    for (let i = 0; i < 500 && log.error.mock.calls.length === 0; i += 1) await settle();
    expect(log.error).toHaveBeenCalledWith(
      expect.objectContaining({ outbox: 2 }),
      expect.stringContaining('written down'),
    );
    expect((await rows()).map((row) => row.delivered_at !== null)).toEqual([true, false, true]);
    await knex.raw('drop trigger full_disk');
    await until(allDone);
    expect(slack.posted.map(({ text }) => text).toSorted()).toEqual(['one', 'three', 'two']);
    expect(slack.callsOf('conversations.history')).toBe(1);
  });

  test('wakes at once when the CRM leaves something in the outbox', async () => {
    start();
    await settle();
    await write(SALES, 'one');
    crm.onOutbox();
    for (let i = 0; i < 500 && slack.posted.length === 0; i += 1) await settle();
    expect(slack.posted.map(({ at }) => at)).toEqual([NOW]);
  });

  test('finds by itself what nobody announced', async () => {
    start();
    await settle();
    await write(SALES, 'one');
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one']);
  });

  test('says nothing where there is nothing left to say', async () => {
    await write(SALES, 'one', 'two');
    start({
      render: ({ payload }) => Promise.resolve(payload === 'one' ? null : Message.of({ title: payload, blocks: [] })),
    });
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['two']);
    expect((await rows()).map((row) => row.delivered_ts === null)).toEqual([true, false]);
  });

  test('sets aside what can’t be put into words, and goes on', async () => {
    await write(SALES, 'one', 'two');
    const render: DeliveryOptions['render'] = ({ payload }) =>
      payload === 'one'
        ? Promise.reject(new Error('no such deal'))
        : Promise.resolve(Message.of({ title: payload, blocks: [] }));
    start({ render });
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['two']);
    expect((await rows())[0]).toMatchObject({ last_error: expect.stringContaining('no such deal'), attempts: 6 });
  });
});

describe('when Slack asks to wait', () => {
  test('the channel waits as long as told, and other channels do not', async () => {
    slack.next(`chat.postMessage ${SALES}`, answer.rateLimited(30));
    await write(SALES, 'one', 'two');
    await write(WINS, 'a', 'b');
    start();
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'two']);
    const [first] = slack.posted.filter(({ channel }) => channel === SALES);
    expect(first?.at).toBeGreaterThanOrEqual(NOW + 30_000);
    const others = slack.posted.filter(({ channel }) => channel === WINS);
    expect(others.every(({ at }) => at < NOW + 30_000)).toBe(true);
    expect(slack.callsOf('conversations.history')).toBe(0);
    expect((await rows()).map((row) => row.attempts)).toEqual([0, 0, 0, 0]);
  });

  test('with two channels, everything waits', async () => {
    slack.next(`chat.postMessage ${SALES}`, answer.rateLimited(30));
    slack.next(`chat.postMessage ${WINS}`, answer.rateLimited(30));
    await write(SALES, 'one');
    await write(WINS, 'a');
    start();
    await until(() => slack.calls.length === 2);
    await write('C0OTHER', 'x');
    await until(allDone);
    expect(slack.posted.every(({ at }) => at >= NOW + 30_000)).toBe(true);
    expect(slack.posted).toHaveLength(3);
  });

  test.each([
    ['a 429 without a time', answer.rateLimited()],
    ['ratelimited in an answer', answer.refusal('ratelimited')],
  ])('%s is waited for too', async (_name, misfortune) => {
    slack.next('chat.postMessage', misfortune);
    await write(SALES, 'one', 'two');
    start();
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'two']);
    expect(slack.posted[0]?.at).toBeGreaterThan(NOW);
  });
});

describe('when nobody knows whether a message arrived', () => {
  test.each([
    ['an error of the server', answer.broken],
    ['an error of the server after it was posted', answer.brokenAfterwards],
    ['no answer', answer.silence],
    ['no answer after it was posted', answer.silenceAfterwards],
    ['a reset connection', answer.reset],
    ['a reset connection after it was posted', answer.resetAfterwards],
    ['an answer cut short after it was posted', answer.cutShort],
    ['an internal error', answer.refusal('internal_error')],
  ])('%s: it comes once, and in order', async (_name, misfortune) => {
    slack.next('chat.postMessage', answer.well, misfortune);
    await write(SALES, 'one', 'two', 'three');
    start({ client: backgroundClient('xoxb-test', api, IMPATIENT) });
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'two', 'three']);
    expect(slack.callsOf('conversations.history')).toBe(1);
    expect((await rows()).map((row) => row.delivered_ts)).toEqual(slack.posted.map(({ ts }) => ts));
  });

  test('one misfortune after the other: once, in order, ever more patiently', async () => {
    slack.next(
      'chat.postMessage',
      answer.broken,
      answer.reset,
      answer.rateLimited(5),
      answer.silence,
      answer.resetAfterwards,
    );
    slack.next('conversations.history', answer.well, answer.broken, answer.rateLimited(7));
    await write(SALES, 'one', 'two');
    start({ client: backgroundClient('xoxb-test', api, IMPATIENT) });
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'two']);
  });

  test('the message of another outbox item is not taken for it', async () => {
    slack.next('chat.postMessage', answer.well, answer.reset);
    await write(SALES, 'one', 'one');
    start();
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'one']);
  });

  test('where the history may not be read, better twice than never', async () => {
    slack.next('chat.postMessage', answer.resetAfterwards);
    slack.always('conversations.history', answer.refusal('missing_scope'));
    await write(SALES, 'one');
    const worker = start();
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one', 'one']);
    expect(worker.state().status).toBe('running');
  });

  test('after a day it is set aside, and the next has its turn', async () => {
    await write(SALES, 'one');
    slack.always('chat.postMessage', answer.broken);
    start();
    await until(async () => (await rows())[0]?.attempts === 2);
    expect((await rows())[0]?.failed_at).toBeNull();
    time.now += 24 * 3600_000;
    await until(allDone);
    expect((await rows())[0]?.failed_at).not.toBeNull();
    slack.always('chat.postMessage', answer.well);
    await write(SALES, 'two');
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['two']);
  });
});

test('what waited for days until the app was installed again is not set aside by one reset', async () => {
  await write(SALES, 'one');
  time.now += 3 * 24 * 3600_000;
  slack.next('chat.postMessage', answer.reset);
  start();
  await until(allDone);
  expect(slack.textsIn(SALES)).toEqual(['one']);
  expect((await rows())[0]?.failed_at).toBeNull();
});

describe('when Slack will never take a message', () => {
  test.each(['invalid_blocks', 'msg_too_long', 'restricted_action'])(
    '%s: it is set aside at once, and the next has its turn',
    async (error) => {
      slack.next('chat.postMessage', answer.refusal(error));
      await write(SALES, 'one', 'two');
      start();
      await until(allDone);
      expect(slack.textsIn(SALES)).toEqual(['two']);
      expect(slack.callsOf('chat.postMessage')).toBe(2);
      expect(await rows()).toMatchObject([{ last_error: error, delivered_at: null }, { failed_at: null }]);
      expect(log.error).toHaveBeenCalledWith(
        { outbox: 1, channel: SALES, error },
        expect.stringContaining(`A message was set aside: ${error}.`),
      );
    },
  );

  test.each(['not_in_channel', 'channel_not_found', 'is_archived'])(
    '%s: what waits for the channel is set aside with it, unasked, and other channels go on',
    async (error) => {
      slack.always(`chat.postMessage ${SALES}`, answer.refusal(error));
      await write(SALES, 'one', 'two', 'three');
      await write(WINS, 'a', 'b');
      start();
      await until(allDone);
      expect(slack.textsIn(WINS)).toEqual(['a', 'b']);
      expect(slack.calls.filter(({ args }) => args['channel'] === SALES)).toHaveLength(1);
      const failed = (await rows()).filter((row) => row.failed_at !== null);
      expect(failed.map((row) => row.last_error)).toEqual([error, error, error]);
    },
  );

  test('admins are told in private once for each channel and cause, and anew after a message arrived there', async () => {
    const admins = [await aColleague(crm, 'Ruth', 'admin'), await aColleague(crm, 'Otto', 'admin')];
    await aColleague(crm, 'Maya', 'manager');
    const told = (): string[] =>
      slack.posted.filter(({ text }) => text.includes('"cause"')).map(({ channel }) => channel);
    slack.next(`chat.postMessage ${SALES}`, ...Array.from({ length: 3 }, () => answer.refusal('msg_too_long')));
    slack.next(`chat.postMessage ${SALES}`, answer.refusal('invalid_blocks'));
    slack.next(`chat.postMessage ${WINS}`, answer.refusal('msg_too_long'));
    await write(SALES, 'one', 'two', 'three', 'four');
    await write(WINS, 'a');
    start();
    await until(allDone);
    const both = admins.map(({ slackUserId }) => slackUserId);
    expect(told().toSorted()).toEqual([...both, ...both, ...both].toSorted());

    slack.next(`chat.postMessage ${SALES}`, answer.well, answer.refusal('msg_too_long'));
    await write(SALES, 'five', 'six');
    await until(allDone);
    expect(told()).toHaveLength(8);
  });

  test('that an admin could not be told is told to nobody: it would tell of itself for ever', async () => {
    const { slackUserId } = await aColleague(crm, 'Ruth', 'admin');
    slack.always('chat.postMessage', answer.refusal('msg_too_long'));
    await write(SALES, 'one');
    start();
    await until(allDone);
    expect((await rows()).map((row) => row.failed_at !== null)).toEqual([true, true]);
    expect(slack.calls.map(({ args }) => args['channel'])).toEqual([SALES, slackUserId]);
  });
});

describe('when Slack takes nothing from the app', () => {
  test.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
    '%s: delivery pauses, says so once, loses nothing, and goes on when it is mended',
    async (error) => {
      slack.always('chat.postMessage', answer.refusal(error));
      await write(SALES, 'one', 'two');
      await write(WINS, 'a');
      const worker = start({ poll: 60_000 });
      await until(() => time.now > NOW + 16 * 60_000);
      expect(worker.state()).toMatchObject({ status: 'paused', why: expect.stringContaining(error) });
      expect(slack.callsOf('chat.postMessage')).toBeLessThanOrEqual(6);
      expect((await rows()).map((row) => row.failed_at)).toEqual([null, null, null]);
      expect(log.error).toHaveBeenCalledTimes(1);

      slack.always('chat.postMessage', answer.well);
      await until(allDone);
      expect(slack.textsIn(SALES)).toEqual(['one', 'two']);
      expect(slack.textsIn(WINS)).toEqual(['a']);
      expect(worker.state()).toEqual({ status: 'running', why: null, inHand: 0 });
    },
  );
});

describe('when Slack is down for an hour', () => {
  const CHANNELS = Array.from({ length: 50 }, (_, n) => `C0TEAM${n}`);
  const EACH = 100;
  const left = async (): Promise<number> =>
    Number((await crm.database.db('outbox').whereNull('delivered_at').count({ n: '*' }).first())?.['n']);

  test('5,000 updates wait, Slack is hardly asked, and all of them arrive once and in order when it is back', async () => {
    // What is written to the disk is not what is tested here.
    await crm.database.db.raw('pragma synchronous = off');
    const texts = Array.from({ length: EACH }, (_, n) => `update ${n}`);
    for (const channel of CHANNELS) await write(channel, ...texts);
    const ways = [answer.broken, answer.reset, answer.refusal('internal_error')];
    let asked = 0;
    slack.always('chat.postMessage', (call) => ways[(asked += 1) % ways.length]?.(call));
    slack.always('conversations.history', answer.broken);
    start({ atOnce: CHANNELS.length, poll: 60_000 });
    await until(() => time.now >= NOW + 3_600_000);
    expect(slack.posted).toEqual([]);
    expect(await left()).toBe(5000);
    // Those in hand when it began, and one a minute from then on.
    expect(slack.calls.length).toBeLessThan(CHANNELS.length + 200);

    const back = time.now;
    slack.always('chat.postMessage', answer.well);
    slack.always('conversations.history', answer.well);
    await until(async () => (await left()) === 0);
    for (const channel of CHANNELS) expect(slack.textsIn(channel)).toEqual(texts);
    expect(slack.posted).toHaveLength(5000);
    // A hundred messages to a channel take 99 seconds; it was noticed within a minute or two that Slack was back.
    expect((time.now - back) / 1000).toBeLessThan(99 + 150);
  }, 900_000);
});

describe('one change that a hundred channels hear of', () => {
  test('is told to all of them at once, and further changes at the pace of one channel, not of a hundred', async () => {
    const ana = await aColleague(crm, 'Ana');
    const channels = Array.from({ length: 100 }, (_, n) => `C0TEAM${n}`);
    for (const channel of channels) await subscribe({ crm, actor: ana, origin: byCommand }, { channel });
    const customer = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      create(tx, 'customer', { name: 'Acme' }),
    );
    const input = { name: 'Rollout', customer: customer.id };
    const deal = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'deal', input));
    for (const amount of ['1000', '2000', '3000', '4000'])
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'deal', id: deal.id }, { amount }),
      );
    start({ renderCard: () => Promise.resolve(Message.of({ title: 'card', blocks: [] })) });
    await until(allDone);
    // What was posted, and not only brought up to date.
    const posted = slack.posted.filter(({ metadata }) => metadata !== null);
    expect(posted).toHaveLength(500);
    const times = (nth: number): number[] =>
      channels.map((channel) => posted.filter((message) => message.channel === channel)[nth]?.at ?? 0);
    expect(Math.max(...times(0)) - NOW).toBeLessThan(1000);
    // Five messages to one channel take four seconds at least: so do five to a hundred.
    const took = Math.max(...times(4)) - NOW;
    expect(took).toBeGreaterThanOrEqual(4000);
    expect(took).toBeLessThan(4000 * 1.25);
  });
});

describe('several couriers on one database', () => {
  onBothDatabases((fresh) => {
    let url: string;
    beforeEach(async () => {
      url = await fresh();
      await crm.end();
      crm = await onTestTime(url);
    });

    test('never post the same item twice, and keep the order', async () => {
      const others = [await onTestTime(url), await onTestTime(url)];
      const texts = Array.from({ length: 12 }, (_, i) => String(i));
      for (const channel of [SALES, WINS, 'C0OTHER']) await write(channel, ...texts);
      for (const each of [crm, ...others]) start({ crm: each });
      await until(allDone);
      for (const channel of [SALES, WINS, 'C0OTHER']) {
        expect(slack.textsIn(channel)).toEqual(texts);
        const times = slack.posted.filter((message) => message.channel === channel).map(({ at }) => at);
        // Whoever posts: a second lies between two messages.
        expect(times.slice(1).every((at, i) => at - (times[i] ?? 0) >= 1000)).toBe(true);
      }
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(others.map((other) => other.end()));
    });

    test('take over what one left behind when it died, without posting it again', async () => {
      await write(SALES, 'one', 'two');
      const [item] = await claimDue(crm, { name: 'the dead', lease: 60_000 }, 10);
      const metadata = JSON.stringify({ event_type: 'customerhub_update', event_payload: { outbox_id: item?.id } });
      const body = new URLSearchParams({ channel: SALES, text: 'one', metadata });
      await fetch(`${api}chat.postMessage`, { method: 'POST', body });
      start();
      await until(allDone);
      expect(slack.textsIn(SALES)).toEqual(['one', 'two']);
      expect(time.now).toBeGreaterThanOrEqual(NOW + 60_000);
    });
  });

  test('one that was held up for longer than its claim holds posts nothing', async () => {
    await write(SALES, 'one');
    let heldUp = 0;
    const render: DeliveryOptions['render'] = ({ payload }) => {
      if (heldUp < 2) time.now += 59_000;
      heldUp += 1;
      return Promise.resolve(Message.of({ title: payload, blocks: [] }));
    };
    start({ render });
    await until(allDone);
    expect(slack.textsIn(SALES)).toEqual(['one']);
    expect(heldUp).toBe(3);
  });
});

describe('stopping', () => {
  test('finishes the message in hand, gives back the others and leaves nothing running', async () => {
    let letGo = (): void => {};
    slack.next(`chat.postMessage ${SALES}`, (call) => void (letGo = () => answer.well(call)));
    await write(WINS, 'a', 'b');
    await write(SALES, 'one', 'two');
    const worker = start();
    for (let i = 0; i < 500 && slack.calls.length < 2; i += 1) await settle();
    const stopped = worker.stop();
    expect(worker.state().status).toBe('stopped');
    letGo();
    await stopped;
    expect(slack.textsIn(SALES)).toEqual(['one']);
    expect(slack.textsIn(WINS)).toEqual(['a']);
    expect((await rows()).map((row) => row.claimed_until)).toEqual([null, null, null, null]);
    expect(time.sleepers).toBe(0);
    await write(SALES, 'three');
    crm.onOutbox();
    await settle();
    expect(slack.posted).toHaveLength(2);
  });

  test('twice is the same as once', async () => {
    const worker = start();
    expect(worker.stop()).toBe(worker.stop());
    await worker.stop();
  });
});
