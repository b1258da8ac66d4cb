import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answerWithCharts, chartsCome, chartsIn, newestWith } from '../support/charts.ts';
import { asString } from '../../src/practice/server/json.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  hub.crm.at('2026-11-11T09:00:00Z');
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme Logistics' });
  const { id: rollout } = await given(hub, maya, 'deal', {
    name: 'Rollout',
    customer,
    amount: '12k',
    closeOn: '2026-12-01',
  });
  const { id: pilot } = await given(hub, maya, 'deal', { name: 'Pilot', customer, amount: '3,400' });
  hub.crm.at('2026-11-17T09:00:00Z');
  await maya.slash(`/crm won D-${pilot}`, { in: 'sales' });
  await maya.slash(`/crm edit D-${rollout}`, { in: 'sales' });
  await maya.fill({ 'Expected close': '2027-01-31' });
  await maya.submit();
  for (let at = 1; at <= 17; at += 1)
    await given(hub, maya, 'deal', { name: `New <${at}>`, customer, amount: String(at) });
  const { id: gone } = await given(hub, hub.ben, 'deal', { name: 'Gone again', customer, amount: '5' });
  await maya.slash(`/crm delete D-${gone}`, { in: 'sales' });
  await maya.click('Delete');
});
afterAll(() => hub.end());

const shows = (words: string, who = maya): Promise<string> => newestWith(who, 'sales', words);

/** Asks for it and returns its numbers, once its chart has come. */
const moved = async (words = ''): Promise<string> => {
  const before = maya.messages('sales').length;
  await maya.slash(`/crm summary moved ${words}`, { in: 'sales' });
  return answerWithCharts(maya, 'sales', before);
};

test('says what the open value was and is and what moved it, with the picture in words', async () => {
  const numbers = await moved('since:monday');
  expect(numbers).toContain(':bar_chart: What moved since Monday, 16 November 2026');
  expect(numbers).toContain('Open pipeline fell by €3,247, from €15,400 in 2 deals to €12,153 in 18 deals.');
  for (const line of ['New | 17 | +€153', 'Won | 1 | −€3,400', 'Slipped | 1 | no change (still open, worth €12,000)'])
    expect(numbers).toContain(line);
  expect(numbers).toContain('1 deal opened and closed in between and isn’t counted.');
  expect(numbers).toContain('read from the audit log · all deals · EUR');
  const [picture] = chartsIn(maya, 'sales');
  expect(asString(picture?.['alt_text'])).toContain(
    'the open pipeline fell by €3,247, from €15,400 in 2 deals to €12,153 in 18 deals',
  );
});

test('where Slack knows no tables, the numbers come as text, and the chart all the same', async () => {
  hub.practice.workspace.blockKit.unknownBlocks.add('data_table');
  try {
    const since = maya.messages('sales').length;
    const numbers = await moved('since:2026-11-15');
    expect(numbers).toContain('New\n+€153  17 deals');
    expect(numbers).toContain('Slipped\nno change  1 deal (still open, worth €12,000)');
    await chartsCome(maya, 'sales', 1, since);
  } finally {
    hub.practice.workspace.blockKit.unknownBlocks.delete('data_table');
  }
});

test('the deals behind a bar are listed, page by page, and lead back', async () => {
  await moved('since:monday');
  await maya.choose('Show deals', 'New: 17 deals');
  const first = await shows('New: 17 deals, +€153');
  expect(first).toContain('Added since the start, open now.');
  expect(first).toContain('New <17>');
  expect(first).not.toContain('New <2>\n');
  await maya.click('Next ▶');
  expect(await shows('Page 2 of 2')).toContain('New <2>');
  await maya.click('What moved');
  await shows('What moved since Monday, 16 November');
});

test('closes that moved are told by their days', async () => {
  await moved('since:monday');
  await maya.choose('Show deals', 'Slipped: 1 deal');
  const slipped = await shows('Slipped: 1 deal, no change');
  expect(slipped).toContain('1 Dec 2026');
  expect(slipped).toContain('31 Jan 2027');
});

test('the numbers come as a file, and as a message for the channel', async () => {
  await moved('since:monday');
  await maya.click('Download CSV');
  await until(() => maya.reads('app').some((text) => text.includes('What moved, as a CSV file')));
  await until(() => maya.reads('sales').some((text) => text.includes('The file is in your messages')));
  await moved('since:monday amount>1k');
  await maya.click('Share');
  await until(() => hub.ben.reads('sales').some((text) => text.includes('shared by @maya')));
  expect(await shows('shared by @maya', hub.ben)).toContain('filters: amount>1k');
});

test('the deals behind a bar come as a file, for those who export', async () => {
  await moved('since:monday');
  await maya.choose('Show deals', 'Won: 1 deal');
  await shows('Won: 1 deal, −€3,400');
  await maya.click('Download CSV');
  await until(() => maya.reads('sales').some((text) => text.includes('1 deal behind Won: the file is in your')));
  expect(
    maya
      .messages('app')
      .at(-1)
      ?.files.map(({ title }) => title),
  ).toEqual(['won-since-2026-11-16.csv']);
  expect((await audit(hub))[0]).toMatchObject({ verb: 'export', entity: 'deal' });
  await hub.ben.slash('/crm summary moved since:monday', { in: 'sales' });
  await shows('Data as of', hub.ben);
  await hub.ben.choose('Show deals', 'Won: 1 deal');
  expect(await shows('Won: 1 deal, −€3,400', hub.ben)).not.toContain('Download CSV');
});

test('it is scheduled as it was asked, so that “monday” moves on', async () => {
  await moved('since:monday amount>1k');
  await maya.click('Schedule');
  await maya.fill({ Every: 'friday 16:00' });
  expect(await maya.submit()).toEqual({});
  const rows = await hub.crm.database.db('schedules').select('words', 'every');
  expect(rows).toEqual([{ words: 'moved since:monday amount>1k', every: 'friday 16:00' }]);
});

test.each([
  ['since:tomorrow', 'Since is in the future.'],
  ['since:sometimes', 'Since can’t be “sometimes”'],
  ['quiet:30d', 'can’t be filtered by when deals were changed'],
  ['owner:@nobody', 'no employee by that name'],
])('“moved %s” is answered with what is wrong', async (words, why) => {
  await maya.slash(`/crm summary moved ${words}`, { in: 'sales' });
  expect(maya.sees()).toContain(why);
});

test('with nothing to tell it says so', async () => {
  expect(await moved('since:today amount>1m')).toContain(
    'Open pipeline didn’t change, from €0 in 0 deals to €0 in 0 deals.',
  );
});

test('a guest gets nothing of it', async () => {
  await hub.gus.slash('/crm summary moved', { in: 'general' });
  expect(hub.gus.sees()).not.toContain('Open pipeline');
});
