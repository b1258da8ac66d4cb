import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AnyRecord } from '../../src/model/record.ts';
import { entityOf } from '../../src/model/registry.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { findRecord, findRecords, insertRecord, listRecords, lockRecord } from '../../src/store/records.ts';
import { updateRecords } from '../../src/store/many-records.ts';
import { searchRecords } from '../../src/store/search.ts';
import { settingsOf } from '../../src/store/settings.ts';
import { onBothDatabases } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const [customers, deals, employees] = [entityOf('customer'), entityOf('deal'), entityOf('employee')];

onBothDatabases((fresh) => {
  let database: Database;
  let owner: number;
  beforeEach(async () => {
    database = await openDatabase(await fresh());
    ({ id: owner } = await insertRecord(database.db, employees, { name: 'Ana', role: 'rep' }, AT));
  });
  afterEach(() => database.close());

  const aCustomer = (name: string, more: object = {}): Promise<AnyRecord> =>
    insertRecord(database.db, customers, { name, status: 'active', owner, ...more }, AT);
  const aDeal = (name: string, customer: number, more: object = {}): Promise<AnyRecord> =>
    insertRecord(database.db, deals, { name, customer, stage: 1, currency: 'EUR', owner, ...more }, AT);
  const names = (records: readonly AnyRecord[]) => records.map((record) => record['name']);
  const search = async (words: string) => names(await searchRecords(database.db, customers, { words, limit: 10 }));

  test('a record comes back as it was stored, with whole numbers and blanks', async () => {
    const { id } = await aCustomer('Zürich Ré 🚚');
    const deal = await aDeal('Rollout', id, { amount: 999_999_999_999_99, closeOn: '2028-02-29' });
    expect(deal).toMatchObject({ id: 1, version: 1, customer: id, amount: 999_999_999_999_99, contact: null });
    expect(deal).toMatchObject({ closeOn: '2028-02-29', createdAt: AT, deletedAt: null });
    expect(await findRecord(database.db, { entity: deals.name, id: deal.id })).toEqual(deal);
    expect(await findRecords(database.db, deals, [deal.id, deal.id, 77])).toEqual(new Map([[deal.id, deal]]));
    expect(await findRecord(database.db, { entity: deals.name, id: 77 })).toBeNull();
  });

  test('a change makes the next version, and only of the version it was made from', async () => {
    const customer = await aCustomer('Acme');
    const update = (record: AnyRecord) =>
      database.transaction(async (trx) => {
        await lockRecord(trx, { entity: customers.name, id: record.id });
        return (await updateRecords(trx, customers, [record], { fields: ['name'], at: AT }))[0];
      });
    expect(await update({ ...customer, name: 'Acme Logistics' })).toMatchObject({ name: 'Acme Logistics', version: 2 });
    await expect(update({ ...customer, name: 'Acme Inc' })).rejects.toThrow(
      'customers: 1 of the versions to be written over are gone',
    );
    expect(await search('logistics')).toEqual(['Acme Logistics']);
  });

  test('search takes every word, whatever its case and accents, and begins with what begins so', async () => {
    for (const name of ['Old Müller', 'Müller & Söhne', 'Smith']) await aCustomer(name, { notes: 'Met in MÜNCHEN' });
    await aCustomer('Müller gone', { deletedAt: AT });
    expect(await search('muller')).toEqual(['Müller & Söhne', 'Old Müller']);
    expect(await search('MÜNCHEN smi')).toEqual(['Smith']);
    expect(await search('nobody')).toEqual([]);
  });

  test('what LIKE takes for a wildcard is a letter like any other', async () => {
    for (const name of ['100% Juice', '100 Juice', 'a_b', 'axb', String.raw`back\slash`]) await aCustomer(name);
    expect(await search('100%')).toEqual(['100% Juice']);
    expect(await search('a_b')).toEqual(['a_b']);
    expect(await search(String.raw`back\s`)).toEqual([String.raw`back\slash`]);
    expect(await search("'; drop table customers; --")).toEqual([]);
  });

  test('a list is paged, counted, narrowed, and puts blanks last whichever way it is sorted', async () => {
    const { id } = await aCustomer('Acme');
    await aDeal('c', id, { amount: 7, stage: 2 });
    await aDeal('b', id, { amount: null });
    await aDeal('a', id, { amount: 5 });
    await aDeal('gone', id, { deletedAt: AT });
    const list = async (options: Partial<Parameters<typeof listRecords>[2]>) => {
      const { records, total } = await listRecords(database.db, deals, { limit: 10, ...options });
      return [names(records).join(' '), total];
    };
    expect(await list({ sort: { by: 'amount', descending: false } })).toEqual(['a c b', 3]);
    expect(await list({ sort: { by: 'amount', descending: true } })).toEqual(['c a b', 3]);
    expect(await list({ sort: { by: 'name', descending: false }, offset: 1, limit: 1 })).toEqual(['b', 3]);
    expect(await list({ where: { amount: null } })).toEqual(['b', 1]);
    expect(await list({ where: { stage: [2, 3] } })).toEqual(['c', 1]);
    expect(await list({ where: { stage: [] } })).toEqual(['', 0]);
  });

  test('the first start’s defaults are kept, whatever later ones say', async () => {
    const defaults = { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin' };
    expect(await settingsOf(database.db, defaults)).toMatchObject({ ...defaults, defaultRole: null });
    expect(await settingsOf(database.db, { ...defaults, currency: 'USD' })).toMatchObject(defaults);
  });
});
