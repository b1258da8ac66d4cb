import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';

let hub: Hub;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
});
afterAll(() => hub.end());
beforeEach(async () => {
  await hub.crm.database.db('subscriptions').update({ deleted_at: '2026-01-01T00:00:00.000Z' });
});

const inDeals = (words: string): Promise<void> => maya.slash(`/crm ${words}`, { in: 'deals' });
const rows = () => hub.crm.database.db('subscriptions').whereNull('deleted_at').orderBy('id');

describe('what is wrong in a line is pointed at, and nothing is made:', () => {
  test.each([
    ['broadcast:wonn', 'Use events, like broadcast:won,lost, or broadcast:none.'],
    ['broadcast:won,everything-else', 'Use events, like broadcast:won,lost, or broadcast:none.'],
    ['style:huge', 'Use style:full, or style:compact for one or two lines.'],
    ['settle:45s', 'Use settle:0s, settle:10s, settle:30s, settle:1m, settle:5m, settle:15m.'],
    ['settle:soon', 'Use settle:0s'],
    ['settle:-5', 'Use settle:0s'],
    ['settle:99999999999', 'Use settle:0s'],
  ])('%s', async (wrong, why) => {
    await inDeals(`subscribe won ${wrong} name:odd where amount>5k`);
    expect(maya.sees()).toContain(why);
    expect(maya.sees()).toContain(`won :point_right: ${wrong} name:odd`);
    expect(await rows()).toEqual([]);
  });
});

test('a line says how it is told, and the form shows that and changes it', async () => {
  await inDeals('subscribe won amount style:short broadcast:won,lost,amount settle:1m name:quiet');
  expect(await rows()).toMatchObject([{ style: 'compact', broadcast: 'won lost amount', settle: '60' }]);
  await inDeals('subscriptions');
  await maya.choose(/^quiet\b.*(\n.+)*?\nowner .+$/m.exec(maya.sees())?.[0] ?? 'quiet', 'Edit');
  await maya.fill({
    Style: 'Full: a card with all details',
    'Also post in channel': ['Won', 'Amount changed'],
    'Combine changes within': '5 minutes',
  });
  expect(await maya.submit()).toEqual({});
  expect(await rows()).toMatchObject([{ style: 'full', broadcast: 'won amount', settle: '300' }]);
});

test('a form that says nothing of it stores nothing of it, and one that shows nothing aloud says so', async () => {
  await inDeals('subscribe');
  await maya.fill({ Name: 'Usual' });
  expect(await maya.submit()).toEqual({});
  await inDeals('subscribe');
  await maya.fill({ Name: 'Silent', Events: ['Lost'], 'Also post in channel': [] });
  expect(await maya.submit()).toEqual({});
  expect(await rows()).toMatchObject([
    { name: 'Usual', style: 'full', broadcast: null, settle: null },
    { name: 'Silent', broadcast: 'none' },
  ]);
});
