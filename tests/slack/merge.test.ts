import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
let acme: number;
let duplicate: number;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
});
beforeEach(async () => {
  await maya.cancel({ all: true }).catch(() => undefined);
  acme = (await given(hub, hub.ana, 'customer', { name: 'Acme', country: 'Germany' })).id;
  duplicate = (await given(hub, hub.ben, 'customer', { name: 'Acme Ltd', industry: 'Logistics' })).id;
  const contact = await given(hub, hub.ben, 'contact', { name: 'Iris Meyer', customer: duplicate });
  await given(hub, hub.ben, 'deal', { name: 'Rollout', customer: duplicate, contact: contact.id });
  await given(hub, hub.ben, 'deal', { name: 'Renewal', customer: duplicate });
});
afterAll(() => hub.end());

const customer = (id: number) => hub.crm.database.db('customers').where({ id }).first();

describe('two customers', () => {
  beforeEach(() => maya.slash(`/crm merge C-${acme} C-${duplicate}`, { in: 'sales' }));

  test('are shown side by side, with what belongs to each, and the question which remains', async () => {
    const seen = maya.sees();
    for (const part of [
      'Choose the one to keep.',
      'Acme Ltd',
      'Germany',
      'Logistics',
      '1 contact and 2 deals',
      'nothing',
    ])
      expect(seen).toContain(part);
    expect(await customer(duplicate)).toMatchObject({ deleted_at: null });
  });

  test('become the one that is kept, and two again with Undo', async () => {
    await maya.click(`Keep C-${acme} Acme`);
    await until(() => maya.sees().includes(`Merged Acme Ltd · C-${duplicate} into Acme · C-${acme}.`));
    expect(maya.sees()).toContain('1 contact and 2 deals moved to it.');
    expect(await customer(acme)).toMatchObject({ name: 'Acme', industry: 'Logistics' });
    await maya.click('Undo');
    await until(() => maya.sees().includes('Undone.'));
    expect(maya.sees()).toContain('a record of its own again');
    expect(maya.sees()).toContain('1 contact and 2 deals have their links back');
    expect(await customer(duplicate)).toMatchObject({ deleted_at: null, merged_into_id: null });
    await maya.click('Redo');
    await until(async () => (await customer(duplicate)).merged_into_id === acme);
  });

  test('or the other way round', async () => {
    await maya.click(`Keep C-${duplicate} Acme Ltd`);
    await until(async () => (await customer(acme)).merged_into_id === duplicate);
    expect(await customer(duplicate)).toMatchObject({ name: 'Acme Ltd', country: 'Germany' });
  });

  test('the old reference shows the one that remains, and its history stays readable', async () => {
    await maya.click(`Keep C-${acme} Acme`);
    await until(() => maya.sees().includes('Merged Acme Ltd'));
    await maya.slash(`/crm show C-${duplicate}`, { in: 'sales' });
    expect(maya.sees()).toContain(`Acme Ltd (C-${duplicate}) was merged into Acme.`);
    expect(maya.sees()).toContain('Iris Meyer');
    await maya.slash(`/crm history C-${duplicate}`, { in: 'sales' });
    expect(maya.sees()).toContain('merged Acme Ltd');
    expect(maya.sees()).toContain('created Acme Ltd');
    await maya.slash(`/crm edit C-${duplicate}`, { in: 'sales' });
    expect(maya.sees()).toContain('was merged into Acme.');
    expect(maya.sees()).toContain(`Show C-${acme}`);
  });

  test('a second press on the question says that it is done', async () => {
    await maya.slash(`/crm merge C-${acme} C-${duplicate}`, { in: 'sales' });
    await maya.click(`Keep C-${acme} Acme`);
    await until(() => maya.sees().includes('Merged Acme Ltd'));
    const merges = await audit(hub, 20);
    await maya.click(`Keep C-${duplicate} Acme Ltd`);
    await until(() => maya.sees().includes(`Acme Ltd (C-${duplicate}) was merged into Acme.`));
    expect(merges.filter(({ verb }) => verb === 'merge')).not.toEqual([]);
    expect(await customer(acme)).toMatchObject({ deleted_at: null });
  });
});

test('they can be named, with a word between', async () => {
  const globex = (await given(hub, maya, 'customer', { name: `Globex ${duplicate}` })).id;
  const initech = (await given(hub, maya, 'customer', { name: `Initech ${duplicate}` })).id;
  for (const words of [`globex ${duplicate} initech ${duplicate}`, `Globex ${duplicate} into Initech ${duplicate}`]) {
    await maya.slash(`/crm merge ${words}`, { in: 'sales' });
    expect(maya.sees()).toContain(`Keep C-${globex} Globex ${duplicate}`);
    expect(maya.sees()).toContain(`Keep C-${initech} Initech ${duplicate}`);
  }
});

describe('what cannot be merged is said', () => {
  test.each([
    ['', 'Enter two records of the same type'],
    ['ACME', 'Enter two records of the same type'],
    ['ACME ACME', 'Those are the same record.'],
    ['ACME C-9999', 'C-9999 wasn’t found. Search with /crm find.'],
    ['ACME D-1', 'is a customer and D-1 is a deal. You can merge only two records of the same type.'],
    ['E-1 E-2', 'Employees can’t be merged; customers, contacts and deals can.'],
    ['nobody nowhere', 'No record starts with “nobody”.'],
  ])('/crm merge %s', async (words, said) => {
    await maya.slash(`/crm merge ${words.replaceAll('ACME', `C-${acme}`)}`, { in: 'sales' });
    expect(maya.sees()).toContain(said);
  });

  test('a rep merges only what is their own', async () => {
    await hub.ana.slash(`/crm merge C-${acme} C-${duplicate}`, { in: 'sales' });
    expect(hub.ana.sees()).toContain('As a rep, you can edit only your own customers.');
    expect((await audit(hub))[0]).toMatchObject({ verb: 'refused', entity: 'customer', record_id: duplicate });
  });
});
