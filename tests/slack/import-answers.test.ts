import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { checkImport } from '../../src/crm/import/check.ts';
import { theApp } from '../../src/model/actor.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { labelsOf, type Person } from '../support/person.ts';
import { until as untilSoon } from '../support/until.ts';

/** What is slow in Slack as well is waited for as people would. */
const PATIENCE = 30_000;
jest.setTimeout(2 * PATIENCE);
const until = <Value>(holds: () => Value | Promise<Value>): Promise<Value> => untilSoon(holds, PATIENCE);

let hub: Hub;
let maya: Person;
const knex = () => hub.crm.database.db;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  await knex()('employees').where({ person: maya.id }).update({ role: 'manager' });
  await given(hub, hub.ana, 'customer', { name: 'Acme GmbH' });
});
afterEach(() => maya.cancel({ all: true }).catch(() => {}));
afterAll(() => hub.end());

const says = async (words: string | RegExp): Promise<void> => {
  await until(() => (typeof words === 'string' ? maya.sees().includes(words) : words.test(maya.sees()))).catch(
    () => {},
  );
  expect(maya.sees()).toMatch(words);
};
const attach = async (entities: string, lines: readonly string[]): Promise<void> => {
  await maya.slash(`/crm import ${entities}`, { in: 'leadership' });
  await maya.fill({ 'CSV file': { name: 'list.csv', bytes: Buffer.from(lines.join('\r\n')) } });
  expect(await maya.submit()).toEqual({});
  await says('Match columns');
};
const submit = async (then: string | RegExp): Promise<void> => {
  expect(await maya.submit()).toEqual({});
  await says(then);
};

const DEALS = [
  'Name,Customer,Stage,Amount,Why it was lost,Owner',
  'One,Acme GmbH,Closed Won,10,,Ana Kovačević',
  'Two,Acme GmbH,Qualified To Buy,20,,Jane Left',
  'Three,South Ltd,Qualified To Buy,30,,Jane Left',
  'Four,Acme GmbH,Closed Lost,50,,Ana Kovačević',
];

test('each cause is shown once and fixed for all its rows, until everything goes in', async () => {
  await attach('deals', DEALS);
  await submit('Preview');
  expect(maya.sees()).toContain('3 rows can’t be imported');
  expect(maya.sees()).toContain('Owner: 2 rows. “Jane Left” (2)');
  expect(maya.sees()).toContain('Why it was lost: missing in 1 row.');

  await maya.click('Fix', { beside: 'Owner: 2 rows' });
  await says('Fix rows');
  expect(labelsOf(maya.modal())).toEqual(['All values without an answer below (2 rows)', '“Jane Left” (2 rows)']);
  await maya.fill({ '“Jane Left” (2 rows)': 'Create it' });
  await submit('Preview');
  expect(maya.sees()).toContain('1 new employee, because rows refer to it');

  await maya.click('Fix', { beside: 'Stage: 2 rows' });
  await maya.fill({ '“Qualified To Buy” (2 rows)': 'Qualified' });
  await submit('Preview');

  await maya.click('Fix', { beside: 'Customer: 1 row' });
  await maya.fill({ 'All values without an answer below (1 row)': 'Create customers with these names' });
  await submit('Preview');

  await maya.click('Fix', { beside: 'Why it was lost' });
  await maya.fill({ 'Why it was lost': 'Not recorded' });
  await submit('Preview');
  expect(maya.sees()).toContain('4 new deals');
  expect(maya.sees()).not.toContain('can’t be imported');
  expect(maya.sees()).toContain('1 row without Why it was lost gets your answer');

  await maya.click('Totals');
  await says('Total\n4 rows, €110\nall');
  expect(maya.sees()).toContain('Qualified To Buy → Qualified\n2 rows, €50\nall');
  await maya.click('◀ Back');
  await says('Nothing is saved yet.');
  await maya.click('Examples');
  await says('Line 3\nName: Two');
  expect(maya.sees()).toContain('Owner: Jane Left');
  await maya.click('◀ Back');
  await says('4 new deals');

  await submit(/Imported deals from/);
  expect(await knex()('deals').orderBy('id')).toMatchObject([
    { name: 'One', stage_id: 5 },
    { name: 'Two', stage_id: 2 },
    { name: 'Three', stage_id: 2 },
    { name: 'Four', lost_reason: 'Not recorded' },
  ]);
  expect(maya.sees()).toContain('Find them with /crm list deals reason:"Not recorded"');
  expect(await knex()('employees').where({ name: 'Jane Left' }).first()).toMatchObject({ person: null });
});

