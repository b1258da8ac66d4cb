import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let acme: number;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  const website = 'https://acme.example';
  acme = (await given(hub, hub.ben, 'customer', { name: 'Acme Logistics GmbH', website, country: 'Germany' })).id;
  await given(hub, ana, 'contact', { name: 'Iris Meyer', customer: acme, email: 'iris@acme.example' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer: acme });
});
beforeEach(() => ana.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

const customers = (name: string) => hub.crm.database.db('customers').where({ name });
const typed = () => (ana.modal()['state'] as { values: Record<string, Record<string, { value?: string }>> }).values;

describe('a customer that is here already', () => {
  beforeEach(async () => {
    await ana.slash('/crm add customer ACME Logistics', { in: 'sales' });
    await ana.fill({ Website: 'www.acme.example/about', Notes: 'Met at the fair' });
    await ana.submit();
    await until(() => ana.sees().includes('Possible duplicate'));
  });

  test('is shown with what the two have in common, and nothing is saved or lost', async () => {
    expect(ana.sees()).toContain(`Acme Logistics GmbH · C-${acme} has the same name and the same domain`);
    expect(ana.sees()).toContain('Germany');
    expect(ana.sees()).toContain('Create anyway');
    expect(typed()['notes']?.['notes']?.value).toBe('Met at the fair');
    expect(await customers('ACME Logistics')).toEqual([]);
  });

  test('is used: its card takes the place of the form', async () => {
    await ana.click('Use existing');
    await until(() => !ana.sees().includes('Create anyway'));
    expect(ana.sees()).toContain(`Acme Logistics GmbH · C-${acme}`);
    expect(ana.sees()).toContain('Iris Meyer');
    expect(await customers('ACME Logistics')).toEqual([]);
  });

  test('is made a second time where somebody wants it, once, however often Save arrives', async () => {
    const { id } = ana.modal();
    const save = () => ana.driver.do({ do: 'submit', viewId: id, state: {} });
    await Promise.all([save(), save()]);
    await until(async () => (await customers('ACME Logistics')).length > 0);
    expect(await customers('ACME Logistics')).toMatchObject([{ notes: 'Met at the fair' }]);
    await hub.crm.database.db('customers').where({ name: 'ACME Logistics' }).update({ deleted_at: '2026-11-16' });
  });

  test('is asked again when the name then typed fits another one', async () => {
    await given(hub, ana, 'customer', { name: `Globex ${acme}` });
    await ana.fill({ Name: `globex-${acme} Ltd.` });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes(`Globex ${acme} · `));
    expect(ana.sees()).not.toContain('Acme Logistics GmbH · ');
    expect(await customers(`globex-${acme} Ltd.`)).toEqual([]);
  });
});

describe('in the log form', () => {
  beforeEach(async () => {
    await ana.slash('/crm log', { in: 'sales' });
    await ana.fill({ Customer: 'Acme-Logistics', 'What was said': 'They want ramps.' });
    await ana.submit();
    await until(() => ana.sees().includes('Possible duplicate'));
  });

  test('the customer that is here already is taken, and the form goes on', async () => {
    await ana.click('Use existing');
    await until(() => ana.sees().includes('No interactions yet'));
    expect(await ana.offered('Deal', '')).toEqual(['Rollout']);
    expect(typed()['what']?.['what']?.value).toBe('They want ramps.');
    await ana.fill({ Deal: 'Rollout' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Logged a call with Acme Logistics GmbH about Rollout.'));
    expect(await customers('Acme-Logistics')).toEqual([]);
  });

  test('a new one is made anyway, together with the conversation', async () => {
    expect(ana.sees()).toContain('Create anyway');
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Logged a call with Acme-Logistics.'));
    expect(await customers('Acme-Logistics')).toHaveLength(1);
  });
});

test('a customer named in the form of a deal is taken there too', async () => {
  await ana.slash('/crm add deal Pilot', { in: 'sales' });
  await ana.fill({ Customer: 'Acme-Logistics AG', Amount: '5k' });
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Possible duplicate'));
  await ana.click('Use existing');
  await until(() => !ana.sees().includes('Create anyway'));
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved deal'));
  expect(await hub.crm.database.db('deals').where({ name: 'Pilot' })).toMatchObject([
    { customer_id: acme, amount: 500_000 },
  ]);
});

test.each([
  ['contact', { Name: 'Meyer, Iris', Customer: 'Acme Logistics GmbH' }, 'the same name at the same customer'],
  ['contact', { Name: 'I. M.', Customer: 'Acme Logistics GmbH', Email: 'IRIS@acme.example' }, 'the same email'],
  ['deal', { Name: 'roll-out', Customer: 'Acme Logistics GmbH' }, 'the same name at the same customer'],
  ['employee', { Name: 'ben okafor' }, 'the same name'],
])('a %s is compared as well: %j', async (kind, filled, shares) => {
  const { maya } = hub;
  await maya.cancel({ all: true }).catch(() => undefined);
  await maya.slash(`/crm add ${kind}`, { in: 'sales' });
  await maya.fill(filled as Record<string, string>);
  expect(await maya.submit()).toEqual({});
  await until(() => maya.sees().includes('Possible duplicate'));
  expect(maya.sees()).toContain(`has ${shares}`);
});

test('what cannot be saved is said before the question', async () => {
  await ana.slash('/crm add customer Acme Logistics', { in: 'sales' });
  await ana.fill({ Email: 'nonsense' });
  expect(Object.keys(await ana.submit())).toEqual(['Email']);
});
