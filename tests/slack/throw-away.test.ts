import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { wordsOnSqlite } from '../../migrations/006_search.ts';
import { defineEntity, type Entity } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import * as fields from '../../src/model/fields.ts';
import type { Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';

/**
 * An entity and a field that are not there: declared here, put into the registry as a developer would, with a table. All
 * the rest of the app is as it is, and shows them everywhere.
 */
const words = { label: 'Kept in', help: 'Where it stands.' };
const shades = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`s${n}`, `Shade ${n}`]));
const gadgets = defineEntity({
  name: 'gadget' as 'customer',
  plural: 'gadgets',
  prefix: 'Z',
  icon: ':gear:',
  table: 'gadgets',
  help: 'Something that is thrown away after this test.',
  title: 'name',
  traits: {},
  fields: {
    name: fields.text({ label: 'Name', required: true, max: 120 }),
    customer: fields.reference('customer', { label: 'Customer', required: true }),
    contact: fields.reference('contact', { label: 'Contact', of: 'customer' }),
    room: fields.text({ ...words, max: 60 }),
    story: fields.longText({ label: 'Story', max: 3000 }),
    price: fields.money({ label: 'Price' }),
    weight: fields.number({ label: 'Weight', min: 0, max: 500 }),
    boughtOn: fields.date({ label: 'Bought on' }),
    seenAt: fields.dateTime({ label: 'Last seen' }),
    colour: fields.choice({ label: 'Colour', options: { red: 'Red', blue: 'Blue' }, required: true, initial: 'red' }),
    shade: fields.choice({ label: 'Shade', options: shades, help: 'More than Slack lists.' }),
    email: fields.email({ label: 'Email' }),
    phone: fields.phone({ label: 'Phone' }),
    website: fields.url({ label: 'Website' }),
    stage: fields.stage({ label: 'Stage', initial: 'first' }),
    keeper: fields.person({ label: 'Keeper' }),
    owner: fields.reference('employee', { label: 'Owner', required: true, initial: 'me' }),
  },
  rules: [],
  list: {
    columns: ['name', 'customer', 'room', 'colour', 'price'],
    search: ['name', 'room', 'story'],
    sort: { by: 'name', descending: false },
  },
  access: { read: 'viewer', create: 'rep', update: 'own', remove: 'own' },
});

const GADGET = gadgets.name;
let hub: Hub;
let maya: Person;

beforeAll(async () => {
  const real = await import('../../src/model/entities/all.ts');
  const { deal } = real.ENTITIES;
  const wider = { ...deal, fields: { ...deal.fields, mascot: fields.text({ label: 'Mascot', max: 40 }) } };
  jest.unstable_mockModule('../../src/model/entities/all.ts', () => ({
    ENTITIES: { ...real.ENTITIES, deal: wider, gadget: gadgets },
    RECORDS: [...real.RECORDS, GADGET],
  }));
  jest.resetModules();
  const { openHub } = await import('../support/hub.ts');
  hub = await openHub();
  ({ maya } = hub);
  const { db: knex } = hub.crm.database;
  await knex.raw('alter table deals add column mascot text');
  await knex.raw(`create table gadgets (
    id integer primary key autoincrement, name text not null, customer_id integer not null references customers (id),
    contact_id integer references contacts (id), room text, story text, price integer, weight integer, bought_on text,
    seen_at text, colour text not null, shade text, email text, phone text, website text, stage_id integer references stages (id),
    keeper text, owner_id integer not null references employees (id), search_text text not null default '',
    version integer not null default 1, created_at text not null, updated_at text not null, deleted_at text) strict`);
  for (const statement of wordsOnSqlite('gadgets')) await knex.raw(statement);
  const { given } = await import('../support/given.ts');
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme' });
  await given(hub, maya, 'contact', { name: 'Iris', customer });
});
afterAll(() => hub.end());

const row = (table: string): Promise<AnyRecord> =>
  hub.crm.database.db(table).whereNull('deleted_at').orderBy('id', 'desc').first();
const sees = async (...parts: string[]): Promise<void> => {
  const { until } = await import('../support/until.ts');
  await until(() => parts.every((part) => maya.sees().includes(part))).catch(() => {});
  for (const part of parts) expect(maya.sees()).toContain(part);
};

