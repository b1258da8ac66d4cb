import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { reportOf } from '../../../src/crm/import/check.ts';
import type { Report } from '../../../src/crm/import/report/report.ts';
import { create, type Input } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { find } from '../../../src/crm/search/find.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { refOf, type EntityName } from '../../../src/model/entity.ts';
import type { Answers } from '../../../src/model/import/answers.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { importsBy } from '../../support/importing.ts';

jest.setTimeout(60_000);

const [QUALIFIED, WON, LOST] = [2, 5, 6];

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

  const rows = (table: string) => by.rows(table);
  const add = (entity: EntityName, input: Input) =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, async (tx) => create(tx, entity, input));
  /** Takes a file, says what its words mean, and tries it. */
  const checked = async (entity: EntityName, text: string, answers?: Partial<Answers>) => {
    const job = await by.checked(entity, text, answers);
    return { job, report: await reportOf(by.ctx, job.id) };
  };
  const causeOf = ({ causes }: Report, target: string) => causes.find((cause) => cause.target === target);

  const DEALS = [
    'Name,Customer,Stage,Amount,Why it was lost,Owner',
    'One,North,Closed Won,10,,Maya',
    'Two,North,closedwon,20,,Jane Left',
    'Three,North,Qualified To Buy,30,,Jane Left',
    'Four,North,Qualified To Buy,40,,Jane Left',
    'Five,South,Closed Lost,50,,jane.left@x.example',
    'Six,,Lead,60,,Maya',
    'Seven,North,Closed Lost,70,,Maya',
  ].join('\n');

  test('causes are told once for all their rows, with their values and three examples', async () => {
    await add('customer', { name: 'North' });
    const { job, report } = await checked('deal', DEALS);
    expect(job.tally).toMatchObject({ created: 1, bad: 6 });
    expect(causeOf(report, 'owner')).toMatchObject({
      heading: 'Owner',
      is: 'value',
      rows: 4,
      values: [
        { words: 'Jane Left', rows: 3 },
        { words: 'jane.left@x.example', rows: 1 },
      ],
      examples: [
        { line: 3, words: 'Jane Left' },
        { line: 4, words: 'Jane Left' },
        { line: 5, words: 'Jane Left' },
      ],
    });
    expect(causeOf(report, 'stage')).toMatchObject({ values: [{ words: 'Qualified To Buy', rows: 2 }] });
    expect(report.causes.filter(({ target }) => target === 'customer')).toMatchObject([
      { is: 'value', rows: 1, values: [{ words: 'South', rows: 1 }] },
      { is: 'missing', rows: 1, heading: 'Customer', examples: [{ line: 7, words: null }] },
    ]);
    expect(causeOf(report, 'lostReason')).toMatchObject({ is: 'missing', rows: 1 });
  });

  const ANSWERS: Partial<Answers> = {
    values: {
      stage: { 'qualified to buy': { is: 'value', raw: QUALIFIED } },
      customer: { south: { is: 'create' } },
    },
    others: { owner: 'create' },
    defaults: { lostReason: { is: 'value', raw: 'Not recorded' }, customer: { is: 'create', words: 'No account' } },
  };

  test('answers hold for all rows: is this, create it, or fill what is missing', async () => {
    await add('customer', { name: 'North' });
    const job = await by.imported('deal', DEALS, ANSWERS);
    expect(await by.rejects(job)).toEqual([]);
    expect(job.tally).toMatchObject({
      created: 7,
      bad: 0,
      made: { customer: 2, employee: 2 },
      filled: { lostReason: 2, customer: 1 },
    });
    const people = await rows('employees');
    expect(people).toMatchObject([
      { name: 'Maya' },
      { name: 'Jane Left', person: null },
      { name: 'jane.left@x.example', email: 'jane.left@x.example', person: null },
    ]);
    const [north, south, none] = (await rows('customers')).map(({ id }) => id);
    const [, jane, mail] = people.map(({ id }) => id);
    expect(await rows('deals')).toMatchObject([
      { name: 'One', customer_id: north, stage_id: WON, owner_id: people[0].id },
      { name: 'Two', customer_id: north, stage_id: WON, owner_id: jane },
      { name: 'Three', customer_id: north, stage_id: QUALIFIED, owner_id: jane },
      { name: 'Four', customer_id: north, stage_id: QUALIFIED, owner_id: jane },
      { name: 'Five', customer_id: south, stage_id: LOST, owner_id: mail, lost_reason: 'Not recorded' },
      { name: 'Six', customer_id: none },
      { name: 'Seven', stage_id: LOST, lost_reason: 'Not recorded' },
    ]);

    await by.undone(job);
    expect(await rows('deals')).toEqual([]);
    expect((await rows('customers')).map(({ name }) => name)).toEqual(['North']);
    expect((await rows('employees')).map(({ name }) => name)).toEqual(['Maya']);
  });

  test('words can be left empty, by value and all of them', async () => {
    const text = 'Name,Email,Status,Industry\nA,foo,Nope,N/A\nB,b@x.example,prospect,Toys\nC,bar,Never,N/A';
    const { job } = await checked('customer', text);
    expect(job.tally).toMatchObject({ created: 1, bad: 2 });
    const done = await by.imported('customer', text, {
      values: { email: { foo: { is: 'empty' } }, industry: { 'n/a': { is: 'empty' } } },
      others: { email: 'empty', status: 'empty' },
    });
    expect(await by.rejects(done)).toEqual([]);
    expect(await rows('customers')).toMatchObject([
      { name: 'A', email: null, status: 'prospect', industry: null },
      { name: 'B', email: 'b@x.example', industry: 'Toys' },
      { name: 'C', email: null, industry: null },
    ]);
  });

  test('how days and amounts are read is as somebody said, where the column does not show it', async () => {
    await add('customer', { name: 'North' });
    const text = 'Name,Customer,Amount,Expected close\nA,North,19.990,03/04/2027';
    for (const [days, decimal, amount, day] of [
      ['day first', '.', 1999, '2027-04-03'],
      ['month first', ',', 1_999_000, '2027-03-04'],
    ] as const) {
      const answers = { conventions: { amount: { decimal }, closeOn: { days } } };
      const job = await by.imported('deal', text, answers);
      expect(await rows('deals')).toMatchObject([{ amount, close_on: day }]);
      await by.undone(job);
    }
  });

  describe('files of one system, in any order', () => {
    const CONTACTS = 'Id,AccountId,FirstName,LastName,IsDeleted\n003A,001A,Iris,Meyer,0\n003B,001A,Jo,Roe,0';
    const ACCOUNTS = 'Id,Name,IsDeleted,OwnerId\n001A,North Ltd,0,005A';
    const all = { others: { 'customer.key': 'create', 'owner.key': 'empty' } } as const;

    test('a customer that only the contacts know is created, and gets its name with its own file', async () => {
      await by.imported('contact', CONTACTS, all);
      expect((await rows('customers')).map(({ name }) => name)).toEqual(['Salesforce 001A']);
      const job = await by.imported('customer', ACCOUNTS, all);
      expect(job.tally).toMatchObject({ created: 0, changed: 1 });
      const [customer, ...others] = await rows('customers');
      expect(customer).toMatchObject({ name: 'North Ltd' });
      expect(others).toEqual([]);
      expect((await rows('contacts')).map(({ customer_id: id }) => id)).toEqual([customer.id, customer.id]);
      const found = await find({ crm, actor: maya }, '001A');
      expect(found.map(({ entity, record }) => refOf(entity, record.id))).toEqual([`C-${customer.id}`]);
      expect((await by.imported('contact', CONTACTS, all)).tally).toMatchObject({ created: 0, changed: 0, same: 2 });
    });
  });

  test('IDs that differ in nothing but case are two', async () => {
    await add('customer', { name: 'North' });
    await add('customer', { name: 'South' });
    const text = 'Id,AccountId,FirstName,LastName,IsDeleted\n003A,001Ab,Iris,Meyer,0\n003B,001aB,Jo,Roe,0';
    const values = { 'customer.key': { '001Ab': { is: 'value', raw: 1 }, '001aB': { is: 'value', raw: 2 } } } as const;
    await by.imported('contact', text, { values });
    expect((await rows('contacts')).map(({ customer_id: id }) => id)).toEqual([1, 2]);
  });

  test('sums of the file stand beside those of what would be stored, by stage and owner', async () => {
    await add('customer', { name: 'North' });
    const { report } = await checked('deal', DEALS, { values: ANSWERS.values ?? {} });
    expect(report.sums).toMatchObject({
      currency: 'EUR',
      unread: 0,
      owners: [
        { label: 'Maya', rows: 3, amount: 14_000, storedRows: 1, storedAmount: 1000 },
        { label: 'Jane Left', rows: 3, amount: 9000, storedRows: 0, storedAmount: 0 },
        { label: 'jane.left@x.example', rows: 1, amount: 5000, storedRows: 0, storedAmount: 0 },
      ],
    });
    expect(report.sums?.stages.find(({ label }) => label === 'Closed Won')).toMatchObject({
      becomes: 'Won',
      rows: 1,
      amount: 1000,
      storedAmount: 1000,
    });
    expect(report.samples).toMatchObject([{ line: 2, is: 'new', before: null, after: { name: 'One', amount: 1000 } }]);
  });
});
