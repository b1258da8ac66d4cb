import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asString } from '../../src/practice/server/json.ts';
import { chartsCome, newestWith } from '../support/charts.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme Logistics' });
  await given(hub, maya, 'deal', { name: 'Rollout', customer, amount: '12k' });
  await given(hub, maya, 'deal', { name: 'Pilot', customer, amount: '3,400', stage: 5 });
  await given(hub, maya, 'interaction', { customer, what: 'Hello' });
});
afterAll(() => hub.end());

/** What Maya is told after she asked, once it is there. */
const asks = async (words: string): Promise<{ since: number; numbers: string }> => {
  const since = maya.messages('sales').length;
  await maya.slash(`/crm summary ${words}`, { in: 'sales' });
  return { since, numbers: await newestWith(maya, 'sales', 'Data as of', since) };
};

test('the answer comes at once and says that it is working, then come the figures, and three pictures below', async () => {
  await maya.slash('/crm summary', { in: 'sales' });
  const { posted } = hub.practice.workspace.record;
  expect(posted.at(-1)?.text).toBe('Preparing This month…');
  const numbers = await newestWith(maya, 'sales', 'Data as of');
  expect(numbers).toContain('1 deal won for €3,400, win rate 100%');
  expect(numbers).toContain('compared with all of last month');
  expect(numbers).toContain('Charts will follow in a moment.');
  for (const { alt_text } of await chartsCome(maya, 'sales', 3)) expect(asString(alt_text).length).toBeGreaterThan(40);
  expect(maya.messages('sales')).toHaveLength(3);
  expect(hub.ben.reads('sales')).toEqual([]);
});

test('Share posts the summary to the channel, with its pictures and who shared it', async () => {
  await maya.click('Share');
  await until(() => hub.ben.sees().includes('shared by @maya'));
  expect(hub.ben.sees()).toContain('1 deal won for €3,400');
  expect(
    hub.ben
      .messages('sales')
      .at(-1)
      ?.blocks.filter(({ type }) => type === 'image'),
  ).toHaveLength(3);
  expect(hub.ben.sees()).not.toContain('\nShare');
  await until(() => maya.reads('sales').some((text) => text.includes('Shared with the channel.')));
});

test.each([
  ['this quarter', 'This quarter'],
  ['last 90 days', 'Last 90 days'],
  ['2026-Q3', 'Q3 2026'],
  ['2026-09-01..2026-09-15', '1 September 2026 to 15 September 2026'],
])('understands “%s”', async (words, name) => {
  const { since, numbers } = await asks(words);
  expect(numbers).toContain(`:bar_chart: ${name}`);
  await chartsCome(maya, 'sales', 3, since);
});

test.each(['sometimes', '2026-13', '2026-02-30..2026-03-01', 'next year', '1900..2100'])(
  'says what it does understand when it is asked for “%s”',
  async (words) => {
    await maya.slash(`/crm summary ${words}`, { in: 'sales' });
    expect(maya.sees()).toContain(`“${words}”`);
    expect(maya.sees()).toContain('Try this month, last quarter');
  },
);

test('numbers come without a picture that could not be uploaded, and say so', async () => {
  hub.practice.workspace.faults.next('files.getUploadURLExternal', { kind: 'http', status: 500 });
  hub.practice.workspace.faults.next('files.getUploadURLExternal', { kind: 'rate_limited', retryAfter: 30 });
  const { since, numbers } = await asks('this year');
  expect(numbers).toContain('1 deal won for €3,400');
  await chartsCome(maya, 'sales', 1, since);
  expect(maya.sees().match(/Slack couldn’t show the chart “/g)).toHaveLength(2);
});