test('the entity has a form, in steps because it is long, with an input for a field of every kind', async () => {
  await maya.slash('/crm add gadget Forklift', { in: 'sales' });
  await sees('New gadget', 'Step 1 of 2', 'Forklift', 'Where it stands.');
  await maya.fill({ Customer: 'Acme', Contact: 'Iris', 'Kept in': 'Hall 3', Price: '12k', Weight: 80 });
  await maya.fill({ Story: 'It was there before us', 'Bought on': '2026-02-03' });
  await maya.fill({ 'Last seen': '2026-11-10T09:00:00Z' });
  expect(await maya.submit()).toEqual({});
  await sees('Step 2 of 2');
  await maya.fill({
    Colour: 'Blue',
    Shade: 'Shade 142',
    Email: 'F@Acme.example',
    Phone: '030 1234567',
  });
  await maya.fill({ Website: 'acme.example', Stage: 'Proposal', Keeper: 'ana' });
  expect(await maya.submit()).toEqual({});
  await sees('Saved gadget', 'Forklift · Z-1');
  expect(await row('gadgets')).toMatchObject({
    name: 'Forklift',
    room: 'Hall 3',
    price: 1_200_000,
    weight: 80,
    bought_on: '2026-02-03',
    colour: 'blue',
    shade: 's142',
    email: 'f@acme.example',
    phone: '+44301234567',
    keeper: hub.ana.id,
  });
});

test('it has a card, is found by its words, is listed and filtered by its fields', async () => {
  await maya.slash('/crm show Z-1', { in: 'sales' });
  await sees('Forklift', 'Acme', 'Iris', 'Hall 3', '€12,000', 'Blue', 'Proposal', 'It was there before us');
  await maya.slash('/crm find hall', { in: 'sales' });
  await sees('Z-1');
  await maya.slash('/crm list gadgets colour:blue weight>50', { in: 'sales' });
  await sees('1 gadget', 'Forklift');
  await maya.slash('/crm list gadgets colour:red', { in: 'sales' });
  await sees('No gadgets');
});

/** The newest file in Maya's conversation with CustomerHub. */
const exported = async (name: RegExp): Promise<string> => {
  const { until } = await import('../support/until.ts');
  const files = () => maya.messages('app').flatMap((message) => message.files);
  const file = await until(() => files().findLast((one) => name.test(one.name)));
  return (await fetch(`${hub.practice.url}${file?.url}`)).text();
};

test('it is exported, with every field in a column', async () => {
  await maya.slash('/crm export gadgets', { in: 'sales' });
  const [head, line] = (await exported(/^gadgets-/)).split('\r\n');
  expect(head).toContain(',Name,Customer,Contact,Kept in,Story,Price,Weight,Bought on,Last seen,Colour,');
  expect(line).toContain('Z-1,Forklift,Acme,Iris,Hall 3,It was there before us,12000,80,2026-02-03,');
});

/** Gives a file to the form of `/crm import`, up to what would happen. */
const imports = async (entities: string, text: string): Promise<void> => {
  await maya.slash(`/crm import ${entities}`, { in: 'sales' });
  await maya.fill({ 'CSV file': { name: 'list.csv', bytes: Buffer.from(text) } });
  expect(await maya.submit()).toEqual({});
  await sees('Match columns');
  expect(await maya.submit()).toEqual({});
  await sees('Preview');
};

test('it is imported: as it was exported it changes nothing, and new ones come with a field of every kind', async () => {
  const text = await exported(/^gadgets-/);
  await imports('gadgets', text);
  await sees('1 gadget unchanged');
  await maya.cancel();
  const head = text.split('\r\n')[0];
  const crane = `,Crane,Acme,Iris,Hall 9,Tall,"1.200,50",300,3 Feb 2026,2026-11-10 09:00,blue,shade 7,c@acme.example,030 7654321,acme.example/crane,proposal,${hub.ana.id},Ben Okafor,,`;
  await imports('gadgets', `${head}\r\n${crane}`);
  await sees('1 new gadget');
  expect(await maya.submit()).toEqual({});
  await sees('1 gadget created');
  await maya.cancel();
  expect(await row('gadgets')).toMatchObject({
    name: 'Crane',
    contact_id: 1,
    price: 120_050,
    weight: 300,
    bought_on: '2026-02-03',
    colour: 'blue',
    shade: 's7',
    phone: '+44307654321',
    stage_id: 3,
    keeper: hub.ana.id,
  });
  await maya.click('Undo');
  await sees('Undone');
});

