import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';
import { importsBy } from '../../support/importing.ts';

/** More rows than are written at once. */
const FAR = 120;

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let by: ReturnType<typeof importsBy>;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    by = importsBy(crm, await aColleague(crm, 'Maya', 'manager'));
  });
  afterEach(() => crm.end());

  /** Two rows that are called alike, so far from each other that the first is stored when the second is written. */
  const farApart = (first: string, second: string): string => {
    const between = Array.from({ length: FAR }, (_, at) => `B${at},Other ${at}`);
    return ['Account ID,Name', first, ...between, second].join('\n');
  };

  test('records of one name with IDs of their own are two, however far apart they stand', async () => {
    const job = await by.imported('customer', farApart('A1,North', 'A2,North'));
    expect(job.tally).toMatchObject({ created: FAR + 2, twins: 0 });
  });

  test('a later file of the same system brings a namesake of a record that it knows', async () => {
    await by.imported('customer', 'Account ID,Name\nA1,North');
    expect((await by.imported('customer', 'Account ID,Name\nA2,North')).tally).toMatchObject({ created: 1, twins: 0 });
    // Another system says nothing of those.
    expect((await by.imported('customer', 'Ref,Name\n7,North')).tally).toMatchObject({ created: 0, twins: 1 });
  });

  test('rows without an ID may be what others with one are, near or far', async () => {
    for (const text of [farApart('A1,North', ',North'), farApart(',North', 'A1,North')]) {
      const job = await by.imported('customer', text);
      expect(job.tally).toMatchObject({ created: FAR + 1, twins: 1 });
      await by.undone(job);
    }
    const near = await by.imported('customer', 'Account ID,Name\nA1,North\n,North');
    expect(near.tally).toMatchObject({ created: 1, twins: 1 });
    expect(await by.rejects(near)).toEqual(['Line 3: Possible duplicate of line 2: the same name.']);
  });

  test('two people who import the same file at once get each record once', async () => {
    const omar = await aColleague(crm, 'Omar', 'manager');
    const text = `Account ID,Name\n${Array.from({ length: 250 }, (_, at) => `A${at + 1},Firm ${at + 1}`).join('\n')}`;
    const [mine, his] = [await by.checked('customer', text), await importsBy(crm, omar).checked('customer', text)];
    const [first, second] = await Promise.all([
      carryImport(by.ctx, mine.id),
      carryImport({ ...by.ctx, actor: omar }, his.id),
    ]);
    expect(first.tally.created + second.tally.created).toBe(250);
    expect(first.tally.same + second.tally.same).toBe(250);
    expect(await by.rows('customers')).toHaveLength(250);
    expect(await crm.database.db('source_keys')).toHaveLength(250);
  });
});
