import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/slack/commands/table.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ruth: Person;

const PUBLIC = COMMANDS.filter(({ usage }) => usage !== undefined);
const EXAMPLES = PUBLIC.flatMap(({ examples = [] }) => examples);

beforeAll(async () => {
  hub = await openHub();
  ({ ruth } = hub);
  hub.crm.at('2026-11-10T09:00:00Z');
  const { db: knex } = hub.crm.database;
  const { id: acme } = await given(hub, ruth, 'customer', { name: 'Acme', status: 'active' });
  const { id: contact } = await given(hub, ruth, 'contact', { name: 'Iris', customer: acme });
  const { id: deal } = await given(hub, ruth, 'deal', { name: 'Dock', customer: acme, amount: '60k' });
  // The records that the examples name.
  for (const id of [12, 40])
    await knex('customers').insert({ ...(await knex('customers').first()), id, name: `Firm ${id}` });
  await knex('contacts').where({ id: contact }).update({ id: 12 });
  await knex('deals').where({ id: deal }).update({ id: 42 });
  hub.crm.at('2026-11-16T14:00:00Z');
});
afterEach(() => ruth.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

test.each(PUBLIC)('/crm $name has examples, which begin with it', ({ name, examples = [] }) => {
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(example.split(' ')[0]).toBe(name);
});

test.each(EXAMPLES.filter((example) => !/^(?:undo|unlink|unsubscribe|unmute)\b/.test(example)))(
  '/crm %s is understood',
  async (example) => {
    const before = ruth.reads('sales').length;
    await ruth.slash(`/crm ${example}`, { in: 'sales' });
    await until(() => ruth.driver.snapshot().views.length > 0 || ruth.reads('sales').length > before);
    await until(() => !/:hourglass_flowing_sand:|:rewind: Loading/.test(ruth.sees()), 60_000);
    expect(ruth.sees()).not.toMatch(
      /:warning: (?!Permanently erase)|:mag: (?!No deals match)|:lock:|isn’t a command|doesn’t take/,
    );
  },
  90_000,
);

describe('/crm help <verb>', () => {
  test.each(PUBLIC)('$name shows that verb alone', async ({ name, help = '', examples = [] }) => {
    await ruth.slash(`/crm help ${name}`, { in: 'sales' });
    const seen = ruth.sees().split('\n');
    expect(seen[0]).toContain(`/crm ${name}`);
    for (const example of examples) expect(seen).toContain(`/crm ${example}`);
    const others = PUBLIC.filter((verb) => verb.name !== name && !help.includes(`\`${verb.name} `));
    for (const other of others) expect(seen.filter((line) => line.startsWith(`/crm ${other.usage}  `))).toEqual([]);
  });
});
