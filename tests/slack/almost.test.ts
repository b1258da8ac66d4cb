/** Lines that are almost understood: what they mean is done, or what would work is said. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme Logistics', status: 'active' });
  const deal = (who: Person, name: string, more: Record<string, string | number>) =>
    given(hub, who, 'deal', { name, customer, ...more });
  await deal(ana, 'Dock', { amount: '5k' });
  await deal(ana, 'Ramp', { amount: '7k', closeOn: '2026-12-01' });
  await deal(hub.ben, 'Crane', { amount: '9k', closeOn: '2027-01-12' });
  await deal(ana, 'Won this month', { amount: '1k', stage: 5, closeOn: '2026-09-01' });
  await deal(ana, 'Won long ago', { amount: '2k', stage: 5, closedOn: '2026-03-08' });
  await deal(ana, 'Gone', { amount: '3k', stage: 6, lostReason: 'Price' });
});
afterEach(() => ana.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

/** Types it and gives what is answered. */
const types = async (line: string, who = ana): Promise<string> => {
  const before = who.reads('sales').length;
  await who.slash(`/crm ${line}`, { in: 'sales' });
  await until(() => who.reads('sales').length > before);
  return who.sees();
};
/** The names in a list of deals, in their order. */
const names = (seen: string): string[] =>
  seen
    .split('\n')
    .filter((row) => /^D-\d+ \| /.test(row))
    .map((row) => row.split(' | ')[1] ?? '')
    .toSorted();

describe('a list', () => {
  const OPEN = ['Crane', 'Dock', 'Ramp'];
  test.each([
    ['list open deals', OPEN],
    ['list deals open', OPEN],
    ['list open', OPEN],
    ['list my deals', ['Dock', 'Gone', 'Ramp', 'Won long ago', 'Won this month']],
    ['list all my open deals', ['Dock', 'Ramp']],
    ['list won deals this month', ['Won this month']],
    ['list won deals', ['Won long ago', 'Won this month']],
    ['list deals won this year', ['Won long ago', 'Won this month']],
    ['list deals closing 2026-03', ['Won long ago']],
    ['list deals closing:2026-03', ['Won long ago']],
    ['list deals closed:mtd', ['Gone', 'Won this month']],
    ['list open deals closing<=eoy', ['Ramp']],
    ['list stage:won', ['Won long ago', 'Won this month']],
    ['list deals stage:won AND amount>1k', ['Won long ago']],
  ])('/crm %s', async (line, found) => expect(names(await types(line))).toEqual(found));

  test('by when deals close shows when they did', async () => {
    const seen = await types('list deals closing:2026-11 sort:name');
    expect(seen).toContain('ID | Name | Customer | Stage | Amount | Closing | Owner');
    expect(seen).toMatch(/Won this month \| Acme Logistics \| Won \| €1,000 \| today \|/);
    expect(await types('list deals won')).toContain('| Expected close |');
  });

  test('of other records goes by what they have', async () => {
    expect(await types('list active customers')).toContain('Acme Logistics');
    expect(await types('list my customers')).toContain('Acme Logistics');
  });

  test('a day in digits goes by the region, and the list says which day it was', async () => {
    const seen = await types('list deals closing:12/01/2027');
    expect(names(seen)).toEqual(['Crane']);
    expect(seen).toContain('closing:2027-01-12');
    expect(names(await types('list deals closing:1.12.'))).toEqual(['Ramp']);
    expect(await types('list deals closing:1.12.')).toContain('closing:2026-12-01');
  });

  test('a saved list of that very name goes before what the words mean', async () => {
    await types('list deals amount>8k save:"open deals"');
    expect(names(await types('list open deals'))).toEqual(['Crane']);
    expect(names(await types('list deals open'))).toEqual(OPEN);
    await hub.crm.database.db('saved_lists').update({ name: 'open deals in Berlin' });
    expect(names(await types('list open deals'))).toEqual(OPEN);
  });

  test.each([
    ['list deals stage:won OR stage:lead', 'Use stage:won,lead instead.'],
    ['list deals (stage:won) owner:me', 'Use stage:won owner:me instead.'],
    ['list deals stage:won|lost', 'Use stage:won,lost instead.'],
    ['list deals not won', 'Use -is:won instead.'],
    ['list deals this month', 'Use closing:this-month or created:this-month.'],
    ['list deals closing:tomorrow 3pm', 'Filters use days, not times. Leave out “3pm”.'],
    ['list acme customers', 'Use /crm list customers acme.'],
    ['list owner:me', 'Use /crm list <customers|'],
    ['export deals stage:won OR stage:lead', 'Use stage:won,lead instead.'],
    ['summary stage:won OR stage:lead', 'Use stage:won,lead instead.'],
    ['summary moved stage:lead or stage:proposal', 'Use stage:lead,proposal instead.'],
    ['summary since yesterday 3pm', 'Periods are whole days: leave out the time.'],
  ])('/crm %s says what would work', async (line, says) => {
    expect(await types(line, maya)).toContain(says);
  });

  test('what it says would work does', async () => {
    expect(names(await types('list deals stage:won,lead'))).toEqual([
      'Crane',
      'Dock',
      'Ramp',
      'Won long ago',
      'Won this month',
    ]);
  });

  test('a subscription takes events with words between them, and says what its filter means by OR', async () => {
    await maya.slash('/crm subscribe won and lost where amount>50k', { in: 'sales' });
    expect(await hub.crm.database.db('subscriptions').select('events', 'filter')).toEqual([
      { events: 'won lost', filter: 'amount>50k' },
    ]);
    await maya.slash('/crm subscribe won where stage:won OR stage:lead', { in: 'sales' });
    expect(maya.sees()).toContain('Use stage:won,lead instead.');
    await maya.slash('/crm subscribe slipped where closing:12/01', { in: 'sales' });
    expect((await hub.crm.database.db('subscriptions').orderBy('id', 'desc').first()).filter).toBe(
      'closing:2026-01-12',
    );
  });
});

