import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntityName } from '../../src/model/entity.ts';
import { entityOf, RECORDS } from '../../src/model/registry.ts';
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
  acme = (await given(hub, ana, 'customer', { name: 'Acme' })).id;
});
afterAll(() => hub.end());

/** Every record that names a customer, whatever it is: what comes later is asked for here by itself. */
const ALL: readonly EntityName[] = [...RECORDS, 'followUp'];
const OF_A_CUSTOMER = ALL.map(entityOf).filter(({ fields }) => fields['customer']?.kind === 'reference');

/** What else a form needs, by its label. */
const NEEDED: Partial<Record<EntityName, Record<string, string>>> = {
  contact: { Name: 'Nina', Role: 'Buyer' },
  deal: { Name: 'Pilot', Amount: '5k' },
  interaction: { 'What was said': 'They want ramps.' },
  followUp: {},
};
const STARTS: Partial<Record<EntityName, Record<string, string | number>>> = {
  contact: { name: 'Omar' },
  deal: { name: 'Rollout' },
  interaction: { what: 'Spoke', kind: 'call' },
  followUp: { what: 'Call', dueOn: '2026-12-01' },
};

const newest = async (table: string) => hub.crm.database.db(table).orderBy('id', 'desc').first();
const called = (name: string) => hub.crm.database.db('customers').where({ name });

describe.each(OF_A_CUSTOMER.map(({ name }) => name))('in the form of a %s', (name) => {
  const entity = entityOf(name);

  const saved = async (firm: string, where: { customer: number }): Promise<void> => {
    await ana.fill({ Customer: firm, ...NEEDED[name] });
    expect(await ana.submit()).toEqual({});
    await until(async () => (await called(firm)).length === 1);
    const [made] = await called(firm);
    const row = await newest(entity.table);
    expect(row.customer_id).toBe(made.id);
    expect(row.customer_id).not.toBe(where.customer);
    const acts = await hub.crm.database.db('audit_log').where({ entity: 'customer', record_id: made.id }).pluck('act');
    const own = await hub.crm.database.db('audit_log').where({ entity: name, record_id: row.id }).pluck('act');
    expect(own).toContain(acts[0]);
  };

  test('a new customer is made while it is changed, in the same act', async () => {
    const { id } = await given(hub, ana, name, { customer: acme, ...STARTS[name] });
    await ana.slash(`/crm edit ${entity.prefix}-${id}`, { in: 'sales' });
    await saved(`Changed ${name} Works`, { customer: acme });
    await ana.cancel({ all: true }).catch(() => undefined);
  });

  if (RECORDS.includes(name))
    test('a new customer is made while it is added, and goes with it when that is undone', async () => {
      await ana.slash(`/crm add ${name}`, { in: 'sales' });
      await saved(`Added ${name} Works`, { customer: acme });
      await ana.slash('/crm undo', { in: 'sales' });
      await until(async () => (await called(`Added ${name} Works`))[0].deleted_at !== null);
      expect((await newest(entity.table)).deleted_at).not.toBeNull();
    });
});

test('was looked at: contacts, deals, interactions and follow-ups belong to a customer', () => {
  expect(OF_A_CUSTOMER.map(({ name }) => name)).toEqual(['contact', 'deal', 'interaction', 'followUp']);
});
