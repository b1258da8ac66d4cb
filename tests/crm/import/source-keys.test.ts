import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { erase } from '../../../src/crm/erasure/erase.ts';
import { merge } from '../../../src/crm/duplicates/merge.ts';
import { exportCsv } from '../../../src/crm/export/export.ts';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { chooseTargets, takeFile, type ImportJob } from '../../../src/crm/import/import.ts';
import { readListing } from '../../../src/crm/lists/listing.ts';
import { create, edit, type Input } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { find } from '../../../src/crm/search/find.ts';
import { knownAs } from '../../../src/crm/source-keys/index.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { refOf, type EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { entityOf, type RecordNamed } from '../../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { importsBy } from '../../support/importing.ts';

jest.setTimeout(120_000);

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;
  let by: ReturnType<typeof importsBy>;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    maya = await aColleague(crm, 'Maya', 'manager');
    by = importsBy(crm, maya);
  });
  afterEach(() => crm.end());

  const byForm = () => ({ crm, actor: maya, origin: { source: 'form' } as const });
  const add = (name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, name, input));
  const change = (name: EntityName, id: number, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => edit(tx, { entity: name, id }, input));
  const rows = (table: string) => by.rows(table);
  const given = (entity: EntityName, text: string, file = 'list.csv'): Promise<ImportJob> =>
    takeFile(byForm(), { entity: entityOf(entity), file, bytes: Buffer.from(text) });
  const checked = (entity: EntityName, text: string): Promise<ImportJob> => by.checked(entity, text);
  const imported = (entity: EntityName, text: string): Promise<ImportJob> => by.imported(entity, text);
  const rejects = (job: ImportJob): Promise<string[]> => by.rejects(job);
  const found = async (words: string): Promise<string[]> =>
    (await find({ crm, actor: maya }, words)).map(({ entity, record }) => refOf(entity, record.id));
  const known = (name: EntityName, id: number): Promise<string[]> => knownAs(crm, name, id);

  test.each([
    'Ref,Name,Customer,Amount\nD-0001,Quite another deal,South,99',
    'Id,Name,Customer,Amount\nD-1,Quite another deal,South,99',
    'Record ID,Name,Customer,Amount\nD-1,Quite another deal,South,99',
    'Deal ID,Name,Customer,Amount\n1,Quite another deal,South,99',
    'CustomerHub ID (ffffff),Name,Customer,Amount\nD-1,Quite another deal,South,99',
  ])('a foreign number changes none of our records: %j', async (text) => {
    const [north, south] = [await add('customer', { name: 'North' }), await add('customer', { name: 'South' })];
    const ours = await add('deal', { name: 'Ours', customer: north.id, amount: '500' });
    const before = await rows('deals');
    const job = await imported('deal', text);
    expect(job.tally).toMatchObject({ created: 1, changed: 0, bad: 0 });
    const [first, second] = await rows('deals');
    expect(first).toEqual(before[0]);
    expect(second).toMatchObject({ name: 'Quite another deal', customer_id: south.id, amount: 9900 });
    expect(await known('deal', ours.id)).toEqual([]);
    expect(await known('deal', second.id)).toHaveLength(1);
  });

  test('an ID in a reference of a foreign file means none of our records', async () => {
    await add('customer', { name: 'North' });
    const job = await checked('deal', 'Deal ID,Name,Customer,Customer ID\n7,By name,C-1,\n8,By id,,C-1');
    expect(await rejects(job)).toEqual([
      expect.stringMatching(/^Line 2, Customer: C-1 /),
      'Line 3, Customer ID: No customer has the ID “C-1” in Deal ID. Import the customers from there first.',
    ]);
  });

  const deals = (...lines: string[]): string => ['Deal ID,Deal Name,Customer,Stage,Amount,Closed', ...lines].join('\n');

  test('the second run updates by the number, says what changed, and doubles nothing, closed deals neither', async () => {
    await add('customer', { name: 'North' });
    const first = deals(
      '11,Open one,North,Proposal,100,',
      '12,Won one,North,Won,200,2026-03-01',
      '13,Same,North,Lead,5,',
    );
    expect((await imported('deal', first)).tally).toMatchObject({ created: 3 });
    const again = await imported('deal', first);
    expect(again.tally).toMatchObject({ created: 0, changed: 0, same: 3, twins: 0, bad: 0 });
    const later = deals(
      '11,Open one,North,Won,150,2026-04-01',
      '12,Won one,North,Won,200,2026-03-01',
      '14,New,North,Lead,1,',
    );
    const job = await checked('deal', later);
    expect(job.tally).toMatchObject({ created: 1, changed: 1, same: 1, fields: { stage: 1, amount: 1, closedOn: 1 } });
    await carryImport(byForm(), job.id);
    expect((await rows('deals')).map(({ name, amount }) => [name, amount])).toEqual([
      ['Open one', 15_000],
      ['Won one', 20_000],
      ['Same', 500],
      ['New', 100],
    ]);
  });

  test('without a number, a closed deal is looked for as well; one of another year is none', async () => {
    await add('customer', { name: 'North' });
    const text = (day: string): string => `Name,Customer,Stage,Amount,Closed\nRenewal,North,Won,200,${day}`;
    await imported('deal', text('2025-03-01'));
    expect((await checked('deal', text('2025-03-01'))).tally).toMatchObject({ created: 0, twins: 1 });
    expect((await checked('deal', text('2026-03-01'))).tally).toMatchObject({ created: 1, twins: 0 });
  });

  test('an ID switches off nothing that a record needs, and stands once in a file', async () => {
    await add('customer', { name: 'North' });
    const { id, targets } = await given('deal', 'Record ID,Stage\n5,Lead');
    expect(targets).toEqual(['key', 'stage']);
    await expect(chooseTargets({ crm, actor: maya }, id, targets)).rejects.toMatchObject({
      fields: { '': 'Every deal needs Name. Choose the column for it.' },
    });
    expect(await rejects(await checked('deal', 'Record ID,Name,Stage\n5,One,Lead'))).toEqual([
      'Line 2, Customer: No customer is named, and no contact that has one. Add one of them to the row.',
    ]);
    const job = await checked('deal', deals('5,One,North,,,', '6,Two,North,,,', '5,Three,North,,,'));
    expect(await rejects(job)).toEqual([
      'Line 4, Deal ID: “5” is the ID of line 2 as well. Keep one of the two, or give each its own.',
    ]);
    await carryImport(byForm(), job.id);
    expect((await rows('deals')).map(({ name }) => name)).toEqual(['One', 'Two']);
  });

  test('what a spreadsheet rounded is no ID', async () => {
    await add('customer', { name: 'North' });
    const job = await checked('deal', deals('1.23457E+11,One,North,,,', '1.23457E+11,Two,North,,,'));
    expect(job.tally).toMatchObject({ bad: 2 });
    expect((await rejects(job))[0]).toContain('A spreadsheet rounded “1.23457E+11”');
  });

  test('find and show know it, also after a merge, which undo takes back', async () => {
    await imported('customer', 'Account ID,Name\nACC-1,North\nACC-2,Nord');
    const [north, nord] = await rows('customers');
    expect(await found('acc-2')).toEqual([`C-${nord.id}`]);
    const merged = await merge(
      { crm, actor: maya, origin: byCommand },
      { entity: 'customer', keep: north.id, other: nord.id },
    );
    expect(await found('ACC-2')).toEqual([`C-${north.id}`]);
    expect(await known('customer', north.id)).toEqual(['Account ID ACC-1', 'Account ID ACC-2']);
    expect((await checked('customer', 'Account ID,Name\nACC-2,North')).tally).toMatchObject({ same: 1 });
    await undo({ crm, actor: maya, origin: byCommand }, merged.act);
    expect(await known('customer', north.id)).toEqual(['Account ID ACC-1']);
  });

  test('Undo takes the IDs that it brought, but for what was edited since; redo brings them again', async () => {
    const acme = await add('customer', { name: 'Acme' });
    const listing = await readListing({ crm, actor: maya }, entityOf('customer'), '');
    const own = (await exportCsv(byForm(), listing)).csv
      .toString()
      .replace(/^\ufeff/, '')
      .split(',')[0];
    const { id } = await given(
      'customer',
      `${own},Account ID,Name,Industry\nC-${acme.id},A1,Acme,Toys\n,A2,Beta,\n,A3,Gamma,`,
    );
    await chooseTargets({ crm, actor: maya }, id, ['id', 'key', 'name', 'industry'], { source: 'Old CRM' });
    await checkImport(byForm(), id);
    const { act, tally } = await carryImport(byForm(), id);
    expect(tally).toMatchObject({ created: 2, changed: 1 });
    expect(await known('customer', acme.id)).toEqual(['Old CRM A1']);
    await change('customer', acme.id + 1, { industry: 'Anvils' });
    const undone = await undo({ crm, actor: maya, origin: byCommand }, act, true);
    expect(await found('A1')).toEqual([]);
    expect(await found('A2')).toEqual([`C-${acme.id + 1}`]);
    expect(await found('A3')).toEqual([]);
    await undo({ crm, actor: maya, origin: byCommand }, undone.act);
    expect(await found('A1')).toEqual([`C-${acme.id}`]);
    expect(await found('A3')).toEqual([`C-${acme.id + 2}`]);
  });

  test('after Undo the same file comes in anew, and its IDs with it', async () => {
    const text = 'Account ID,Name\nACC-1,North';
    const { act } = await imported('customer', text);
    await undo({ crm, actor: maya, origin: byCommand }, act);
    expect((await imported('customer', text)).tally).toMatchObject({ created: 1 });
    expect(await found('ACC-1')).toEqual([`C-${(await rows('customers'))[0].id}`]);
  });

  test('erasing a contact erases its IDs', async () => {
    await add('customer', { name: 'North' });
    await imported('contact', 'Contact ID,Name,Customer\nzq@quill.example,Zacharias Quill,North');
    const [{ id }] = await rows('contacts');
    expect(await found('zq@quill.example')).toEqual([`P-${id}`]);
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    const record = (await find({ crm, actor: maya }, `P-${id}`))[0]?.record as RecordNamed<'contact'>;
    await erase({ crm, actor: ruth, origin: byCommand }, { entity: entityOf('contact'), record });
    expect(await crm.database.db('source_keys')).toEqual([]);
  });

  test('IDs lead from file to file: accounts, then contacts and deals', async () => {
    await imported('customer', 'Id,IsDeleted,Name\n001000000000001AAA,0,North\n001000000000002AAA,0,South');
    const job = await imported(
      'contact',
      'Id,AccountId,Name,Email\n003000000000001AAA,001000000000002AAA,Iris,i@south.example\n003000000000002AAA,001000000000009AAA,Lost,\n',
    );
    expect(await rejects(job)).toEqual([
      'Line 3, AccountId: No customer has the ID “001000000000009AAA” in Salesforce. Import the customers from there first.',
    ]);
    expect(await rows('contacts')).toMatchObject([{ name: 'Iris', customer_id: 2 }]);
    // Reports leave the last three letters out.
    await imported(
      'deal',
      'Opportunity ID,AccountId,ContactId,Name\n006000000000001,001000000000002,003000000000001,Rollout',
    );
    expect(await rows('deals')).toMatchObject([{ name: 'Rollout', customer_id: 2, contact_id: 1 }]);
  });
});
