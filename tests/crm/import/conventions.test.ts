import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { takeFile } from '../../../src/crm/import/import.ts';
import { firstRejects, rejectLine } from '../../../src/crm/import/rejected.ts';
import { create } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onSqlite } from '../../support/databases.ts';

const byForm = { source: 'form' } as const;

onSqlite((fresh) => {
  let crm: TestCrm;
  let maya: Actor;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    maya = await aColleague(crm, 'Maya', 'admin');
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }));
  });
  afterEach(() => crm.end());

  const rows = (table: string) => crm.database.db(table).whereNull('deleted_at').orderBy('id');
  /** @returns why rows were left out */
  const imported = async (entity: EntityName, ...lines: string[]): Promise<string[]> => {
    const ctx = { crm, actor: maya, origin: byForm };
    const { id } = await takeFile(ctx, {
      entity: entityOf(entity),
      file: 'x.csv',
      bytes: Buffer.from(lines.join('\n')),
    });
    await checkImport(ctx, id);
    const told = (await firstRejects(ctx, id, 100)).map(rejectLine);
    await carryImport(ctx, id);
    return told;
  };

  test('days and amounts are read as their column shows, also in rows further up', async () => {
    const told = await imported(
      'deal',
      'Name,Customer,Amount,Expected close',
      'One,Acme,"1.234",03/04/2027',
      'Two,Acme,"1.200,50",04/13/2027',
      'Three,Acme,N/A,04/30/2027',
      'Four,Acme,5,N/A',
      'Five,Acme,6,45631',
      'Six,Acme,7,2026-11-20 11:40',
    );
    expect(told).toEqual([]);
    expect(await rows('deals')).toMatchObject([
      { amount: 123_400, close_on: '2027-03-04' },
      { amount: 120_050, close_on: '2027-04-13' },
      { amount: null, close_on: '2027-04-30' },
      { amount: 500, close_on: null },
      { amount: 600, close_on: '2024-12-05' },
      { amount: 700, close_on: '2026-11-20' },
    ]);
  });

  test('a day that a column of that order has not, and a year beyond reason, are told', async () => {
    const told = await imported(
      'deal',
      'Name,Customer,Expected close',
      'One,Acme,03/04/2027',
      'Two,Acme,13/04/2027',
      'Three,Acme,30/02/2027',
      'Four,Acme,03/04/0026',
      'Five,Acme,03/04/2206',
    );
    expect(told).toEqual([
      'Line 4, Expected close: “30/02/2027” isn’t a date. In this column the day comes first. Use the format 2026-03-31.',
      'Line 5, Expected close: “03/04/0026”: Pick a day from 1970-01-01 to 2100-12-31.',
      'Line 6, Expected close: “03/04/2206”: Pick a day from 1970-01-01 to 2100-12-31.',
    ]);
    expect(await rows('deals')).toMatchObject([{ close_on: '2027-04-03' }, { close_on: '2027-04-13' }]);
  });

  test('the first of several values goes into the field, the others into the notes, once', async () => {
    const lines = [
      'Name,Customer,Email,Phone,Notes',
      'Iris,Acme,i@acme.example; iris@acme.example,020 7946 0301 / 020 7946 0302,Tall',
      'Paul,Acme,n/a,-,',
    ];
    expect(await imported('contact', ...lines)).toEqual([]);
    const notes = 'Tall\nFurther email: iris@acme.example\nFurther phone: 020 7946 0302';
    expect(await rows('contacts')).toMatchObject([
      { email: 'i@acme.example', phone: '+442079460301', notes },
      { name: 'Paul', email: null, phone: null, notes: null },
    ]);
  });

  test('where there are no notes, several values are told', async () => {
    const told = await imported('employee', 'Name,Email', 'Nina,n@x.example; nina@x.example');
    expect(told).toEqual([
      'Line 2, Email: “n@x.example; nina@x.example”: This cell has several values. Keep only one.',
    ]);
  });
});
