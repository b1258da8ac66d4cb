import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { erase } from '../../../src/crm/erasure/erase.ts';
import { resolve } from '../../../src/crm/search/index.ts';
import { exportCsv } from '../../../src/crm/export/export.ts';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { chooseTargets, takeFile, type ImportJob } from '../../../src/crm/import/import.ts';
import { firstRejects, rejectLine } from '../../../src/crm/import/rejected.ts';
import { stopOrphans } from '../../../src/crm/import/stopped.ts';
import { readListing } from '../../../src/crm/lists/listing.ts';
import { merge } from '../../../src/crm/duplicates/merge.ts';
import { create, edit, remove, type Input } from '../../../src/crm/records/mutations.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { AlreadyDone, ChangedSince, Forbidden } from '../../../src/model/errors.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases, onSqlite } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

jest.setTimeout(300_000);

const byForm = { source: 'form' } as const;

onBothDatabases((fresh) => {
  let url: string;
  let crm: TestCrm;
  let maya: Actor;

  beforeEach(async () => {
    url = await fresh();
    crm = await aCrm(url);
    maya = await aColleague(crm, 'Maya', 'manager');
  });
  afterEach(() => crm.end());

  const add = (name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, name, input));
  const rows = (table: string) => crm.database.db(table).whereNull('deleted_at').orderBy('id');
  const checked = async (entity: EntityName, text: string, who = maya): Promise<ImportJob> => {
    const bytes = Buffer.from(text);
    const { id } = await takeFile(
      { crm, actor: who, origin: byForm },
      { entity: entityOf(entity), file: 'list.csv', bytes },
    );
    return checkImport({ crm, actor: who, origin: byForm }, id);
  };
  const carry = (job: ImportJob, more = {}): Promise<ImportJob> =>
    carryImport({ crm, actor: maya, origin: byForm }, job.id, more);
  const rejects = async ({ id }: ImportJob): Promise<string[]> =>
    (await firstRejects({ crm, actor: maya }, id, 100)).map(rejectLine);
  const firms = (n: number): string =>
    `Name,Industry\n${Array.from({ length: n }, (_, at) => `Firm ${at},Toys`).join('\n')}`;

  test('2,000 rows are one act: with one of them changed since, undo says which, and takes the rest back', async () => {
    const done = await carry(await checked('customer', firms(2000)));
    expect(done).toMatchObject({ state: 'done', tally: { created: 2000, bad: 0 }, position: 2000 });
    const changed = (await rows('customers'))[1234];
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'customer', id: changed.id }, { industry: 'Anvils' }),
    );
    const refusal: unknown = await undo({ crm, actor: maya, origin: byCommand }, done.act).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(ChangedSince);
    expect(refusal).toMatchObject({
      rest: true,
      blockers: [{ id: changed.id, why: 'changed', fields: ['industry'] }],
    });
    expect(await rows('customers')).toHaveLength(2000);
    const { steps, kept } = await undo({ crm, actor: maya, origin: byCommand }, done.act, true);
    expect([steps.length, kept.length]).toEqual([1999, 1]);
    expect((await rows('customers')).map(({ name }) => name)).toEqual([changed.name]);
  });

  test('a process that is killed in the middle leaves whole rows, is told of once, and another goes on: each row once', async () => {
    const job = await checked('customer', firms(1500));
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      join(import.meta.dirname, 'carrying.ts'),
      url,
      maya.slackUserId,
      String(job.id),
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const some = (await rows('customers')).length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(1500);
    await expect(carry(job)).rejects.toThrow(AlreadyDone);
    crm.at(new Date(NOW + 61_000).toISOString());
    await Promise.all([stopOrphans(crm), stopOrphans(crm)]);
    expect(await crm.database.db('outbox').where({ kind: 'import-stopped' })).toMatchObject([
      { channel: maya.slackUserId },
    ]);
    expect(await carry(job)).toMatchObject({ state: 'done', tally: { created: 1500 }, position: 1500 });
    expect(new Set((await rows('customers')).map(({ name }) => name)).size).toBe(1500);
    expect(await rows('customers')).toHaveLength(1500);
    await undo({ crm, actor: maya, origin: byCommand }, job.act);
    expect(await rows('customers')).toEqual([]);
  });

  test('an import that is being taken back writes nothing more, and is not gone on with', async () => {
    const job = await checked('customer', firms(1000));
    let undone: Promise<unknown> | undefined;
    const progress = (done: number): void => {
      if (done === 300) undone = undo({ crm, actor: maya, origin: byCommand }, job.act);
    };
    const ended = await carry(job, { progress });
    await undone;
    expect(ended.state).toBe('taken back');
    expect(await rows('customers')).toEqual([]);
    await expect(carry(job)).rejects.toThrow('was undone');
  });

  test('CustomerHub going down stops it after the rows in hand; it goes on later, and can be undone as far as it came', async () => {
    const job = await checked('customer', firms(700));
    const closing = new AbortController();
    const progress = (done: number): void => void (done === 200 && closing.abort());
    const stopped = await carry(job, { progress, signal: closing.signal });
    expect(stopped).toMatchObject({ state: 'stopped', position: 200, tally: { created: 200 } });
    expect(await crm.database.db('outbox').where({ kind: 'import-stopped' })).toHaveLength(1);
    await undo({ crm, actor: maya, origin: byCommand }, job.act);
    expect(await rows('customers')).toEqual([]);
  });

  test('begun twice at the same moment it is carried out once; two imports at once keep apart', async () => {
    const one = await checked('customer', firms(300));
    const other = await checked('customer', 'Name\nOther 1\nOther 2');
    const ends = await Promise.allSettled([carry(one), carry(one), carry(other)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(await rows('customers')).toHaveLength(302);
    await undo({ crm, actor: maya, origin: byCommand }, one.act);
    expect((await rows('customers')).map(({ name }) => name)).toEqual(['Other 1', 'Other 2']);
  });

  test('a role that is taken while it runs ends it there', async () => {
    const job = await checked('customer', firms(500));
    let taken: Promise<unknown> | undefined;
    const take = async (): Promise<unknown> =>
      await crm.database.db('employees').where({ id: maya.employeeId }).update({ role: 'rep' });
    const progress = (done: number): void => {
      if (done === 100) taken = take();
    };
    await expect(carry(job, { progress })).rejects.toThrow(Forbidden);
    await taken;
    expect((await rows('customers')).length).toBeLessThan(500);
    const [{ state }] = await crm.database.db('imports');
    expect(state).toBe('stopped');
  });

  test('references go by id, name and e-mail address, within the customer; those that mean nothing or several are told', async () => {
    const acme = await add('customer', { name: 'Acme', email: 'info@acme.example' });
    const beta = await add('customer', { name: 'Beta' });
    const [lost, twice] = [await add('customer', { name: 'Lost' }), await add('customer', { name: 'Twice' })];
    await add('customer', { name: 'Twice' });
    for (const customer of [acme.id, beta.id]) await add('contact', { name: 'Iris', customer });
    const old = await add('customer', { name: 'Old Acme' });
    await merge({ crm, actor: maya, origin: byCommand }, { entity: 'customer', keep: acme.id, other: old.id });
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'customer', id: lost.id }),
    );
    const job = await checked(
      'deal',
      [
        'Deal,Customer,Contact,Stage,Value',
        `By id,C-${acme.id},Iris,proposal,"1.200,50"`,
        'By name,BETA,Iris,,12k',
        'By mail,info@acme.example,,Won,€5',
        `Merged,C-${old.id},,,`,
        `Deleted,C-${lost.id},,,`,
        'Deleted too,Lost,,,',
        'Several,Twice,,,',
        'Unknown,Nobody,,Propsal,',
        'Elsewhere,C-999,Iris,,',
        'Lost one,Acme,,Lost,',
        'Bad amount,Acme,,,plenty',
        'Of another kind,P-1,Iris,,',
        'As people write it,"„Acme“",#p-1,,1k',
      ].join('\n'),
    );
    expect(await rejects(job)).toEqual([
      `Line 6, Customer: “C-${lost.id}”: That customer was deleted. Choose another.`,
      'Line 7, Customer: No customer is named “Lost”. Use its ID, full name or email.',
      `Line 8, Customer: “Twice” matches several: C-${twice.id}, C-${twice.id + 1}. Use the ID of the one you mean.`,
      'Line 9, Customer: No customer is named “Nobody”. Use its ID, full name or email. ' +
        'Stage: “Propsal” isn’t a stage. Did you mean Proposal? Stages: Lead, Qualified, Proposal, Negotiation, Won, Lost.',
      'Line 10, Customer: C-999 wasn’t found. Use its ID, full name or email.',
      'Line 11, Why it was lost: Enter why the deal was lost.',
      'Line 12, Value: “plenty”: Enter an amount in digits, like 1,200.50 or 12k.',
      'Line 13, Customer: P-1 is a contact, not a customer. Use its ID, full name or email.',
    ]);
    await carry(job);
    expect(await rows('deals')).toMatchObject([
      { name: 'By id', customer_id: acme.id, contact_id: 1, stage_id: 3, amount: 120_050 },
      { name: 'By name', customer_id: beta.id, contact_id: 2, stage_id: 1, amount: 1_200_000 },
      { name: 'By mail', customer_id: acme.id, stage_id: 5, amount: 500 },
      { name: 'Merged', customer_id: acme.id },
      { name: 'As people write it', customer_id: acme.id, contact_id: 1, amount: 100_000 },
    ]);
  });

  test('amounts of our own file are read in the currency of their row', async () => {
    await add('customer', { name: 'Acme' });
    const text =
      'Name,Customer,Amount,Currency\nYen,Acme,"12,000",jpy\nDinar,Acme,1.250,KWD\nEuro,Acme,"1,250",\nNone,Acme,1,Taler';
    const job = await checked('deal', text.replaceAll(/^/gm, ',').replace(',', 'CustomerHub ID,'));
    expect(await rejects(job)).toEqual(['Line 5, Currency: “Taler” isn’t a currency. Use a code like EUR.']);
    await carry(job);
    expect(await rows('deals')).toMatchObject([
      { amount: 12_000, currency: 'JPY' },
      { amount: 1250, currency: 'KWD' },
      { amount: 125_000, currency: 'EUR' },
    ]);
  });

  test('what is exported here makes the same records in another CustomerHub', async () => {
    const long =
      'A name that is longer than what fits into the lists of Slack, such as people give their public bodies';
    const body = await add('customer', { name: long, notes: '\'=1\n-2;3,"4"', phone: '030 1234567' });
    const acme = await add('customer', { name: '+Acme', website: 'acme.example', status: 'active' });
    const iris = await add('contact', { name: 'Iris', customer: body.id, email: 'i@body.example' });
    await add('contact', { name: 'Iris', customer: acme.id });
    const won = { customer: body.id, contact: iris.id, stage: 5, amount: '1,200.50', closedOn: '2026-01-31' };
    const deal = await add('deal', { ...won, name: 'Rollout', currency: 'KWD' });
    await add('deal', { name: '@home', customer: acme.id, stage: 6, lostReason: 'Too late', closeOn: '2026-12-31' });
    const said = { what: '- one\n- two', kind: 'meeting', happenedAt: '2026-10-25T00:30:00.000Z' };
    await add('interaction', { ...said, customer: body.id, contact: iris.id, deal: deal.id });

    // By name the greatest id comes first: the file itself makes records with the ids of its later rows.
    for (let at = 150; at > 0; at -= 1) await add('customer', { name: `Firm ${String(at).padStart(3, '0')}` });

    const there = await aCrm(await fresh());
    const manager = await aColleague(there, 'Maya', 'manager');
    const exported = async (one: TestCrm, who: Actor, name: EntityName): Promise<string> => {
      const listing = await readListing(
        { crm: one, actor: who },
        entityOf(name),
        name === 'interaction' ? '' : 'sort:name',
      );
      return (await exportCsv({ crm: one, actor: who, origin: byForm }, listing)).csv.toString();
    };
    // Neither ids nor when they were made are the same elsewhere.
    const bare = (text: string): string => text.replace(/^[A-Z]-\d+,|,[^,\n]*,[^,\n]*$/gm, '');
    for (const name of ['customer', 'contact', 'deal', 'interaction'] as const) {
      const text = await exported(crm, maya, name);
      const given = { entity: entityOf(name), file: 'x.csv', bytes: Buffer.from(text) };
      const { id } = await takeFile({ crm: there, actor: manager, origin: byForm }, given);
      expect((await checkImport({ crm: there, actor: manager, origin: byForm }, id)).tally).toMatchObject({
        bad: 0,
        twins: 0,
        changed: 0,
      });
      await carryImport({ crm: there, actor: manager, origin: byForm }, id);
      expect(bare(await exported(there, manager, name))).toBe(bare(text));
    }
    await there.end();
  });

  test('rows with a known Id change that record, once; others make new ones; deleted and merged ones are told', async () => {
    const [a, b, gone, old] = [
      await add('customer', { name: 'Aa', industry: 'Toys', country: 'Peru' }),
      await add('customer', { name: 'Bb' }),
      await add('customer', { name: 'Gone' }),
      await add('customer', { name: 'Older' }),
    ];
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'customer', id: gone.id }),
    );
    await merge({ crm, actor: maya, origin: byCommand }, { entity: 'customer', keep: b.id, other: old.id });
    const text = `CustomerHub ID,Name,Industry,Country\nC-${a.id},Aa,Anvils,\nC-${b.id},Bb,,\nC-${a.id},Other,,\nC-${gone.id},x,,\nC-${old.id},y,,\n77,New,,\nC-4711,Newer,,\nD-${a.id},A deal,,`;
    const job = await checked('customer', text);
    expect(job.tally).toMatchObject({ created: 2, changed: 1, same: 1, twins: 0, bad: 4, fields: { industry: 1 } });
    expect(await rejects(job)).toEqual([
      `Line 4, CustomerHub ID: Line 2 is already about C-${a.id}. Keep only one of them.`,
      `Line 5: Gone (C-${gone.id}) was deleted.`,
      `Line 6: Older (C-${old.id}) was merged into Bb.`,
      `Line 9, CustomerHub ID: D-${a.id} is a deal, not a customer. Leave the cell empty for a new customer.`,
    ]);
    const done = await carry(job);
    expect(done.tally).toEqual(job.tally);
    expect(await rows('customers')).toMatchObject([
      { name: 'Aa', industry: 'Anvils', country: 'Peru' },
      { name: 'Bb' },
      { name: 'New' },
      { name: 'Newer' },
    ]);
  });

  test('what changed between the look and the import is judged anew', async () => {
    const job = await checked('customer', 'Name\nAcme');
    expect(job.tally.created).toBe(1);
    await add('customer', { name: 'ACME Ltd' });
    expect((await carry(job)).tally).toMatchObject({ created: 0, twins: 1 });
  });

  test('one slack user is one employee, however often a file names them', async () => {
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    const text = 'Name,Slack user,Role\nNina,U0NINA,Manager\nNina too,U0NINA,Rep\nMaya too,U0MAYA,Rep';
    const job = await checked('employee', text, ruth);
    const told = (await firstRejects({ crm, actor: ruth }, job.id, 9)).map(rejectLine);
    expect(told).toEqual([
      'Line 3, Slack user: “U0NINA”: Line 2 is already about this Slack user. Keep only one of them.',
      expect.stringContaining('Line 4, Slack user: “U0MAYA”: Maya (E-1) already has this Slack user.'),
    ]);
    expect(await carryImport({ crm, actor: ruth, origin: byForm }, job.id)).toMatchObject({
      state: 'done',
      tally: { created: 1, bad: 2 },
    });
  });

  test('what a file held of a person that is erased is gone as well', async () => {
    const customer = await add('customer', { name: 'Acme' });
    const contact = await add('contact', { name: 'Zacharias Quill', customer: customer.id, email: 'zq@quill.example' });
    const { id } = await checked(
      'contact',
      'Name,Customer,Email\nZacharias Quill,Acme,zq@quill.example\nOther,Nobody,zq@quill.example',
    );
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    await erase(
      { crm, actor: ruth, origin: byCommand },
      await resolve({ crm, actor: ruth }, `P-${contact.id}`, ['contact']),
    );
    const kept = JSON.stringify([
      await crm.database.db('imports').where({ id }),
      await crm.database.db('import_rejects'),
    ]);
    expect(kept).toContain('Other');
    expect(kept).not.toMatch(/quill/i);
  });

  test('rows that are too long are told; those that are too short are filled up with blanks', async () => {
    const job = await checked('customer', 'Name,Industry\nAcme, Inc.,Toys\nBeta\n"Gamma, Inc.",Toys,\n');
    expect(await rejects(job)).toEqual([
      'Line 2: This row has 3 cells, but the header row has 2. Put values that contain a separator in quotes.',
    ]);
    await carry(job);
    expect((await rows('customers')).map(({ name, industry }) => [name, industry])).toEqual([
      ['Beta', null],
      ['Gamma, Inc.', 'Toys'],
    ]);
  });

  test('columns that no field is called like are left out, and a field is not held by two', async () => {
    const bytes = Buffer.from('Name,Fax,Fax\nAcme,1,2');
    const { id, targets } = await takeFile(
      { crm, actor: maya, origin: byForm },
      { entity: entityOf('customer'), file: 'x', bytes },
    );
    expect(targets).toEqual(['name', null, null]);
    const choose = (...chosen: (string | null)[]) => chooseTargets({ crm, actor: maya }, id, chosen);
    await expect(choose('name', 'name', null)).rejects.toMatchObject({
      fields: { 1: expect.stringContaining('already') },
    });
    await expect(choose('name', 'mergedInto', null)).rejects.toMatchObject({
      fields: { 1: 'Choose an option from the list.' },
    });
    await expect(choose(null, 'industry', null)).rejects.toMatchObject({
      fields: { '': expect.stringContaining('Name') },
    });
  });
});