describe('an answer of nothing says how the line was understood, and what next', () => {
  test.each([
    ['deals won amount>50k', 'No deals match: stage is Won, amount over €50,000.'],
    ['deals amount:10k..12k', 'No deals match: amount from €10,000 to €12,000.'],
    ['deals -stage:won,lost owner:@maya', 'No deals match: stage isn’t Won or Lost, owner is Maya Lindqvist.'],
    ['deals closing:2020', 'No deals match: closing from 1 Jan 2020 to 31 Dec 2020.'],
    [
      'deals closing<=eom closing>today -open',
      'closing up to 30 Nov 2026, closing after today, stage isn’t Lead, Qualified, Proposal or Negotiation.',
    ],
    ['deals created:yesterday', 'No deals match: created yesterday.'],
    ['deals created<2026-11-01', 'No deals match: created before 1 Nov 2026.'],
    ['customers industry:soft,steel', 'No customers match: industry contains “soft” or “steel”.'],
    ['customers -status:active', 'No customers match: status isn’t Active.'],
    ['deals -quiet:30d', 'No deals match: an interaction since 17 Oct 2026.'],
    ['deals name:empty', 'No deals match: name is empty.'],
    ['deals big rollout', 'No deals match: text with “big” and “rollout”.'],
    ['deals customer:acme amount<1', 'No deals match: customer is Acme Logistics, amount under €1.'],
  ])('/crm list %s', async (words, says) => {
    const seen = await types(`list ${words}`);
    expect(seen).toContain(says);
    expect(seen).toContain('All ');
  });

  test('two of one field are told to be either, with what asks for that', async () => {
    expect(await types('list deals stage:won stage:lead')).toContain(
      'Each has one stage. To find either, use stage:Won,Lead.',
    );
    expect(names(await types('list deals stage:Won,Lead'))).toHaveLength(5);
    expect(await types('list deals big rollout')).toContain('Words by themselves are searched as text.');
  });

  test('of an export there is no file', async () => {
    await types('export deals amount>1m', maya);
    await until(() => maya.sees().includes('No deals match: amount over €1,000,000. No file was created.'));
  });

  test('of a summary that is grouped', async () => {
    await types('summary 2019 by:owner amount>1m', maya);
    await until(() => maya.sees().includes('Nothing to group by owner in 2019, of deals with amount over €1,000,000.'));
  });

  test('of a search that was a filter', async () => {
    expect(await types('find stage:won amount>1k')).toContain('To filter, use /crm list deals stage:won amount>1k.');
    expect(await types('find nobody')).toContain('Try fewer letters, or add it as a customer.');
  });
});

describe('the next step', () => {
  const step = () => hub.crm.database.db('follow_ups').orderBy('id', 'desc').first();

  test.each([
    ['next D-1 12/01 call', '2027-01-12', 'call', '12 Jan 2027'],
    ['next D-1 31/12 call', '2026-12-31', 'call', '31 Dec 2026'],
    ['next D-1 eom send the invoice', '2026-11-30', 'send the invoice', '30 Nov 2026'],
    ['next D-1 dec 1 call', '2026-12-01', 'call', '1 Dec 2026'],
    ['next Dock eoq', '2026-12-31', 'Follow up', '31 Dec 2026'],
  ])('/crm %s', async (line, day, what, shown) => {
    expect(await types(line)).toContain(shown);
    expect(await step()).toMatchObject({ due_on: day, what });
  });

  test('a time is kept in the text, and said to be no reminder', async () => {
    expect(await types('next D-1 tomorrow 3pm call Iris')).toContain(
      'Follow-ups have a day, not a time: “3pm” is kept in the text only.',
    );
    expect(await step()).toMatchObject({ due_on: '2026-11-17', what: '3pm call Iris' });
    expect(await types('next D-1 tomorrow at 3pm')).toContain('“at 3pm” is kept in the text only.');
    expect(await step()).toMatchObject({ due_on: '2026-11-17', what: 'Follow up at 3pm' });
    expect(await types('next D-1 tomorrow call')).not.toContain('kept in the text');
  });

  test('a day that is none says which are', async () => {
    expect(await types('next D-1 someday call')).toContain('Enter a date from today on: today, tomorrow, friday');
  });
});