test('rows without an owner are somebody’s whom the importer names', async () => {
  await attach('customers', ['Name,Owner', 'Owned One,Ana Kovačević', 'Owned Two,']);
  expect(maya.sees()).toContain('Owner of rows without one\nMaya Lindqvist');
  await maya.fill({ 'Owner of rows without one': 'Ben' });
  await submit('Preview');
  await submit(/Imported customers from/);
  const owners = await knex()('customers')
    .join('employees', 'employees.id', 'customers.owner_id')
    .where('customers.name', 'like', 'Owned %')
    .orderBy('customers.id')
    .pluck('employees.name');
  expect(owners).toEqual(['Ana Kovačević', 'Ben Okafor']);
});

test('N/A is asked about once, in its column', async () => {
  await attach('customers', ['Name,Industry,Email', 'Na One,N/A,N/A', 'Na Two,Toys,b@x.example', 'Na Three,n/a,']);
  expect(maya.sees()).toContain('In “Industry”, treat as empty');
  await submit('Preview');
  expect(maya.sees()).toContain('3 new customers');
  await submit(/Imported customers from/);
  expect(await knex()('customers').where('name', 'like', 'Na %').orderBy('id')).toMatchObject([
    { industry: null, email: null },
    { industry: 'Toys' },
    { industry: null },
  ]);
});

test('a file of many columns is matched in steps, and none is out of reach', async () => {
  const headings = Array.from({ length: 130 }, (_, at) => `Extra ${at + 1}`);
  await attach('customers', [`${headings.join(',')},Firm`, `${headings.map((_, at) => `v${at}`).join(',')},Wide One`]);
  expect(maya.sees()).toContain('Step 1 of 5.');
  for (const step of [2, 3, 4, 5]) await submit(`Step ${step} of 5.`);
  await maya.fill({ Firm: 'Name', 'Extra 125': 'Notes, with its header', 'Extra 126': 'Notes, with its header' });
  await submit('Preview');
  await submit(/Imported customers from/);
  expect(await knex()('customers').where({ name: 'Wide One' }).first()).toMatchObject({
    notes: 'Extra 125: v124\nExtra 126: v125',
  });
});

test('a column can go into several fields', async () => {
  await attach('customers', ['Firm,Sector,Size', 'Several One,Toys,9', 'Several Two,Ships,"9",extra']);
  await maya.fill({ Firm: ['Name', 'Notes, with its header'], Sector: ['Industry', 'Notes, with its header'] });
  await submit('Preview');
  expect(maya.sees()).toContain('This row has 4 cells, but the header row has 3.');
  await submit(/Imported customers from/);
  expect(await knex()('customers').where('name', 'like', 'Several %')).toMatchObject([
    { name: 'Several One', industry: 'Toys', notes: 'Firm: Several One\nSector: Toys' },
  ]);
});

test('an answer to a check that is no longer the last one is refused', async () => {
  await attach('customers', ['Name,Owner', 'Stale One,Nobody']);
  await submit('Preview');
  await maya.click('Fix', { beside: 'Owner: 1 row' });
  await says('Fix rows');
  const { id } = await knex()('imports').orderBy('id', 'desc').first('id');
  const { employeeId } = await knex()('employees').where({ person: maya.id }).first({ employeeId: 'id' });
  const actor = { ...theApp('T0', 'UTC'), employeeId, slackUserId: maya.id, role: 'manager' as const };
  await checkImport({ crm: hub.crm, actor, origin: { source: 'form' } }, id);
  const [wrong] = Object.values(await maya.submit());
  expect(wrong).toBe('This file was checked again meanwhile. Go back and choose again.');
});

test('an answer that is none is said under the question', async () => {
  await attach('deals', ['Name,Customer,Stage,Amount', 'Wonless,Acme GmbH,Won,']);
  await submit('Preview');
  await maya.click('Fix', { beside: 'Amount: missing in 1 row' });
  await maya.fill({ Amount: '$5' });
  expect(await maya.submit()).toEqual({ Amount: 'Amounts here are in EUR. Enter the amount in euros, without $.' });
  await maya.fill({ Amount: '0' });
  await submit('1 new deal');
});
