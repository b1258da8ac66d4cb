import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asString } from '../../src/practice/json.ts';
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

const pictures = () =>
  maya
    .messages('sales')
    .at(-1)!
    .blocks.filter(({ type }) => type === 'image');

test('the answer comes at once and says that it is working, then turns into figures with three pictures', async () => {
  await maya.slash('/crm summary', { in: 'sales' });
  const { posted } = hub.practice.workspace.record;
  expect(posted.at(-1)?.text).toBe(':hourglass_flowing_sand: Working out *This month* …');
  await until(() => pictures().length === 3);
  expect(maya.sees()).toContain('1 deal won for €3,400, win rate 100 %');
  expect(maya.sees()).toContain('beside all of last month');
  for (const { alt_text } of pictures()) expect(asString(alt_text).length).toBeGreaterThan(40);
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
  await maya.slash(`/crm summary ${words}`, { in: 'sales' });
  await until(() => pictures().length === 3);
  expect(maya.sees()).toContain(`:bar_chart: ${name}`);
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
  await maya.slash('/crm summary this year', { in: 'sales' });
  await until(() => maya.sees().includes('Data as of'));
  expect(pictures()).toHaveLength(1);
  expect(maya.sees().match(/could not be made/g)).toHaveLength(2);
  expect(maya.sees()).toContain('1 deal won for €3,400');
});
