import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { text, money, longText, reference } from '../../src/model/fields.ts';
import type { Field } from '../../src/model/fields.ts';
import type { Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** A contact that got so many fields that its form is asked in steps. */
let hub: Hub;
let ana: Person;
const EXTRA = 20;

beforeAll(async () => {
  const real = await import('../../src/model/entities/all.ts');
  const extra: Record<string, Field> = Object.fromEntries(
    Array.from({ length: EXTRA }, (_, at) => [`extra${at + 1}`, text({ label: `Extra ${at + 1}`, max: 10 })]),
  );
  const { name, customer, owner, mergedInto } = real.ENTITIES.contact.fields;
  const fields = {
    name,
    customer,
    price: money({ label: 'Price' }),
    story: longText({ label: 'Story', max: 3000 }),
    ...extra,
    colleague: reference('contact', { label: 'Colleague', of: 'customer' }),
    owner,
    mergedInto,
  };
  const contact = {
    ...real.ENTITIES.contact,
    fields,
    twins: undefined,
    list: { columns: ['name'], search: ['name'], sort: { by: 'name', descending: false } },
  };
  jest.unstable_mockModule('../../src/model/entities/all.ts', () => ({
    ENTITIES: { ...real.ENTITIES, contact },
    RECORDS: real.RECORDS,
  }));
  jest.resetModules();
  const { openHub } = await import('../support/hub.ts');
  hub = await openHub();
  ({ ana } = hub);
  const { db: knex } = hub.crm.database;
  for (const column of [
    'price integer',
    'story text',
    'colleague_id integer',
    ...Object.keys(extra).map((n) => `${n} text`),
  ])
    await knex.raw(`alter table contacts add column ${column}`);
  const { given } = await import('../support/given.ts');
  for (const firm of ['Acme', 'Globex']) {
    const { id } = await given(hub, ana, 'customer', { name: firm });
    await given(hub, ana, 'contact', { name: `${firm} person`, customer: id });
  }
});
afterAll(() => hub.end());

const contact = () => hub.crm.database.db('contacts').orderBy('id', 'desc').first();
const drafts = () => hub.crm.database.db('drafts');
const at = (step: number) => until(() => ana.sees().includes(`Step ${step} of 3`));

test('a long form is asked in steps, forward and back, and nothing is lost on the way', async () => {
  const story = 'x'.repeat(3000);
  await ana.slash('/crm add contact Iris', { in: 'sales' });
  await at(1);
  expect(ana.sees()).not.toContain('Back');
  await ana.fill({ Customer: 'Acme', Price: '12k', Story: story, 'Extra 1': 'one' });
  expect(await ana.submit()).toEqual({});
  await at(2);
  await ana.fill({ 'Extra 9': 'nine' });
  await ana.click('◀ Back');
  await at(1);
  for (const words of ['Iris', '12000', 'one']) expect(ana.sees()).toContain(words);
  expect(await ana.submit()).toEqual({});
  await at(2);
  expect(ana.sees()).toContain('nine');
  expect(await ana.submit()).toEqual({});
  await at(3);
  await ana.fill({ 'Extra 20': 'twenty', Colleague: 'Acme person' });
  expect(await drafts()).toHaveLength(1);
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved contact'));
  const { id: colleague } = await hub.crm.database.db('contacts').where({ name: 'Acme person' }).first('id');
  expect(await contact()).toMatchObject({
    name: 'Iris',
    price: 1_200_000,
    story,
    extra1: 'one',
    extra9: 'nine',
    extra20: 'twenty',
    colleague_id: colleague,
  });
  expect(await drafts()).toEqual([]);
});

test('what is wrong is said in its own step, and what cannot be read is still there after a step back', async () => {
  await ana.slash('/crm add contact Otto', { in: 'sales' });
  await at(1);
  await ana.fill({ Customer: 'Acme', Price: 'a lot' });
  expect(Object.keys(await ana.submit())).toEqual(['Price']);
  await ana.fill({ Price: '5' });
  expect(await ana.submit()).toEqual({});
  await at(2);
  await ana.fill({ 'Extra 9': 'much too long for this' });
  expect(await ana.submit()).toEqual({ 'Extra 9': expect.stringContaining('Shorten this to 10') });
  await ana.click('◀ Back');
  await at(1);
  expect(await ana.submit()).toEqual({});
  await at(2);
  expect(ana.sees()).toContain('much too long for this');
  await ana.cancel();
});

test('what turns out wrong only at the end leads back to the step it belongs to', async () => {
  await ana.slash('/crm add contact Nils', { in: 'sales' });
  await ana.fill({ Customer: 'Acme' });
  await ana.submit();
  await at(2);
  await ana.submit();
  await at(3);
  const { id } = await hub.crm.database.db('customers').where({ name: 'Acme' }).first('id');
  await hub.crm.database.db('customers').where({ id }).update({ deleted_at: '2026-11-16T14:00:00.000Z' });
  expect(await ana.submit()).toEqual({});
  await at(1);
  expect(ana.sees()).toContain('That customer was deleted. Choose another.');
  await hub.crm.database.db('customers').where({ id }).update({ deleted_at: null });
  await ana.cancel();
});

test('a customer that is made within the form survives the steps, and edits of two people are laid together', async () => {
  await ana.slash('/crm add contact Zoe', { in: 'sales' });
  await ana.fill({ Customer: 'Initech' });
  await ana.submit();
  await at(2);
  await ana.click('◀ Back');
  await at(1);
  await ana.submit();
  await at(2);
  await ana.submit();
  await at(3);
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved contact'));
  expect(await hub.crm.database.db('customers').where({ name: 'Initech' })).toHaveLength(1);

  const { id } = await contact();
  await ana.slash(`/crm edit P-${id}`, { in: 'sales' });
  await at(1);
  await ana.fill({ 'Extra 1': 'mine' });
  await hub.maya.slash(`/crm edit P-${id}`, { in: 'sales' });
  await hub.maya.fill({ 'Extra 1': 'theirs' });
  for (const _step of [1, 2, 3]) await hub.maya.submit();
  await until(async () => (await contact()).extra1 === 'theirs');
  await ana.submit();
  await at(2);
  await ana.submit();
  await at(3);
  await ana.submit();
  await until(() => ana.sees().includes('someone else changed this from'));
  expect(await ana.submit()).toEqual({});
  await until(async () => (await contact()).extra1 === 'mine');
});

test('nobody reads the answers of another’s open form', async () => {
  const { keepDraft, draftOf } = await import('../../src/crm/forms/drafts.ts');
  const { actorFor } = await import('../support/given.ts');
  const [mine, other] = [await actorFor(hub, ana), await actorFor(hub, hub.maya)];
  await keepDraft(hub.crm, mine, 'a key', { story: 'mine' });
  await keepDraft(hub.crm, other, 'a key', { story: 'not mine' });
  expect(await draftOf(hub.crm, other, 'a key')).toEqual({});
  expect(await draftOf(hub.crm, mine, 'a key')).toEqual({ story: 'mine' });
});
