import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let maya: Person;
let customer: number;
const row = () => hub.crm.database.db('customers').where({ id: customer }).first();

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
});
/** Ana and Maya have the same customer open in a form. */
beforeEach(async () => {
  ({ id: customer } = await given(hub, ana, 'customer', { name: 'Acme', industry: 'Logistics', country: 'Germany' }));
  for (const person of [ana, maya]) {
    await person.cancel({ all: true }).catch(() => undefined);
    await person.slash(`/crm edit C-${customer}`, { in: 'sales' });
  }
});
afterAll(() => hub.end());

test('two people who change different fields both get what they want', async () => {
  await maya.fill({ Industry: 'Haulage' });
  await maya.submit();
  await ana.fill({ Country: 'Austria' });
  expect(await ana.submit()).toEqual({});
  expect(await row()).toMatchObject({ industry: 'Haulage', country: 'Austria', version: 3 });
});

test('where both changed a field the second is shown what the first wrote, and Save again keeps their own', async () => {
  await maya.fill({ Industry: 'Haulage', Country: 'Austria' });
  await maya.submit();
  await ana.fill({ Industry: 'Shipping', Website: 'acme.example' });
  expect(await ana.submit()).toEqual({});
  expect(ana.sees()).toContain('Industry: someone else changed this from Logistics to Haulage while you were editing.');
  expect(ana.sees().match(/someone else/g)).toHaveLength(1);
  expect(ana.sees()).toContain('Shipping');
  expect(await row()).toMatchObject({ industry: 'Haulage', website: null });
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved customer'));
  expect(await row()).toMatchObject({ industry: 'Shipping', website: 'https://acme.example', country: 'Austria' });
});

test('of texts as long as they may be, each is shown to its end', async () => {
  const text = (what: string): string => `${'&'.repeat(2980)} ${what} ends`;
  await maya.fill({ Notes: text('before') });
  await maya.submit();
  for (const person of [ana, maya]) {
    await person.cancel({ all: true }).catch(() => undefined);
    await person.slash(`/crm edit C-${customer}`, { in: 'sales' });
  }
  await maya.fill({ Notes: text('theirs') });
  await maya.submit();
  await ana.fill({ Notes: text('mine') });
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('someone else changed this'));
  for (const what of ['before ends', 'theirs ends', 'mine ends']) expect(ana.sees()).toContain(what);
  expect(await ana.submit()).toEqual({});
  await until(async () => (await row()).notes === text('mine'));
});

test('two who write the same have no quarrel', async () => {
  await maya.fill({ Industry: 'Haulage' });
  await maya.submit();
  await ana.fill({ Industry: 'Haulage', Country: 'Austria' });
  expect(await ana.submit()).toEqual({});
  expect(await row()).toMatchObject({ industry: 'Haulage', country: 'Austria' });
});

test('a record deleted while its form was open says so, and keeps what was typed', async () => {
  await maya.cancel();
  await maya.slash(`/crm delete C-${customer}`, { in: 'sales' });
  await maya.click('Delete');
  await until(async () => (await row()).deleted_at !== null);
  await ana.fill({ Notes: 'Twenty lines of wisdom' });
  const problems = await ana.submit();
  expect(Object.values(problems).join()).toContain(
    `Acme (C-${customer}) was deleted. Copy your entries into a new customer`,
  );
  expect(ana.sees()).toContain('Twenty lines of wisdom');
  expect((await row()).notes).toBeNull();
});

test('a double click on Save makes one record, and one answer', async () => {
  await ana.cancel();
  await ana.slash('/crm add contact Iris Meyer', { in: 'sales' });
  await ana.fill({ Customer: `Acme` }).catch(() => undefined);
  const view = ana.modal();
  const option = { text: { type: 'plain_text', text: 'Acme' }, value: String(customer) };
  const state = {
    name: { name: { type: 'plain_text_input', value: 'Iris Meyer' } },
    customer: { customer: { type: 'external_select', selected_option: option } },
  };
  const before = ana.messages('sales').length;
  const save = () => ana.driver.do({ do: 'submit', viewId: view.id, state });
  expect(await Promise.all([save(), save()])).toEqual([{ ok: true }, { ok: true }]);
  await until(() => ana.sees().includes('Saved contact'));
  expect(await hub.crm.database.db('contacts')).toHaveLength(1);
  expect(ana.messages('sales')).toHaveLength(before + 1);
});
