import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  const acme = await given(hub, hub.ana, 'customer', { name: 'Acme Logistics', phone: '+49 30 1234567' });
  await given(hub, hub.ana, 'contact', { name: 'Iris Meyer', customer: acme.id, email: 'iris@acme.example' });
});
afterAll(() => hub.end());

const find = async (words: string): Promise<string> => {
  await hub.ana.slash(`/crm find ${words}`);
  return hub.ana.sees();
};

test.each(['acme', 'ACME LOG', '+49 (30) 123-4567', 'C-1', 'gistics'])('finds a customer by %s', async (words) => {
  expect(await find(words)).toContain('Acme Logistics · C-1');
});

test('says so when it only guesses', async () => {
  expect(await find('Acme Logsitics')).toMatch(
    /Nothing matches “Acme Logsitics”. Did you mean one of these\?[^]*Acme Logistics/,
  );
  expect(await find('iris@acme.example')).toContain('1 result for “iris@acme.example”');
  expect(await find('qwertz')).toContain('Nothing matches “qwertz”. Try fewer letters, or add it as a customer.');
});

test('guesses in a typeahead as well', async () => {
  await hub.ana.slash('/crm log');
  expect(await hub.ana.offered('Customer', 'Acme Lojistics')).toContain('Acme Logistics');
  await hub.ana.cancel();
});

test('tells two of one name apart in a typeahead', async () => {
  const twin = await given(hub, hub.ana, 'customer', { name: 'Acme Logistics', country: 'France' });
  await given(hub, hub.ana, 'deal', { name: 'Rollout', customer: 1 });
  await given(hub, hub.ana, 'deal', { name: 'Rollout', customer: twin.id });
  await hub.ana.slash('/crm log');
  expect(await hub.ana.described('Customer', 'Acme')).toContainEqual(['Acme Logistics', 'France']);
  expect(await hub.ana.described('Deal', 'Rollout')).toEqual([
    ['Rollout', 'Acme Logistics'],
    ['Rollout', 'Acme Logistics'],
  ]);
  await hub.ana.cancel();
});
