import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chartsCome, newestWith } from '../support/charts.ts';
import { doAllDue } from '../support/due.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
const waits: number[] = [];
const faults = () => hub.practice.workspace.faults;
const record = () => hub.practice.workspace.record;

beforeAll(async () => {
  // Longer than a moment, as the app counts its waits: a twentieth of what they are.
  hub = await openHub({ scanMs: [150, 150], waits });
  ({ maya } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme' });
  await given(hub, maya, 'deal', { name: 'Pilot', customer, amount: '3,400', stage: 5 });
  await given(hub, maya, 'deal', { name: 'Rollout', customer, amount: '12k', closeOn: '2026-12-01' });
  await given(hub, maya, 'interaction', { customer, what: 'Hello' });
});
beforeEach(() => {
  waits.length = 0;
  record().clear();
});
afterEach(async () => {
  faults().clear();
  hub.practice.workspace.blockKit.oneDataTable = false;
  await maya.cancel({ all: true }).catch(() => undefined);
});
afterAll(() => hub.end());

const NUMBERS = 'Data as of';
const FOLLOW = 'Charts will follow in a moment.';
const RETRIES = [1000, 2000, 4000];

/** Answers through response URLs that Slack did not take, by what it said. */
const refusals = (): string[] =>
  record()
    .callsTo('response_url')
    .map(({ response }) => JSON.stringify(response))
    .filter((said) => said.includes('error'));

/** Asks for a summary and returns where its messages begin. */
const asks = async (words: string, channel = 'sales'): Promise<number> => {
  const before = maya.messages(channel).length;
  await maya.slash(`/crm summary ${words}`, { in: channel });
  await newestWith(maya, channel, NUMBERS, before);
  return before;
};

/** The message in which the answer to a button stands, as it is now. */
const messageWith = (words: string) => {
  const at = maya.reads('sales').findLastIndex((text) => text.includes(words));
  return { text: maya.reads('sales')[at] ?? '', blocks: maya.messages('sales')[at]?.blocks ?? [] };
};
const imagesIn = (blocks: readonly { type?: unknown }[]): number =>
  blocks.filter(({ type }) => type === 'image').length;

describe('numbers come first, and charts when Slack can show them', () => {
  test('below a command’s answer, without one attempt that Slack would have refused', async () => {
    const before = await asks('last quarter');
    expect(maya.reads('sales').at(-1)).toContain(FOLLOW);
    expect(
      maya
        .messages('sales')
        .slice(before)
        .map(({ blocks }) => imagesIn(blocks)),
    ).not.toContain(3);
    await chartsCome(maya, 'sales', 3, before);
    expect(maya.messages('sales')).toHaveLength(before + 3);
    expect(refusals()).toEqual([]);
    // While the first is not ready, the others are not asked about.
    expect(record().callsTo('files.info').length).toBeLessThan(9);
  });

  test('in place of the message whose button was pressed', async () => {
    await chartsCome(maya, 'sales', 3, await asks('this quarter'));
    await maya.click('Pipeline');
    await until(() => messageWith('Time in each stage').text.includes(FOLLOW));
    expect(imagesIn(messageWith('Time in each stage').blocks)).toBe(0);
    await until(() => imagesIn(messageWith('Time in each stage').blocks) === 2);
    expect(messageWith('Time in each stage').text).not.toContain(FOLLOW);
    expect(refusals()).toEqual([]);
  });

  test('in a window that Home opened', async () => {
    await maya.home();
    await maya.click('This month');
    await until(() => maya.sees().includes(FOLLOW));
    await until(() => imagesIn(maya.modal().blocks) === 3);
    expect(maya.sees()).not.toContain(FOLLOW);
  });

  test('for what moved, and for an answer to the form', async () => {
    await chartsCome(maya, 'sales', 1, await asks('moved since:2026-11-10'));
    await asks('this week');
    await maya.click('Edit');
    await until(() => maya.sees().includes('Group by'));
    expect(await maya.submit()).toEqual({});
    await until(() => imagesIn(messageWith(':bar_chart: This week').blocks) === 3);
    expect(refusals()).toEqual([]);
  });

  test.each(['last month', 'moved since:2026-11-10'])('“%s” is shared once, and whole', async (words) => {
    await asks(words);
    const seen = hub.ben.messages('sales').length;
    await maya.click('Share');
    await until(() => hub.ben.reads('sales').slice(seen).join().includes('shared by @maya'));
    const [shared, ...more] = hub.ben.messages('sales').slice(seen);
    expect(imagesIn(shared?.blocks ?? [])).toBeGreaterThan(0);
    expect(more).toEqual([]);
    expect(hub.ben.reads('sales').at(-1)).not.toContain(FOLLOW);
    await newestWith(maya, 'sales', 'Shared with the channel.');
    expect(refusals()).toEqual([]);
  });

  test('in the private conversation, where no other way leads to the person', async () => {
    faults().always('response_url', { kind: 'error', error: 'expired_url' });
    const before = maya.messages('app').length;
    await maya.slash('/crm summary', { in: 'customer-care' });
    await newestWith(maya, 'app', FOLLOW, before);
    await chartsCome(maya, 'app', 3, before);
    expect(maya.messages('app')).toHaveLength(before + 1);
    expect(maya.reads('app').at(-1)).not.toContain(FOLLOW);
  });

  test('what comes by itself is posted once, and whole', async () => {
    await maya.slash('/crm summary this-week every:monday 9:00', { in: 'deals' });
    await maya.slash('/crm subscribe digest:daily 9:00 name:"Big ones"', { in: 'deals' });
    const before = hub.ana.messages('deals').length;
    hub.crm.at('2026-11-23T08:00:00Z');
    await given(hub, maya, 'deal', { name: 'Later', customer: 1, amount: '1,600' });
    await doAllDue(hub.crm);
    const come = () => hub.ana.messages('deals').slice(before);
    await until(() => come().filter(({ blocks }) => imagesIn(blocks) > 0).length === 2);
    expect(come().some(({ edited }) => edited)).toBe(false);
    expect(hub.ana.reads('deals').slice(before).join()).not.toContain(FOLLOW);
    const posts = record().callsTo('chat.postMessage');
    expect(posts.filter(({ response }) => JSON.stringify(response).includes('invalid_blocks'))).toEqual([]);
  });
});

describe('where Slack does not say that a file is ready', () => {
  test.each([
    ['429', { kind: 'rate_limited', retryAfter: 30 }],
    ['500', { kind: 'http', status: 500 }],
    ['a missing scope', { kind: 'error', error: 'missing_scope' }],
  ] as const)('but %s, charts are tried until it takes them', async (_how, fault) => {
    faults().always('files.info', fault);
    const before = await asks('2026-Q3');
    await chartsCome(maya, 'sales', 3, before);
  });

  test('it is asked for 15 s, charts are tried again after 1, 2 and 4 s, and are then put into the conversation', async () => {
    faults().keepsFiles = true;
    const privately = maya.messages('app').length;
    const before = await asks('last 90 days');
    expect(waits).toEqual([]);
    const told = await newestWith(maya, 'sales', 'Slack doesn’t show the charts here.', before);
    expect(told).toContain('They’re on their way to your messages with CustomerHub.');
    const at = waits.indexOf(
      1000,
      waits.findIndex((ms) => ms > 2000),
    );
    expect(waits.slice(0, at).reduce((sum, ms) => sum + ms, 0)).toBe(15_000);
    expect(waits.slice(at, at + 3)).toEqual(RETRIES);
    expect(maya.reads('app').slice(privately).join()).toContain('The charts of your summary.');
    expect(refusals()).toHaveLength(4);
  });
});

describe('where Slack shows a picture to nobody in such a message', () => {
  const links = (): string[] =>
    [...JSON.stringify(maya.messages('sales')).matchAll(/http[^|"]*\/archives\/[^|"]*/g)].map(String);

  const HERE = 'Slack doesn’t show the charts here. They’re in your messages with CustomerHub.';

  test('a command’s answer is followed by a link to the pictures in private', async () => {
    const [privately, known] = [maya.messages('app').length, links().length];
    faults().hidesFiles = true;
    await newestWith(maya, 'sales', HERE, await asks('this year'));
    const files = maya
      .messages('app')
      .slice(privately)
      .flatMap((message) => message.files);
    expect(files).toHaveLength(3);
    expect(files.every(({ mimetype, altText }) => mimetype === 'image/png' && altText.length > 20)).toBe(true);
    const intro = maya.messages('app')[privately];
    expect(links().slice(known).join()).toContain(`${intro?.channel}/p${intro?.ts.replace('.', '')}`);
    expect(refusals().join()).not.toContain('used_url');
  });

  test('a button’s answer leads there in its own place', async () => {
    await chartsCome(maya, 'sales', 3, await asks('yesterday'));
    faults().hidesFiles = true;
    await maya.click('Forecast');
    await until(() => messageWith('Forecast: Yesterday').text.includes(HERE));
    expect(messageWith('Forecast: Yesterday').text).not.toContain(FOLLOW);
    expect(refusals().join()).not.toContain('used_url');
    expect(record().callsTo('response_url').length).toBeLessThan(2 + 6);
  });

  test('a window says where they are', async () => {
    faults().hidesFiles = true;
    await maya.home();
    await maya.click('This month');
    await until(() => maya.sees().includes(HERE));
    expect(maya.sees()).toContain(NUMBERS);
  });

  test('and where they do not get there either, the answer says that the numbers are right', async () => {
    faults().hidesFiles = true;
    const before = await asks('2026-08');
    faults().always('chat.postMessage', { kind: 'error', error: 'restricted_action' });
    await newestWith(maya, 'sales', 'Slack couldn’t show the charts. The figures are correct', before);
  });

  test('what is shared comes without them, once', async () => {
    await chartsCome(maya, 'sales', 3, await asks('2026-07'));
    const seen = hub.ben.messages('sales').length;
    faults().hidesFiles = true;
    await maya.click('Share');
    await until(() => hub.ben.reads('sales').slice(seen).join().includes('Slack couldn’t show the charts.'));
    await newestWith(maya, 'sales', 'Shared with the channel.');
    expect(hub.ben.messages('sales')).toHaveLength(seen + 1);
  });
});

test('charts that come late do not take the place of a newer answer', async () => {
  await chartsCome(maya, 'sales', 3, await asks('2026-06'));
  const numbers = maya.messages('sales').at(-2)!.ts;
  const imagesThere = (): number => imagesIn(maya.messages('sales').find(({ ts }) => ts === numbers)!.blocks);
  await maya.click('Pipeline');
  await newestWith(maya, 'sales', 'Pipeline: June 2026');
  await maya.click('Summary');
  await until(() => imagesThere() === 3);
  expect(record().callsTo('files.completeUploadExternal')).toHaveLength(3 + 2 + 3);
  expect(maya.reads('sales').join()).not.toContain('Pipeline: June 2026');
  expect(refusals()).toEqual([]);
});

test('nor in a window that shows something else by now', async () => {
  await maya.home();
  await maya.click('This month');
  for (const [button, shown] of [
    ['Pipeline', 'Pipeline: This month'],
    ['Summary', NUMBERS],
    ['Pipeline', 'Pipeline: This month'],
    ['Summary', '1 deal won'],
  ] as const) {
    await until(() => maya.sees().includes(FOLLOW));
    await maya.click(button);
    await until(() => maya.sees().includes(shown));
  }
  const updates = () =>
    record()
      .callsTo('views.update')
      .map(({ response }) => JSON.stringify(response));
  await until(() => updates().some((said) => said.includes('hash_conflict')));
  await until(() => imagesIn(maya.modal().blocks) === 3);
  expect(maya.sees()).toContain('1 deal won');
});

test('where Slack takes one table in a message, the tables of a part come one by one, and its charts below', async () => {
  hub.practice.workspace.blockKit.oneDataTable = true;
  for (const [label, tables, charts] of [
    ['Pipeline', 4, 2],
    ['Activity', 2, 1],
  ] as const) {
    const pieces = () => maya.messages('sales').filter(({ text }) => text.endsWith(`${label}: This month`));
    const count = (type: string): number[] =>
      pieces().map(({ blocks }) => blocks.filter((one) => one.type === type).length);
    await chartsCome(maya, 'sales', 3, await asks('this month'));
    await maya.click(label);
    await until(() => count('image').at(-1) === charts);
    expect(count('data_table')).toEqual([...Array.from({ length: tables }, () => 1), 0]);
    expect(
      pieces()
        .flatMap(({ blocks }) => blocks)
        .filter(({ type }) => type === 'actions'),
    ).toHaveLength(1);
  }
  // Only the first was tried as one message; what did not go through its response URL any more came another way.
  expect(refusals().filter((said) => !said.includes('used_url'))).toHaveLength(1);
});

test('what comes by itself while CustomerHub goes down is left to the next start, with its charts', async () => {
  const going = await openHub({ scanMs: [60_000, 60_000] });
  try {
    await given(going, going.maya, 'deal', {
      ...{ name: 'Pilot', amount: '3,400' },
      customer: (await given(going, going.maya, 'customer', { name: 'Acme' })).id,
    });
    await going.maya.slash('/crm summary this-week every:monday 9:00', { in: 'deals' });
    const before = going.maya.messages('deals').length;
    going.crm.at('2026-11-23T08:00:00Z');
    await doAllDue(going.crm);
    const uploads = () => going.practice.workspace.record.callsTo('files.completeUploadExternal').length;
    await until(() => uploads() === 3);
    await going.slack.stop();
    expect(going.maya.messages('deals')).toHaveLength(before);
    const waiting = await going.crm.database
      .db('outbox')
      .whereNull('delivered_at')
      .where({ kind: 'scheduled-summary' });
    expect(waiting).toMatchObject([{ failed_at: null, claimed_until: null }]);
  } finally {
    await going.end();
  }
});
