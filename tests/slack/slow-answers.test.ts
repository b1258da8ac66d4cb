import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** How long an impatient app waits for an answer, in real milliseconds: what does answer has long done so. */
const IMPATIENT = 1500;

let hub: Hub;
let maya: Person;
const waits: number[] = [];
const logged: { level: number; msg: string }[] = [];
const faults = () => hub.practice.workspace.faults;

beforeAll(async () => {
  const log = pino({ level: 'warn' }, { write: (line) => void logged.push(JSON.parse(line) as (typeof logged)[0]) });
  hub = await openHub({ patience: IMPATIENT, log, waits });
  ({ maya } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme' });
  await given(hub, maya, 'deal', { name: 'Pilot', customer, amount: '3,400', stage: 5 });
});
beforeEach(() => void logged.splice(0));
afterEach(async () => {
  faults().clear();
  // A button of an older answer, whose charts come late, would be the newest.
  await hub.slack.idle();
  await maya.cancel({ all: true }).catch(() => undefined);
});
afterAll(() => hub.end());

/** How many messages in the channel, or in private, have these words. */
const told = (words: string, channel: string): number =>
  maya.reads(channel).filter((text) => text.includes(words)).length;

/** Waits for one more message with these words in that place. */
const oneMore = async (words: string, channel: string, request: () => Promise<void>): Promise<void> => {
  const before = told(words, channel);
  await request();
  await until(() => told(words, channel) > before);
};

/** Every way in which a response URL does not take an answer. */
const TROUBLES: [string, ApiFault][] = [
  ['429 for a moment', { kind: 'rate_limited', retryAfter: 1 }],
  ['429 for a while', { kind: 'rate_limited', retryAfter: 30 }],
  ['500', { kind: 'http', status: 500 }],
  ['500 after the answer was shown', { kind: 'http', status: 500, when: 'after' }],
  ['a reset', { kind: 'reset' }],
  ['a reset after the answer was shown', { kind: 'reset', when: 'after' }],
  ['silence', { kind: 'hang' }],
  ['silence after the answer was shown', { kind: 'hang', when: 'after' }],
  ...['used_url', 'expired_url', 'invalid_blocks', 'no_text', 'fatal_error', 'channel_not_found'].map(
    (error): [string, ApiFault] => [`404 and ${error}`, { kind: 'error', error }],
  ),
  ...['fatal_error', 'channel_not_found', 'invalid_auth', 'missing_scope', 'invalid_blocks'].map(
    (error): [string, ApiFault] => [`200 and ${error}`, { kind: 'error', error, status: 200 }],
  ),
];

/** Slow answers: what is done for each, and what it ends in. */
const asks = (channel: string): [string, () => Promise<void>, string][] => [
  ['a command', () => maya.slash('/crm summary last quarter', { in: channel }), 'Data as of'],
  ['a button', () => maya.click('Pipeline'), 'Time in each stage'],
  ['a file', () => maya.slash('/crm export customers', { in: channel }), 'the file is in your messages'],
];

/** Puts a summary there whose buttons can be pressed. */
const summaryIn = (channel: string): Promise<void> =>
  oneMore('Data as of', channel, () => maya.slash('/crm summary', { in: channel }));

describe.each(TROUBLES)('where response URLs answer with %s', (_how, fault) => {
  test('every slow answer ends in an answer, where it was asked for', async () => {
    await summaryIn('sales');
    for (const [, request, words] of asks('sales').toReversed()) {
      faults().always('response_url', fault);
      await oneMore(words, 'sales', request);
      faults().clear();
    }
  });

  test('and in private, where the app is not in the channel', async () => {
    faults().always('response_url', fault);
    const isShown = 'when' in fault && fault.when === 'after';
    const place = isShown ? 'customer-care' : 'app';
    await oneMore('Data as of', place, () => maya.slash('/crm summary', { in: 'customer-care' }));
  });
});

test('a form’s answer comes another way as well', async () => {
  await summaryIn('sales');
  await maya.click('Edit');
  await until(() => maya.sees().includes('Group by'));
  await maya.fill({ 'Group by': 'Stage' });
  faults().always('response_url', { kind: 'error', error: 'expired_url' });
  await oneMore('By stage', 'sales', async () => expect(await maya.submit()).toEqual({}));
});

test.each(['response_url', 'chat.postEphemeral', 'chat.postMessage', 'files.info'])(
  'one reset of %s keeps no answer from coming',
  async (method) => {
    const channel = method === 'chat.postMessage' ? 'customer-care' : 'sales';
    if (method.startsWith('chat.')) faults().always('response_url', { kind: 'error', error: 'used_url' });
    faults().next(method, { kind: 'reset' });
    const place = method === 'chat.postMessage' ? 'app' : 'sales';
    await oneMore('Data as of', place, () => maya.slash('/crm summary', { in: channel }));
  },
);

test('where the private conversation asks to wait or fails for a moment, the answer comes later', async () => {
  faults().always('response_url', { kind: 'error', error: 'used_url' });
  faults().next('chat.postMessage', { kind: 'rate_limited', retryAfter: 20 });
  faults().next('chat.postMessage', { kind: 'http', status: 500 });
  faults().next('chat.postMessage', { kind: 'reset' });
  await oneMore('Data as of', 'app', () => maya.slash('/crm summary', { in: 'customer-care' }));
  expect(waits).toContain(20_000);
});

test('an answer that Slack takes in no way is clear in the log', async () => {
  for (const method of ['response_url', 'chat.postEphemeral', 'chat.postMessage'])
    faults().always(method, { kind: 'error', error: 'fatal_error' });
  await maya.slash('/crm summary', { in: 'sales' });
  await until(() => logged.some(({ level, msg }) => level === 50 && msg.includes('an answer reached nobody')));
});