onSqlite((fresh) => {
  test('an import waits while the database takes no writes, and then goes on: each row once', async () => {
    const crm = await aCrm(await fresh());
    const maya = await aColleague(crm, 'Maya', 'manager');
    const bytes = Buffer.from(`Name\n${Array.from({ length: 350 }, (_, at) => `Firm ${at}`).join('\n')}`);
    const { id } = await takeFile(
      { crm, actor: maya, origin: byForm },
      { entity: entityOf('customer'), file: 'list.csv', bytes },
    );
    await checkImport({ crm, actor: maya, origin: byForm }, id);
    const queryOnly = (value: 'on' | 'off') => crm.database.db.raw(`pragma query_only = ${value}`);
    const progress = (position: number): void => {
      if (position === 100) void queryOnly('on').then(() => undefined);
    };
    const carrying = carryImport({ crm, actor: maya, origin: byForm }, id, { progress });
    await until(() => crm.database.condition.trouble?.kind === 'read-only');
    expect(await crm.database.db('customers')).toHaveLength(100);
    await queryOnly('off');
    expect(await carrying).toMatchObject({ state: 'done', tally: { created: 350, bad: 0 }, position: 350 });
    expect(await crm.database.db('customers')).toHaveLength(350);
    await crm.end();
  });
});
