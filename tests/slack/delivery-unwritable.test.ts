import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Message } from '../../src/slack/messages/blocks.ts';
import { backgroundClient } from '../../src/slack/delivery/client.ts';
import { startDelivery, type Delivery } from '../../src/slack/delivery/delivery.ts';
import { momentOf } from '../../src/model/dates/time.ts';
import { writeOutbox } from '../../src/store/outbox/outbox.ts';
import { aCrm, TEAM, type TestCrm } from '../support/crm.ts';
import { until } from '../support/until.ts';
import * as answer from './post-office.ts';

/** A person's own conversation: its history is kept from the app, so nothing that was posted there can be looked up. */
const PERSON = 'U0ANA';

let slack: answer.PostOffice;
let crm: TestCrm;
let worker: Delivery;
const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

const readOnly = async (value: 'on' | 'off'): Promise<void> =>
  void (await crm.database.db.raw(`pragma query_only = ${value}`));
const rows = () => crm.database.db('outbox').orderBy('id');
const write = (...texts: string[]): Promise<void> =>
  writeOutbox(
    crm.database.db,
    texts.map((payload) => ({ subscriptionId: null, team: TEAM, channel: PERSON, kind: 'test', payload })),
    momentOf(crm.now()),
  );

beforeEach(async () => {
  for (const spy of Object.values(log)) spy.mockReset();
  crm = await aCrm();
  slack = new answer.PostOffice(crm.now);
  const client = backgroundClient('xoxb-test', await slack.start());
  worker = startDelivery({
    ...{ crm, client, log, pace: 0, poll: 50 },
    render: async ({ payload }) => {
      await crm.database.db('stages').select('id');
      return Message.of({ title: payload, blocks: [] });
    },
    renderCard: () => Promise.resolve(null),
  });
});
afterEach(async () => {
  await worker.stop();
  await slack.stop();
  await crm.end();
});

/** The database takes no writes any more from the moment on at which the message is posted. */
const unwritableOncePosted: answer.Answer = (call) => void readOnly('on').then(() => answer.well(call));

test('what arrived while that could not be written down comes once, however long it takes', async () => {
  slack.next('chat.postMessage', unwritableOncePosted);
  await write('one', 'two');
  worker.wake();
  await until(() => crm.database.condition.trouble?.kind === 'read-only');
  // Its claim runs out meanwhile.
  crm.at('2026-11-16T15:00:00Z');
  worker.wake();
  await readOnly('off');
  await until(async () => (await rows()).every(({ delivered_at }) => delivered_at !== null));
  expect(slack.textsIn(PERSON)).toEqual(['one', 'two']);
  expect((await rows()).map(({ attempts }) => attempts)).toEqual([0, 0]);
  expect([log.warn.mock.calls, log.error.mock.calls]).toEqual([[], []]);
});

test('nothing is taken while it could not be written down', async () => {
  await readOnly('on');
  await crm.database.transaction((db) => db('outbox').delete()).catch(() => undefined);
  await until(() => crm.database.condition.trouble?.kind === 'read-only');
  worker.wake();
  await new Promise((done) => setTimeout(done, 300));
  await readOnly('off');
  await write('one');
  await until(async () => (await rows()).every(({ delivered_at }) => delivered_at !== null));
  expect(slack.callsOf('chat.postMessage')).toBe(1);
  expect([log.warn.mock.calls, log.error.mock.calls]).toEqual([[], []]);
});

test('stopped meanwhile, it ends', async () => {
  slack.next('chat.postMessage', unwritableOncePosted);
  await write('one');
  worker.wake();
  await until(() => crm.database.condition.trouble?.kind === 'read-only');
  await worker.stop();
  expect(worker.state()).toMatchObject({ status: 'stopped', inHand: 0 });
});
