import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';
import { importsBy } from '../../support/importing.ts';

let crm: TestCrm;
let by: ReturnType<typeof importsBy>;
beforeEach(async () => {
  crm = await aCrm();
  by = importsBy(crm, await aColleague(crm, 'Maya', 'manager'));
});
afterEach(() => crm.end());

describe('a file', () => {
  test.each([
    ['cut off in a quoted cell', 'Name,Notes\nNorth,"They agreed to', 'A quotation mark isn’t closed'],
    ['that is empty', '', 'This file is empty. Add a header row and one row per record.'],
    ['of blanks', '\n \n', 'This file is empty.'],
    ['with only a header row', 'Name,Notes\n', 'This file has only a header row. Add one row per record.'],
  ])('%s is refused with what to do, and nothing is kept', async (_what, text, says) => {
    await expect(by.taken('customer', text)).rejects.toThrow(says);
    expect(await crm.database.db('imports')).toEqual([]);
  });

  test('of 1,000 columns, most of them empty, brings those that mean something', async () => {
    const headings = Array.from({ length: 998 }, (_, at) => `Custom ${at}`);
    const cells = headings.map(() => '');
    const text = [
      ['Name', ...headings, 'Industry'],
      ['North', ...cells, 'Toys'],
    ];
    await by.imported('customer', text.map((row) => row.join(',')).join('\n'));
    expect(await by.rows('customers')).toMatchObject([{ name: 'North', industry: 'Toys' }]);
  });

  test('with two columns of one name takes the first, and leaves the other to whoever imports', async () => {
    const { targets } = await by.taken('customer', 'Name,Industry,Industry\nNorth,Toys,Anvils');
    expect(targets).toEqual(['name', 'industry', null]);
  });

  test('from Excel with sep=; is read as it was written', async () => {
    await by.imported('customer', 'sep=;\nName;Industry\nMüller & Söhne;Bücher');
    expect(await by.rows('customers')).toMatchObject([{ name: 'Müller & Söhne', industry: 'Bücher' }]);
  });
});

test('a row that refers to one that was refused says which, and comes in once that is in', async () => {
  const accounts = (name: string): string => `Id,Name,IsDeleted\n001A,${name},0\n001B,South,0`;
  expect((await by.imported('customer', accounts(''))).tally).toMatchObject({ created: 1, bad: 1 });
  const contacts = 'Id,AccountId,FirstName,LastName,IsDeleted\n003A,001A,Iris,Meyer,0\n003B,001B,Jo,Roe,0';
  const job = await by.imported('contact', contacts);
  expect(await by.rejects(job)).toEqual([
    'Line 2, AccountId: No customer has the ID “001A” in Salesforce. Import the customers from there first.',
  ]);
  await by.imported('customer', accounts('North'));
  expect((await by.imported('contact', contacts)).tally).toMatchObject({ created: 1, same: 1, bad: 0 });
});

test('companies that are each other’s parents come in: customers have no parent here, so the column is left out', async () => {
  const text = 'Id,Name,ParentId,IsDeleted\n001A,North,001B,0\n001B,South,001A,0';
  const { targets } = await by.taken('customer', text);
  expect(targets).toEqual(['key', 'name', null, null]);
  expect((await by.imported('customer', text)).tally).toMatchObject({ created: 2, bad: 0 });
});
