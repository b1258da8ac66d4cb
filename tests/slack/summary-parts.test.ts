import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { edit } from '../../src/crm/records/mutations.ts';
import { answerWithCharts, newestWith } from '../support/charts.ts';
import { actorFor, audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { labelsOf, type Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya, ana } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme <Logistics>', industry: 'Logistics' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer, amount: '12k', closeOn: '2026-11-20' });
  const { id: lost } = await given(hub, ana, 'deal', { name: 'Ramp & dock', customer, amount: '5k' });
  await given(hub, maya, 'deal', { name: 'Pilot', customer, amount: '3,400', stage: 5 });
  await given(hub, maya, 'interaction', { customer, what: 'Hello' });
  const actor = await actorFor(hub, ana);
  await runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'deal', id: lost }, { stage: 6, lostReason: 'Too expensive <for now>' }),
  );
});
afterAll(() => hub.end());
beforeEach(() => hub.practice.workspace.faults.clear());

const newest = (who: Person) => who.messages('sales').at(-1)!;
const shows = (words: string, who = maya): Promise<string> => newestWith(who, 'sales', words);
const newestOf = (words: string): string => maya.reads('sales').findLast((text) => text.includes(words)) ?? '';
/** How many charts stand in the newest message with these words. */
const chartsAbove = (words: string): number => {
  const at = maya.reads('sales').findLastIndex((text) => text.includes(words));
  return maya.messages('sales')[at]?.blocks.filter(({ type }) => type === 'image').length ?? -1;
};

/** Asks for one and returns its numbers, once its charts have come, if it has any. */
const summary = async (who: Person, words = ''): Promise<string> => {
  const before = who.messages('sales').length;
  await who.slash(`/crm summary ${words}`.trim(), { in: 'sales' });
  return answerWithCharts(who, 'sales', before);
};

test('a rep sees their own numbers above the team’s, a manager the team’s alone', async () => {
  const seen = await summary(ana);
  expect(seen).toContain('You: 0 deals won for €0, win rate 0%, 1 deal open for €12,000');
  expect(seen.indexOf('You:')).toBeLessThan(seen.indexOf('Team: 1 deal won for €3,400, win rate 50%'));
  const theirs = await summary(maya);
  expect(theirs).not.toContain('You:');
  expect(theirs).toContain('based on 3 deals · no filters · EUR');
});

test.each([
  ['Pipeline', ['Time in each stage', 'Conversion of the deals added in the period', 'Time in current stage'], 2],
  ['Forecast', ['Forecast by month', 'Won by month', 'Commit: open deals in stages of 75%'], 1],
  [
    'Activity',
    ['Activity by person and kind', 'Maya Lindqvist | 1', 'Activity by kind', 'compared with all of last month'],
    1,
  ],
  ['Lost', ['Why deals were lost', 'Too expensive <for now> | 1 | 0 | +1 | €5,000 | €0 | +€5,000'], 1],
  ['All metrics', ['Sales cycle, 90th percentile', 'Win rate by value'], 0],
] as const)(
  '%s opens its pictures, each with the table of its numbers, and leads back',
  async (label, words, images) => {
    await summary(maya);
    await maya.click(label);
    const part = await shows(words[0]);
    for (const word of [...words, 'Data as of']) expect(part).toContain(word);
    // In place of the summary, and then with its charts in that place.
    await until(() => chartsAbove(words[0]) === images && !newestOf(words[0]).includes('Charts will follow'));
    await maya.click('Summary');
    await until(() => !maya.reads('sales').some((text) => text.includes(words[0])));
    await shows('1 deal won for €3,400');
  },
);

test('a table lies out what was asked, with the totals that the summary tells', async () => {
  const numbers = await summary(maya, 'by:owner');
  expect(numbers).toContain('Maya Lindqvist | €3,400 | 1 | 100% | €0 | 0 | 1 | 0 | 1 | 1');
  expect(numbers).toContain('All | €3,400 | 1 | 50% | €12,000 | 1 | 3 | 1 | 1 | 1');
  await maya.click('Download CSV');
  await until(() => maya.reads('app').some((text) => text.includes('By owner')));
  await until(() => maya.messages('app').some(({ files }) => files.some(({ title }) => title.startsWith('by-owner-'))));
});

test('a number opens what it means and the rows it is made of, which managers export', async () => {
  await summary(maya, 'stage>=lead');
  await maya.choose('Explain a metric', 'Deals lost');
  const behind = await shows('Deals in a lost stage that closed in the period.');
  expect(behind).toContain('based on 1 deal');
  expect(behind).toContain('Ramp & dock');
  expect(behind).toContain('filters: stage>=lead');
  await maya.click('Download CSV');
  await until(() =>
    maya.messages('app').some(({ files }) => files.some(({ title }) => title.startsWith('deals-lost-'))),
  );
  expect((await audit(hub))[0]).toMatchObject({ verb: 'export', entity: 'deal' });
});

test('a mention in a filter is shown by name, so that sharing it calls nobody', async () => {
  expect(await summary(maya, `owner:<@${ana.id}>`)).toContain('filters: owner:"Ana Kovačević"');
  await maya.click('Share');
  await until(() => ana.sees().includes('shared by @maya'));
  expect(JSON.stringify(newest(ana).blocks)).not.toContain(`<@${ana.id}>`);
  expect(ana.sees()).toContain('based on 2 deals · filters: owner:"Ana Kovačević"');
});

