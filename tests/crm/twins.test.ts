import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { merge } from '../../src/crm/duplicates/merge.ts';
import { create, edit, remove, type Input } from '../../src/crm/records/mutations.ts';
import { createAcknowledged } from '../../src/crm/duplicates/duplicates.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { LikelyDuplicates } from '../../src/model/errors.ts';
import { fillMatchKeys } from '../../src/store/match-keys.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let acme: number;

  const add = async (name: EntityName, input: Input): Promise<number> =>
    (await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, name, input))).id;
  /** Names of the twins that stand in the way; none when it was made. */
  const twins = async (name: EntityName, input: Input, seen: number[] = []): Promise<string[]> => {
    const care = { seen: { [name]: seen }, field: null };
    try {
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => createAcknowledged(tx, name, input, care));
      return [];
    } catch (error) {
      if (error instanceof LikelyDuplicates) return error.twins.map(({ title }) => title);
      throw error;
    }
  };

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    acme = await add('customer', {
      name: 'Müller & Söhne GmbH',
      website: 'www.mueller.example/de',
      email: 'post@gmail.com',
      phone: '+49 30 1234567',
    });
  });
  afterEach(() => crm.end());

  test.each<[string, Input]>([
    ['another legal form and spelling', { name: 'MUELLER UND SOEHNE AG' }],
    ['the same domain', { name: 'Other', email: 'iris@shop.mueller.example' }],
    ['the same email', { name: 'Other', email: 'Post@Gmail.com' }],
    ['the same phone number in another notation', { name: 'Other', phone: '0049 (0)30 / 123 45-67' }],
  ])('a customer with %s is a likely twin', async (_what, input) => {
    expect(await twins('customer', input)).toEqual(['Müller & Söhne GmbH']);
    expect(await crm.database.db('customers')).toHaveLength(1);
  });

  test.each<[string, Input]>([
    ['another name', { name: 'Müller Logistik' }],
    ['a mail host that everybody shares', { name: 'Other', email: 'someone@gmail.com' }],
  ])('a customer with %s is none', async (_what, input) => {
    expect(await twins('customer', input)).toEqual([]);
  });

  test('twins that were seen do not stand in the way, those that came since do', async () => {
    expect(await twins('customer', { name: 'Muller Sohne' }, [acme])).toEqual([]);
    expect(await twins('customer', { name: 'Müller Söhne KG' }, [acme])).toEqual(['Muller Sohne']);
  });

  test('the likeliest comes first', async () => {
    await add('customer', { name: 'Mueller', phone: '+49 30 1234567', website: 'mueller.example' });
    const input = { name: 'Mueller', website: 'mueller.example', phone: '+49 30 1234567' };
    expect(await twins('customer', input)).toEqual(['Mueller', 'Müller & Söhne GmbH']);
  });

  test('the keys follow edits, deletions and merges', async () => {
    const change = (input: Input) =>
      runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'customer', id: acme }, input),
      );
    await change({ name: 'Globex' });
    expect(await twins('customer', { name: 'Globex Inc.' })).toEqual(['Globex']);
    const globex = await add('customer', { name: 'Müller Söhne' });
    await add('deal', { name: 'Rollout', customer: globex });
    await merge({ crm, actor: ana, origin: byCommand }, { entity: 'customer', keep: acme, other: globex });
    expect(await twins('deal', { name: 'roll-out', customer: acme })).toEqual(['Rollout']);
    expect(await twins('customer', { name: 'Müller Söhne' })).toEqual([]);
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'customer', id: acme }),
    );
    expect(await twins('customer', { name: 'Globex' })).toEqual([]);
  });

  describe('of a deal', () => {
    test('count while they are open, at the same customer', async () => {
      const other = await add('customer', { name: 'Other' });
      await add('deal', { name: 'Rollout', customer: other });
      await add('deal', { name: 'Rollout', customer: acme, stage: 5, amount: '1' });
      expect(await twins('deal', { name: 'Rollout', customer: acme })).toEqual([]);
      expect(await twins('deal', { name: 'ROLLOUT', customer: acme })).toEqual(['Rollout']);
    });
  });

  test('a database from before gets its keys at the start, once', async () => {
    const { db: knex } = crm.database;
    await knex('match_keys').delete();
    await knex('derived').delete();
    await knex.transaction(fillMatchKeys);
    expect(await twins('customer', { name: 'Muller & Sohne' })).toEqual(['Müller & Söhne GmbH']);
    await knex('match_keys').delete();
    await knex.transaction(fillMatchKeys);
    expect(await knex('match_keys')).toEqual([]);
  });
});
