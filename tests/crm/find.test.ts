import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { find } from '../../src/crm/search/find.ts';
import { create, edit, remove, restore, type Input } from '../../src/crm/records/mutations.ts';
import type { Actor } from '../../src/model/actor.ts';
import { titleOf, type EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { asGuest, onBothDatabases, onPostgres, type Fresh } from '../support/databases.ts';

const suite = (fresh: Fresh): void => {
  let crm: TestCrm;
  let ana: Actor;
  let acme: AnyRecord;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana', 'manager');
    acme = await add('customer', { name: 'Acme Logistics', industry: 'Freight', notes: 'Met at the fair in München.' });
  });
  afterEach(() => crm.end());

  const add = (name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, name, input));
  const change = (id: number, input: Input) =>
    runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => edit(tx, { entity: 'customer', id }, input));
  const titles = async (words: string, only?: EntityName[]): Promise<string[]> =>
    (await find({ crm, actor: ana }, words, only && { only })).map(({ entity, record }) => titleOf(entity, record));
  const nearly = async (words: string): Promise<(string | true | undefined)[][]> =>
    (await find({ crm, actor: ana }, words)).map((found) => [titleOf(found.entity, found.record), found.nearly]);

  test('finds by names, notes, conversations, addresses and ids', async () => {
    await add('contact', { name: 'Iris Meyer', customer: acme.id, email: 'iris.meyer@acme.example', role: 'Buyer' });
    await add('interaction', { customer: acme.id, kind: 'call', what: 'They asked for a Gabelstapler demo.' });
    await add('deal', { name: 'Rollout', customer: acme.id, notes: 'Needs ISO-27001.' });
    expect(await titles('acme')).toEqual(['Acme Logistics', 'Iris Meyer']);
    expect(await titles('munchen')).toEqual(['Acme Logistics']);
    expect(await titles('gabelst')).toEqual(['They asked for a Gabelstapler demo.']);
    expect(await titles('iris.meyer@acme.example')).toEqual(['Iris Meyer']);
    expect(await titles('@acme.example')).toEqual(['Iris Meyer']);
    expect(await titles('iso-27001')).toEqual(['Rollout']);
    expect(await titles('D-1')).toEqual(['Rollout']);
    expect(await titles('d1', ['customer'])).toEqual([]);
    expect(await titles('gistics')).toEqual(['Acme Logistics']);
    expect(await titles('meyer iris')).toEqual(['Iris Meyer']);
    expect(await titles('meyer nobody')).toEqual([]);
  });

  test.each([
    ['a NUL', 'acme\u0000'],
    ['a NUL among them', 'ac\u0000me lo\u0000gistics'],
    ['half a pair of signs', 'acme \ud83d'],
    ['the other half', '\udc00 acme'],
    ['control signs', '\u0007acme\u001b \u0085\u009f logistics\u007f'],
  ])('words with %s find what they would find without', async (_what, words) => {
    expect(await titles(words)).toEqual(['Acme Logistics']);
  });

  test('what is kept holds no NUL, no control sign and no half of a pair, and is found', async () => {
    const { id } = await add('customer', {
      name: 'Bo\u0000lt\u0007 & \ud83dNut',
      notes: 'one\r\ntwo\u0000\u0085three\ttabs',
    });
    const row = await crm.database.db('customers').where({ id }).first('name', 'notes');
    expect(row).toEqual({ name: 'Bolt & \ufffdNut', notes: 'one\ntwothree\ttabs' });
    expect(await titles('bolt')).toEqual(['Bolt & \ufffdNut']);
  });

  test.each([
    '030 1234567',
    '+49 (30) 123-4567',
    '0049 30 1234567',
    '+49 (0)30 1234567',
    '+49301234567',
    '030/1234567',
    '123 45 67',
  ])('finds the phone number written as %s', async (words) => {
    await change(acme.id, { phone: '+49 30 1234567' });
    await add('customer', { name: 'Globex', phone: '+49 40 7654321' });
    expect(await titles(words)).toEqual(['Acme Logistics']);
  });

  test('puts names first: whole ones, those that begin so, those that contain it, then what is said', async () => {
    for (const name of ['Big Rollout', 'Rollout', 'Rollout 2027']) await add('deal', { name, customer: acme.id });
    await add('interaction', { customer: acme.id, kind: 'note', what: 'Spoke about the rollout.' });
    const [first, ...rest] = await titles('rollout');
    expect(first).toBe('Rollout');
    expect(rest).toEqual(['Rollout 2027', 'Big Rollout', 'Spoke about the rollout.']);
  });

  test('is kept in step with every change', async () => {
    await change(acme.id, { name: 'Globex', notes: null });
    expect([await titles('logistics'), await titles('munchen'), await titles('glob')]).toEqual([[], [], ['Globex']]);
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'customer', id: acme.id }),
    );
    expect(await titles('globex')).toEqual([]);
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      restore(tx, { entity: 'customer', id: acme.id }),
    );
    expect(await titles('globex')).toEqual(['Globex']);
  });

  test('what was rolled back is not found', async () => {
    const attempt = runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => {
      await create(tx, 'customer', { name: 'Vapour' });
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    expect(await titles('vapour')).toEqual([]);
  });

  describe('where nothing matches', () => {
    test.each(['Acme Logistiks', 'acmee', 'amce', 'akme', 'logsitics', 'Acme Lojistic'])(
      '%s is a slip of the pen',
      async (words) => expect(await nearly(words)).toEqual([['Acme Logistics', true]]),
    );
    test.each(['xyz', 'axe', 'nobody of that name', '', '🚚', '%', '"', 'a"b*c AND (', "'; drop table customers; --"])(
      '%s is nothing',
      async (words) => expect((await nearly(words)).filter(([, near]) => near)).toEqual([]),
    );
    test('what matches is no slip', async () => {
      await add('customer', { name: 'Acne Clinic' });
      expect(await nearly('acme')).toEqual([['Acme Logistics', undefined]]);
    });
  });

  test('finds every script and letter', async () => {
    for (const name of [
      'Müller & Söhne',
      '株式会社テスト',
      'ΟΔΟΣ ΑΕ',
      'Łódź',
      'Дом Книги',
      'Straße 7',
      '100% Juice 🚚',
    ])
      await add('customer', { name });
    expect(await titles('muller')).toEqual(['Müller & Söhne']);
    expect(await titles('株式')).toEqual(['株式会社テスト']);
    expect(await titles('οδος')).toEqual(['ΟΔΟΣ ΑΕ']);
    expect(await titles('lodz')).toEqual(['Łódź']);
    expect(await titles('книг')).toEqual(['Дом Книги']);
    expect(await titles('strasse')).toEqual(['Straße 7']);
    expect(await titles('100%')).toEqual(['100% Juice 🚚']);
    expect(await titles('🚚')).toEqual(['100% Juice 🚚']);
  });

  test('looks within one customer for what belongs to it', async () => {
    const globex = await add('customer', { name: 'Globex' });
    for (const customer of [acme.id, globex.id]) await add('contact', { name: 'Iris Meyer', customer });
    const found = await find({ crm, actor: ana }, 'iris', { only: ['contact'], where: { customer: globex.id } });
    expect(found.map(({ record }) => record['customer'])).toEqual([globex.id]);
    expect(await find({ crm, actor: ana }, '', { only: ['contact'], where: { customer: globex.id } })).toHaveLength(1);
  });
};

onBothDatabases(suite);

onPostgres((_fresh, make) => {
  describe('where the extension for pieces of words is not allowed', () => {
    const guest = asGuest(make);
    suite(guest);

    test('it is not there indeed', async () => {
      const crm = await aCrm(await guest());
      const { rows } = await crm.database.db.raw(`select extname from pg_extension where extname = 'pg_trgm'`);
      const { rows: indexes } = await crm.database.db.raw(
        `select indexname from pg_indexes where indexname like '%_pieces'`,
      );
      await crm.end();
      expect([rows, indexes]).toEqual([[], []]);
    });
  });
});