test('a rep sees the rows, and is offered no export', async () => {
  await summary(ana);
  await ana.choose('Explain a metric', 'Open pipeline');
  expect(await shows('Rollout', ana)).not.toContain('Download CSV');
});

test('a form asks for those who do not type, and counts what it is about', async () => {
  await summary(maya);
  await maya.click('Edit');
  await until(() => maya.sees().includes('3 deals match the filter.'));
  await maya.fill({ Filter: 'is:lost' });
  await until(() => maya.sees().includes('1 deal matches the filter.'));
  await maya.fill({ Period: 'Custom', 'Custom period': 'someday' });
  await until(() => maya.sees().includes('“someday” isn’t a period'));
  expect(await maya.submit()).toEqual({ 'Custom period': expect.stringContaining('“someday” isn’t a period') });
  await maya.fill({ 'Custom period': '2026-Q4', 'Group by': 'Stage', Filter: 'amount>oops' });
  expect(await maya.submit()).toEqual({ Filter: expect.stringContaining('can’t be “oops”') });
  await maya.fill({ Filter: 'is:lost' });
  expect(await maya.submit()).toEqual({});
  expect(await shows('By stage')).toContain('filters: is:lost');
});

test('a custom period that nobody wrote is an error under it, and never this month', async () => {
  await summary(maya);
  await maya.click('Edit');
  await until(() => maya.sees().includes('deals match the filter.'));
  expect(labelsOf(maya.modal())).not.toContain('Custom period');
  await maya.fill({ Period: 'Custom', 'Custom period': '' });
  await until(() => maya.sees().includes('Enter a period, like 2026-Q3'));
  expect(Object.keys(await maya.submit())).toEqual(['Custom period']);
  await maya.fill({ 'Custom period': '   ' });
  expect(await maya.submit()).toEqual({ 'Custom period': 'Enter a period, like 2026-Q3 or last 6 weeks.' });
  await maya.fill({ 'Custom period': '2026-Q3' });
  expect(await maya.submit()).toEqual({});
  expect(await shows('Q3 2026')).toContain('Data as of');
});

test.each([
  ['someday owner:ana', 'someday'],
  ['this month by:shoesize', 'by:shoesize'],
  ['this month amont>5k', 'amont'],
  ['2026-10-05..2026-10-01 owner:ana', '2026-10-05..2026-10-01'],
  ['1950..2010', '1950..2010'],
  ['next year owner:ana', 'next year'],
  ['1990..2026', '1990..2026'],
])('what is wrong in “%s” is pointed at', async (words, wrong) => {
  await maya.slash(`/crm summary ${words}`, { in: 'sales' });
  await until(() => maya.sees().includes('⚠') || maya.sees().includes(':warning:'));
  expect(
    newest(maya)
      .blocks.map((block) => JSON.stringify(block))
      .join(),
  ).toContain(`:point_right: *${wrong.replace('>', '&gt;')}*`);
});

test('twenty-four stages with long names fit into the tables of the pipeline', async () => {
  const { db: knex } = hub.crm.database;
  const made = { created_at: '2026-01-01T09:00:00.000Z', updated_at: '2026-01-01T09:00:00.000Z' };
  for (let at = 1; at <= 20; at += 1) {
    const name = `Waiting for the ${at}th signature of the board of 🏭 directors`;
    const [{ id: stage }] = await knex('stages')
      .insert({ name, position: 100 + at, probability: 40, outcome: 'open', ...made })
      .returning('id');
    for (const days of [1, 20, 60, 200]) {
      const created = new Date(hub.crm.now() - days * 86_400_000).toISOString();
      const row = {
        name: 'Big',
        stage_id: stage,
        amount: 98_765_432_100,
        currency: 'EUR',
        owner_id: 1,
        customer_id: 1,
      };
      await knex('deals').insert({ ...row, created_at: created, updated_at: created });
    }
  }
  await summary(maya);
  await maya.click('Pipeline');
  expect(await shows('Time in current stage')).toContain('more rows in the CSV file.');
  await until(() => chartsAbove('Time in current stage') === 2);
  const at = maya.reads('sales').findLastIndex((text) => text.includes('Time in current stage'));
  expect(maya.messages('sales')[at]?.blocks.filter(({ type }) => type === 'data_table')).toHaveLength(4);
});

test('where Slack knows no tables, the numbers come as text, pictures and all', async () => {
  hub.practice.workspace.blockKit.unknownBlocks.add('data_table');
  try {
    await summary(maya);
    await maya.click('Lost');
    const lost = await shows('Why deals were lost');
    expect(lost).toContain('Too expensive <for now>  deals 1 (+1 from 0) · value €5,000 (+€5,000 from €0)');
    await until(() => chartsAbove('Why deals were lost') === 1);
  } finally {
    hub.practice.workspace.blockKit.unknownBlocks.delete('data_table');
  }
});

test('who asks five times in a second costs one summary', async () => {
  const drawn = () =>
    hub.practice.workspace.record.calls.filter(({ method }) => method === 'files.completeUploadExternal').length;
  const before = drawn();
  const already = ana.messages('sales').length;
  await Promise.all(Array.from({ length: 5 }, () => ana.slash('/crm summary last quarter', { in: 'sales' })));
  await until(() => ana.messages('sales').length === already + 15);
  expect(drawn() - before).toBe(3);
});

test.each([
  ['Forecast this-month', 'Forecast by month'],
  ['lost', 'Why deals were lost'],
] as const)('/crm summary %s opens that part, as its button does', async (words, heading) => {
  expect(await summary(maya, words)).toContain(heading);
});
