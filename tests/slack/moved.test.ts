import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tables } from '../../src/practice/check/table.ts';
import { asString } from '../../src/practice/json.ts';
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

const imagesOf = (who: Person) =>
  who
    .messages('sales')
    .at(-1)!
    .blocks.filter(({ type }) => type === 'image');

const moved = async (words = ''): Promise<void> => {
  await maya.slash(`/crm summary moved ${words}`, { in: 'sales' });
  await until(() => maya.sees().includes('Data as of'));
};

test('says what the open value was and is and what moved it, with the picture in words', async () => {
  await moved('since:monday');
  expect(maya.sees()).toContain(':bar_chart: What moved since Monday, 16 November 2026');
  expect(maya.sees()).toContain('Open value fell by €3,247, from €15,400 in 2 deals to €12,153 in 18 deals.');
  for (const line of ['New | 17 | +€153', 'Won | 1 | −€3,400', 'Slipped | 1 | ±€0 (still open, worth €12,000)'])
    expect(maya.sees()).toContain(line);
  expect(maya.sees()).toContain('1 deal came and closed, or went, in between: in none of the sums.');
  expect(maya.sees()).toContain('read from the audit trail · all deals · EUR');
  const [picture] = imagesOf(maya);
  expect(asString(picture?.['alt_text'])).toContain(
    'the open value fell by €3,247, from €15,400 in 2 deals to €12,153 in 18 deals',
  );
});

test('where Slack refuses the picture or knows no tables, the numbers come all the same', async () => {
  const known = tables.blocks.get('data_table')!;
  tables.blocks.delete('data_table');
  try {
    await moved('since:2026-11-15');
    expect(maya.sees()).toContain('New\n+€153  17 deals');
    expect(maya.sees()).toContain('Slipped\n±€0  1 deal (still open, worth €12,000)');
    expect(imagesOf(maya)).toHaveLength(1);
  } finally {
    tables.blocks.set('data_table', known);
  }
  // From now on no table is tried, so the first answer has the picture and text.
  hub.practice.workspace.faults.next('response_url', { kind: 'http', status: 400 });
  await moved('since:2026-11-14');
  expect(maya.sees()).toContain('Slack did not take the pictures. The numbers are right');
  expect(imagesOf(maya)).toHaveLength(0);
});

test('the deals behind a bar are listed, page by page, and lead back', async () => {
  await moved('since:monday');
  await maya.choose('Show the deals behind …', 'New: 17 deals');
  await until(() => maya.sees().includes('New: 17 deals, +€153'));
  expect(maya.sees()).toContain('Added since, and open now.');
  expect(maya.sees()).toContain('New <17>');
  expect(maya.sees()).not.toContain('New <2>\n');
  await maya.click('Next ▶');
  await until(() => maya.sees().includes('Page 2 of 2'));
  expect(maya.sees()).toContain('New <2>');
  await maya.click('What moved');
  await until(() => maya.sees().includes('What moved since Monday, 16 November'));
});

test('closes that moved are told by their days', async () => {
  await moved('since:monday');
  await maya.choose('Show the deals behind …', 'Slipped: 1 deal');
  await until(() => maya.sees().includes('Slipped: 1 deal, ±€0'));
  expect(maya.sees()).toContain('1 Dec 2026');
  expect(maya.sees()).toContain('31 Jan 2027');
});

test('the numbers come as a file, and as a message for the channel', async () => {
  await moved('since:monday');
  await maya.click('As a CSV file');
  await until(() => maya.reads('app').some((text) => text.includes('The numbers of what moved')));
  await until(() => maya.reads('sales').some((text) => text.includes('The file is in your conversation')));
  await moved('since:monday amount>1k');
  await maya.click('Share');
  await until(() => hub.ben.reads('sales').some((text) => text.includes('shared by @maya')));
  expect(hub.ben.sees()).toContain('only amount&gt;1k'.replace('&gt;', '>'));
});

test('the deals behind a bar come as a file, for those who export', async () => {
  await moved('since:monday');
  await maya.choose('Show the deals behind …', 'Won: 1 deal');
  await until(() => maya.sees().includes('Won: 1 deal, −€3,400'));
  await maya.click('As a CSV file');
  await until(() => maya.reads('sales').some((text) => text.includes('1 deal behind Won: the file is in your')));
  expect(
    maya
      .messages('app')
      .at(-1)
      ?.files.map(({ title }) => title),
  ).toEqual(['won-since-2026-11-16.csv']);
  expect((await audit(hub))[0]).toMatchObject({ verb: 'export', entity: 'deal' });
  await hub.ben.slash('/crm summary moved since:monday', { in: 'sales' });
  await until(() => hub.ben.sees().includes('Data as of'));
  await hub.ben.choose('Show the deals behind …', 'Won: 1 deal');
  await until(() => hub.ben.sees().includes('Won: 1 deal, −€3,400'));
  expect(hub.ben.sees()).not.toContain('As a CSV file');
});

test('it is scheduled as it was asked, so that “monday” moves on', async () => {
  await moved('since:monday amount>1k');
  await maya.click('Schedule …');
  await maya.fill({ Every: 'friday 16:00' });
  expect(await maya.submit()).toEqual({});
  const rows = await hub.crm.database.knex('schedules').select('words', 'every');
  expect(rows).toEqual([{ words: 'moved since:monday amount>1k', every: 'friday 16:00' }]);
});

test.each([
  ['since:tomorrow', 'Since lies ahead'],
  ['since:sometimes', 'Since cannot be “sometimes”'],
  ['quiet:30d', 'moves by itself'],
  ['owner:@nobody', 'no employee is called that'],
])('“moved %s” is answered with what is wrong', async (words, why) => {
  await maya.slash(`/crm summary moved ${words}`, { in: 'sales' });
  expect(maya.sees()).toContain(why);
});

test('with nothing to tell it says so', async () => {
  await moved('since:today amount>1m');
  expect(maya.sees()).toContain('Open value is as it was, from €0 in 0 deals to €0 in 0 deals.');
});

test('a guest gets nothing of it', async () => {
  await hub.gus.slash('/crm summary moved', { in: 'general' });
  expect(hub.gus.sees()).not.toContain('Open value');
});