test('of more choices than Slack lists, people look up what they type, and keep what was chosen', async () => {
  await maya.slash('/crm edit Z-1', { in: 'sales' });
  expect(await maya.submit()).toEqual({});
  await sees('Step 2 of 2', 'Shade 142');
  expect(await maya.offered('Shade', 'shade 14')).toEqual([
    'Shade 14',
    ...Array.from({ length: 10 }, (_, n) => `Shade 14${n}`),
  ]);
  expect(await maya.offered('Shade', '')).toHaveLength(100);
  expect(await maya.offered('Shade', 'nothing')).toEqual([]);
  expect(await maya.submit()).toEqual({});
  await sees('Saved gadget');
  expect(await row('gadgets')).toMatchObject({ shade: 's142' });
  await maya.slash('/crm list gadgets shade:"shade 142"', { in: 'sales' });
  await sees('1 gadget');
});

test('its changes have a history, and are undone', async () => {
  await maya.slash('/crm edit Z-1', { in: 'sales' });
  await maya.fill({ 'Kept in': 'Hall 4' });
  expect(await maya.submit()).toEqual({});
  await sees('Step 2 of 2');
  expect(await maya.submit()).toEqual({});
  await sees('Saved gadget', 'Hall 4');
  await maya.slash('/crm history Z-1', { in: 'sales' });
  await sees('Kept in', 'Hall 3', 'Hall 4');
  await maya.slash('/crm undo', { in: 'sales' });
  expect(await row('gadgets')).toMatchObject({ room: 'Hall 3' });
});

test('it is in the help and in the documentation, with who may do what to it', async () => {
  await maya.slash('/crm help add', { in: 'sales' });
  await sees('employee|gadget>');
  const { describePermissions } = await import('../../scripts/permissions.ts');
  expect(describePermissions()).toMatch(/\| gadgets +\| everybody \| reps +\| reps their own, managers all \|/);
  const { meaning } = await import('../../scripts/data-model.ts');
  expect(meaning('gadgets', { name: 'room', type: 'TEXT', notnull: 0, pk: 0 })).toBe('Kept in. Where it stands.');
});

test('a viewer may look at it and no more', async () => {
  await hub.crm.database.db('employees').where({ person: hub.ben.id }).update({ role: 'viewer' });
  await hub.ben.slash('/crm edit Z-1', { in: 'sales' });
  expect(hub.ben.sees()).toContain('As a viewer, you can’t edit gadgets.');
});

test('a field that a deal gains is in its form, card, history, search, list filter and export', async () => {
  await maya.slash('/crm add deal Rollout', { in: 'sales' });
  await maya.fill({ Customer: 'Acme', Mascot: 'A blue otter' });
  expect(await maya.submit()).toEqual({});
  await sees('Saved deal', 'Mascot', 'A blue otter');
  await maya.slash('/crm list deals mascot:otter', { in: 'sales' });
  await sees('1 deal', 'Rollout');
  await maya.slash('/crm history D-1', { in: 'sales' });
  await sees('Rollout');
  await maya.slash('/crm export deals', { in: 'sales' });
  const text = await exported(/^deals-/);
  expect(text).toMatch(/^CustomerHub ID .*,Mascot,.*\r\nD-1,Rollout,.*,A blue otter,/);
  await imports('deals', text.replace('A blue otter', 'A red fox'));
  await sees('1 deal changed');
  expect(await maya.submit()).toEqual({});
  await sees('Imported deals');
  await maya.cancel();
  expect(await row('deals')).toMatchObject({ mascot: 'A red fox' });
});

test('the throw-away entity has a field of every kind there is', async () => {
  const { KINDS } = await import('../support/kinds.ts');
  const used = new Set(Object.values((gadgets as unknown as Entity).fields).map(({ kind }) => kind));
  expect([...used].toSorted()).toEqual([...KINDS].toSorted());
});
