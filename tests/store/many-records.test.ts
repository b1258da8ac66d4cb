import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { ENTITIES, entityOf } from '../../src/model/registry.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { lockRecords, updateRecords } from '../../src/store/many-records.ts';
import { findRecords, insertRecords } from '../../src/store/records.ts';
import { onBothDatabases } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const NAMES = Object.keys(ENTITIES) as EntityName[];

onBothDatabases((fresh) => {
  let database: Database;
  let owner: number;
  beforeEach(async () => {
    database = await openDatabase(await fresh());
    const [employee] = await insertRecords(database.db, entityOf('employee'), [{ name: 'Ana', role: 'rep' }], AT);
    owner = employee?.id ?? 0;
  });
  afterEach(() => database.close());

  const customers = entityOf('customer');
  const some = (values: readonly Record<string, string | number | null>[]): Promise<AnyRecord[]> =>
    insertRecords(
      database.db,
      customers,
      values.map((one) => ({ status: 'active', owner, ...one })),
      AT,
    );

  describe('written together', () => {
    test.each(NAMES)('each column of a %s takes what it holds', async (name) => {
      const entity = entityOf(name);
      const fields = [...Object.keys(entity.fields), 'deletedAt'];
      const nobody = { id: 999, version: 1, createdAt: AT, updatedAt: AT, deletedAt: null } as AnyRecord;
      // The statement is sound for every entity there is: what it misses is the record.
      await expect(updateRecords(database.db, entity, [nobody], { fields, at: AT })).rejects.toThrow(
        `${entity.table}: 1 of the versions to be written over are gone`,
      );
    });

    test('they are stored as they are answered: blanks, large numbers, and texts of every kind', async () => {
      const deals = entityOf('deal');
      const [acme] = await some([{ name: 'Acme' }]);
      const stored = await insertRecords(
        database.db,
        deals,
        Array.from({ length: 3 }, (_, n) => ({
          name: `Deal ${n}`,
          customer: acme?.id ?? 0,
          stage: 1,
          currency: 'EUR',
          owner,
        })),
        AT,
      );
      const texts = [`'"\\\u2028 {"a":1} ? ?? $1 :x`, 'half a sign \ud83d', '🚚\nنص\t'];
      const changed = stored.map((record, n) => ({
        ...record,
        notes: texts[n] ?? null,
        amount: n === 0 ? null : 999_999_999_999_99,
        closeOn: n === 1 ? null : '2028-02-29',
      }));
      const later = '2026-11-16T15:00:00.000Z';
      const answered = await updateRecords(database.db, deals, changed, {
        fields: ['notes', 'amount', 'closeOn'],
        at: later,
      });
      const now = await findRecords(
        database.db,
        deals,
        stored.map(({ id }) => id),
      );
      expect([...now.values()]).toEqual(answered);
      expect(answered.map(({ notes }) => notes)).toEqual([texts[0], 'half a sign \ufffd', texts[2]]);
      expect(answered[0]).toMatchObject({ version: 2, updatedAt: later, amount: null, closeOn: '2028-02-29' });
      const [row] = await database.db('deals').where({ id: answered[2]?.id ?? 0 });
      expect(row.search_text).toContain('🚚 نص');
    });

    test('one that somebody wrote over meanwhile stops all of them', async () => {
      const [acme, globex] = await some([{ name: 'Acme' }, { name: 'Globex' }]);
      await updateRecords(database.db, customers, [globex as AnyRecord], { fields: ['name'], at: AT });
      const both = database.transaction((trx) =>
        updateRecords(trx, customers, [{ ...acme, name: 'A' } as AnyRecord, globex as AnyRecord], {
          fields: ['name'],
          at: AT,
        }),
      );
      await expect(both).rejects.toThrow('1 of the versions');
      expect((await findRecords(database.db, customers, [acme?.id ?? 0])).get(acme?.id ?? 0)).toEqual(acme);
    });
  });

  test('held together, they come by id; what is not there is left out', async () => {
    const made = await some(Array.from({ length: 1203 }, (_, n) => ({ name: `Firm ${n}` })));
    const ids = made.map(({ id }) => id);
    const held = await database.transaction((trx) =>
      lockRecords(trx, customers, [...ids, 99_999, ...ids].toReversed()),
    );
    expect([...held.keys()]).toEqual(ids);
    expect(held.get(ids[1202] ?? 0)).toEqual(made[1202]);
  });
});
