import { expect, test } from '@jest/globals';
import * as plainMarks from '../../migrations/023_plain_marks.ts';
import { openDatabase } from '../../src/store/database.ts';
import { insertRecord } from '../../src/store/records.ts';
import { searchRecords } from '../../src/store/search.ts';
import { entityOf } from '../../src/model/registry.ts';
import { onBothDatabases } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const customers = entityOf('customer');

/** As folding wrote it before marks were folded. */
const BEFORE = 'o’neil’s – “dock” gmbh\n\n\n\n\n\nsaid: «yes»';

onBothDatabases((fresh) => {
  test('records that were saved with curly marks are found by plain ones after the step, and the other way', async () => {
    const database = await openDatabase(await fresh());
    try {
      const { db: knex } = database;
      await knex('employees').insert({ id: 1, name: 'Ana', role: 'rep', created_at: AT, updated_at: AT });
      const { id } = await insertRecord(knex, customers, { name: 'O’Neil’s', status: 'active', owner: 1 }, AT);
      const other = await insertRecord(knex, customers, { name: 'Plain', status: 'active', owner: 1 }, AT);
      await knex.transaction((trx) => plainMarks.down(trx));
      await knex('customers').where({ id }).update({ search_text: BEFORE });

      await knex.transaction((trx) => plainMarks.up(trx));

      expect(await knex('customers').where({ id }).first('search_text', 'version', 'updated_at')).toEqual({
        search_text: "o'neil's - dock gmbh\n\n\n\n\n\nsaid: yes",
        version: 1,
        updated_at: AT,
      });
      expect(await knex('customers').where({ id: other.id }).first('search_text')).toMatchObject({
        search_text: expect.stringMatching(/^plain\n/),
      });
      for (const words of ["O'Neil's", 'O’Neil’s', 'o‘neil‘s', '"dock"', '„Dock“', 'neil’s', "il's"])
        expect([words, (await searchRecords(knex, customers, { words, limit: 5 })).map((one) => one.id)]).toEqual([
          words,
          [id],
        ]);
    } finally {
      await database.close();
    }
  });
});
