import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
const knex = () => hub.crm.database.db;
const deal = (id: number) => knex()('deals').where({ id }).first();
const say = (words: string): Promise<void> => ana.slash(`/crm ${words}`, { in: 'sales' });

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  await given(hub, ana, 'customer', { name: 'Acme Corp' });
  await given(hub, ana, 'customer', { name: 'O’Neil’s' });
  await given(hub, ana, 'customer', { name: "D'Arcy & Sons" });
  await given(hub, ana, 'customer', { name: 'ООО «Ромашка»' });
  await given(hub, ana, 'contact', { name: 'Iris Meyer', customer: 1 });
  await given(hub, ana, 'deal', { name: 'Fleet renewal', customer: 1, contact: 1, amount: '10k' });
  await given(hub, ana, 'deal', { name: 'Harbour – north', customer: 2, amount: '10k' });
  await given(hub, ana, 'deal', { name: 'Second fleet', customer: 1, amount: '10k' });
});
afterEach(() => ana.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

describe('a record is named as people write it', () => {
  test.each([
    ['"Acme Corp"', 'C-1'],
    ['“Acme Corp”', 'C-1'],
    ['„Acme Corp“', 'C-1'],
    ['«Acme Corp»', 'C-1'],
    ['‘Acme Corp’', 'C-1'],
    ["'Acme Corp'", 'C-1'],
    ['"Acme Corp', 'C-1'],
    ['Acme Corp.', 'C-1'],
    ['#acme', 'C-1'],
    ["O'Neil's", 'C-2'],
    ['O’Neil’s', 'C-2'],
    ['„O’Neil’s“', 'C-2'],
    ['D’Arcy', 'C-3'],
    ['"ООО «Ромашка»"', 'C-4'],
    ['ООО "Ромашка"', 'C-4'],
    ['ооо ромашка', 'C-4'],
    ['Harbour - north', 'D-2'],
    ['harbour – n', 'D-2'],
    ['#D-2', 'D-2'],
    ['D-2.', 'D-2'],
    ['d2', 'D-2'],
    ['D–2', 'D-2'],
    ['Ｄ-２', 'D-2'],
    ['“D-2”', 'D-2'],
    ['<@U0ANA|ana>', 'E-1'],
    ['<@U0ANA>', 'E-1'],
    ['@ana', 'E-1'],
  ])('show %s', async (words, ref) => {
    await say(`show ${words}`);
    expect(ana.sees()).toContain(`· ${ref}`);
    await say(`find ${words}`);
    expect(ana.sees()).toContain(`· ${ref}`);
    await say(`history ${words}`);
    expect(ana.sees()).toContain(ref);
  });

  test('with words behind it', async () => {
    await say('stage “Harbour – north” “nego');
    expect(await deal(2)).toMatchObject({ stage_id: 4 });
    await say('stage #D-2 proposal');
    expect(await deal(2)).toMatchObject({ stage_id: 3 });
    await say('next „O’Neil’s“ friday call them');
    expect(ana.sees()).toContain('for O’Neil’s · C-2');
    await say('merge “Acme Corp” "O\'Neil\'s"');
    expect(ana.sees()).toContain('Merge these two customers?');
  });

  test.each(['“Acme Corp”', "'acme corp'", '#C-1', 'C–1', '«acme corp»'])('in a filter: customer:%s', async (words) => {
    await say(`list deals customer:${words}`);
    await until(() => ana.sees().includes('Fleet renewal'));
    expect(ana.sees()).not.toContain('Harbour');
  });

  test('in a filter with curly apostrophes, and of people', async () => {
    await say("list deals customer:O'Neil's owner:<@U0ANA|ana>");
    await until(() => ana.sees().includes('Harbour'));
    expect(ana.sees()).not.toContain('Fleet renewal');
    await hub.maya.slash('/crm audit by:#E-1 entity:deal verb:created', { in: 'sales' });
    expect(hub.maya.sees()).toContain('Fleet renewal');
    await hub.maya.slash('/crm audit by:„ana“ entity:deal verb:created', { in: 'sales' });
    expect(hub.maya.sees()).toContain('Fleet renewal');
  });

  test('in a form', async () => {
    await say('add deal');
    expect(await ana.offered('Customer', "“O'Neil")).toContain('O’Neil’s');
    expect(await ana.offered('Customer', '#c-1.')).toEqual(expect.arrayContaining(['Acme Corp']));
    expect(await ana.offered('Owner', '@ana')).toContain('Ana Kovačević');
    // A deal of that number is no customer.
    expect(await ana.offered('Customer', 'D-2')).not.toContain('O’Neil’s');
  });
});

describe('a record of another type is told, and the command goes on with what belongs to it', () => {
  test('a customer where a deal is needed', async () => {
    await say('stage C-1 proposal');
    expect(ana.sees()).toContain('Acme Corp · C-1 is a customer. Its open deals:');
    expect(ana.sees()).toContain('Second fleet · D-3');
    expect(ana.sees()).not.toContain('Harbour');
    expect(await deal(1)).toMatchObject({ stage_id: 1, version: 1 });
    // The newest stands first.
    await ana.click('Stage');
    await until(() => ana.sees().includes('Second fleet · D-3 is now in Proposal.'));
    expect(await deal(3)).toMatchObject({ stage_id: 3 });
  });

  test('a contact where a customer or a deal is needed, with the words behind it', async () => {
    await say('next  #P-1  friday send   the offer');
    expect(ana.sees()).toContain('Iris Meyer · P-1 is a contact. Their customer and open deal:');
    await ana.click('Next');
    await until(async () => (await knex()('follow_ups').where({ what: 'send the offer' })).length === 1);
    expect(await knex()('follow_ups').where({ what: 'send the offer' }).first()).toMatchObject({
      customer_id: 1,
      due_on: '2026-11-20',
    });
  });

  test('somebody where a deal is needed', async () => {
    await say('won <@U0ANA|ana>');
    expect(ana.sees()).toContain('Ana Kovačević · E-1 is an employee. Their open deals:');
    expect(ana.sees()).toContain('Harbour – north · D-2');
  });

  test('an interaction where a contact is needed', async () => {
    const { id } = await given(hub, ana, 'interaction', { what: 'They like it', customer: 1, contact: 1 });
    await hub.ruth.slash(`/crm erase I-${id}`, { in: 'sales' });
    expect(hub.ruth.sees()).toContain(`I-${id} is an interaction. Its contact:`);
    await hub.ruth.click('Erase');
    await until(() => hub.ruth.sees().includes('You can’t undo this'));
    expect(hub.ruth.sees()).toContain('Iris Meyer · P-1');
  });

  test('by its name as well', async () => {
    await say('stage acme proposal');
    expect(ana.sees()).toContain('Acme Corp · C-1 is a customer. Its open deals:');
    await say('log iris meyer rang');
    expect(ana.sees()).toContain('iris meyer rang');
  });

  test('one without what is needed says what would work', async () => {
    await say('mute C-4');
    expect(ana.sees()).toContain('C-4 is a customer. This command needs a deal. Search with /crm find.');
    expect(await knex()('muted_deals')).toEqual([]);
  });

  test('where all its deals are closed, those', async () => {
    const { id } = await given(hub, ana, 'deal', { name: 'Old one', customer: 3, stage: 5, amount: '1k' });
    await say('stage C-3 lead');
    expect(ana.sees()).toContain('C-3 is a customer. Its deal:');
    await ana.click('Stage');
    await until(async () => (await deal(id)).stage_id === 1);
  });

  test('only the first of many are shown, and their number is said', async () => {
    const { id: customer } = await given(hub, ana, 'customer', { name: 'Many' });
    for (let n = 0; n < 12; n += 1) await given(hub, ana, 'deal', { name: `One ${n}`, customer });
    await say(`won C-${customer}`);
    expect(ana.sees()).toContain('Its 10 of 12 open deals:');
  });

  test.each([
    ['list deals customer:D-2', 'D-2 is a deal, not a customer.'],
    ['list deals customer:C-999', 'C-999 wasn’t found.'],
    ['list deals owner:C-1', 'C-1 is a customer, not an employee.'],
    ['summary this-month owner:P-1', 'P-1 is a contact, not an employee.'],
    ['subscribe won where owner:D-1', 'D-1 is a deal, not an employee.'],
    ['stage C-1 limbo', 'C-1 is a customer. Its open deals:'],
    ['stage D-999 limbo', 'D-999 wasn’t found. Search with /crm find.'],
    ['stage D-999', 'D-999 wasn’t found. Search with /crm find.'],
    ['log D-999', 'D-999 wasn’t found. Search with /crm find.'],
    ['find D-999', 'D-999 wasn’t found. Search with /crm find.'],
    ['show <@U0NOBODY>', 'That teammate isn’t in the CRM yet. Search with /crm find.'],
    ['find <@U0NOBODY>', 'Nothing matches'],
  ])('/crm %s', async (words, said) => {
    await say(words);
    expect(ana.sees()).toContain(said);
  });

  test('an audit filter tells it, too', async () => {
    await hub.maya.slash('/crm audit by:C-1', { in: 'sales' });
    expect(hub.maya.sees()).toContain('C-1 is a customer, not an employee.');
  });
});
