import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  await given(hub, ana, 'customer', { name: 'Acme Logistics' });
});
afterAll(() => hub.end());

describe('the shortcuts', () => {
  test('the global one opens the log form, and answers in its window', async () => {
    await ana.shortcut('Log to CRM');
    await ana.fill({ Customer: 'Acme', 'What was said': 'From the lightning menu' });
    expect(await ana.submit()).toEqual({});
    expect(ana.sees()).toContain('Logged a call with Acme Logistics.');
    expect(ana.sees()).toContain('From the lightning menu');
    await ana.cancel();
  });

  test('the one on a message logs its words as they were typed, at its time', async () => {
    await hub.ben.says('Acme wants <b>two</b> ramps & a gate, says @maya', { in: 'sales' });
    await ana.messageShortcut('Log this message', { in: 'sales', on: 'two' });
    await ana.fill({ Customer: 'Acme', When: '2026-11-16T13:00Z' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Logged a message with Acme Logistics.'));
    await ana.cancel();
    const [saved] = await hub.crm.database.db('interactions').orderBy('id', 'desc');
    expect(saved).toMatchObject({
      kind: 'message',
      what: 'Acme wants <b>two</b> ramps & a gate, says @Maya Lindqvist',
    });
  });
});

describe('help', () => {
  test('/crm alone offers the doors used most, as buttons and commands', async () => {
    await ana.slash('/crm', { in: 'sales' });
    expect(ana.sees()).toContain('Hi Ana. What do you want to do?');
    expect(ana.sees()).toContain('/crm log [customer, deal or text]');
    await ana.click('Add customer');
    await until(() => ana.sees().includes('New customer'));
    await ana.cancel();
  });

  test('/crm help lists every verb; /crm help stage shows that one alone, with examples', async () => {
    await ana.slash('/crm help', { in: 'sales' });
    for (const verb of [
      'log',
      'summary',
      'find',
      'show',
      'edit',
      'delete',
      'add',
      'list',
      'stage',
      'won',
      'lost',
      'undo',
    ])
      expect(ana.sees()).toContain(`/crm ${verb}`);
    expect(ana.sees()).toContain('<record> is an ID like D-42');
    await ana.slash('/crm help stage', { in: 'sales' });
    expect(ana.sees()).toMatch(/^\/crm stage <record> \[stage\]/);
    for (const shown of ['/crm stage D-42 proposal', 'Also /crm move', '<record> is an ID'])
      expect(ana.sees()).toContain(shown);
    for (const other of ['/crm won', '/crm list', '/crm subscribe']) expect(ana.sees()).not.toContain(other);
    await ana.slash('/crm help ls', { in: 'sales' });
    expect(ana.sees()).toContain('/crm list won deals this month');
    await ana.slash('/crm help lisst', { in: 'sales' });
    expect(ana.sees()).toContain('/crm lisst isn’t a command. Did you mean /crm list?');
  });

  test.each([
    ['/crm sumary', 'sumary', 'summary'],
    ['/crm wonn D-1', 'wonn', 'won'],
    ['/crm LISST deals', 'lisst', 'list'],
    ['/crm subs', 'subs', 'subscribe'],
    ['/crm share I-1', 'share', 'stage'],
    ['/crm delete-now D-1', 'delete-now', 'delete'],
    ['/crm <!here>', '<!here>', ''],
  ])('%s is told, with the verb it was nearest to', async (command, typed, nearest) => {
    await ana.slash(command, { in: 'sales' });
    expect(ana.sees()).toContain(`/crm ${typed} isn’t a command. Did you mean /crm ${nearest.split(' ')[0]}`);
  });

  test('a verb may be written in capitals, and by another name', async () => {
    await ana.slash('/crm SHOW acme', { in: 'sales' });
    expect(ana.sees()).toContain('Acme Logistics · C-1');
    await ana.slash('/crm view C-1', { in: 'sales' });
    expect(ana.sees()).toContain('Acme Logistics · C-1');
  });

  test.each([
    ['/crm add', 'Use /crm add <customer|contact|deal|interaction|employee> [name].'],
    ['/crm add <spaceship>', '“<spaceship>” isn’t a record type.'],
    ['/crm list things', 'Use /crm list <customers|contacts|deals|interactions|employees> [filters].'],
    ['/crm find', 'Enter what to search for'],
    ['/crm show', 'Add an ID like D-42 or the start of a name.'],
    ['/crm show D-404', 'D-404 wasn’t found. Search with /crm find.'],
    ['/crm edit Z-1', 'No record starts with “Z-1”.'],
    ['/crm delete nobody', 'No record starts with “nobody”. Search with /crm find nobody.'],
    ['/crm undo', 'You have no changes to undo. See changes with /crm history.'],
  ])('%s is answered with what to do', async (command, answer) => {
    await hub.ben.slash(command, { in: 'sales' });
    expect(hub.ben.sees()).toContain(answer);
  });

  test('a name that fits several records is answered with each of them, and the button shows the right one', async () => {
    await given(hub, ana, 'deal', { name: 'Acme ramp', customer: 1 });
    await ana.slash('/crm delete acme', { in: 'sales' });
    expect(ana.sees()).toContain('“acme” matches 2 records. Which one?');
    expect(ana.sees()).toMatch(/Acme Logistics · C-1[^]*Acme ramp · D-1/);
    await ana.click('Delete');
    await until(() => ana.sees().includes('Delete :office: Acme Logistics · C-1?'));
  });

  test('“Open deals” lists those, and not the closed ones', async () => {
    const { id: customer } = await given(hub, ana, 'customer', { name: 'Initech' });
    await given(hub, ana, 'deal', { name: 'Still open', customer });
    await given(hub, ana, 'deal', { name: 'Long won', customer, stage: 5, amount: '10' });
    await ana.slash('/crm', { in: 'sales' });
    await ana.click('Open deals');
    await until(() => ana.sees().includes('Still open'));
    expect(ana.sees()).not.toContain('Long won');
  });
});
