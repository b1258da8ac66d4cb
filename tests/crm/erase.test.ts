import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { erase, planErasure } from '../../src/crm/erasure/erase.ts';
import { resolveAny } from '../../src/crm/audit/history.ts';
import { create, edit, readRecord, remove, restore, type Input } from '../../src/crm/records/mutations.ts';
import { sealAll } from '../../src/crm/audit/seal.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import { verifySeals } from '../../src/crm/audit/verify-seals.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { leaveNoTrace } from '../../src/store/jobs/sweep.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

/** Everything that tells of Iris, as it was typed at one time or another. */
const TRACES = [
  'Iris Meyerhoff',
  'iris meyerhoff',
  'Iris Müller',
  'iris.meyerhoff@acme.example',
  'Iris.Meyerhoff@ACME.example',
  'iris@old.example',
  '+49301234567',
  '+49 30 1234567',
  '030 / 123 45 67',
  'Head of Purchasing',
  'allergic to peanuts',
];

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let url: string;
  let ana: Actor;
  let ruth: Actor;
  let acme: AnyRecord;
  let iris: AnyRecord;
  let call: AnyRecord;
  let note: AnyRecord;

  const made = async (name: EntityName, input: Input): Promise<AnyRecord> =>
    (
      await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
        record: await create(tx, name, input),
      }))
    ).record;
  const edited = async (name: EntityName, id: number, input: Input): Promise<AnyRecord> =>
    (
      await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
        record: await edit(tx, { entity: name, id }, input),
      }))
    ).record;

  const theContact = () => resolveAny({ crm, actor: ruth }, `P-${iris.id}`, ['contact']);
  const eraseIris = async () => erase({ crm, actor: ruth, origin: byCommand }, await theContact());

  /** Whatever lies in the database's files; on PostgreSQL every column of every table, as text. */
  const everything = async (): Promise<string> => {
    const { db: knex, kind } = crm.database;
    if (kind === 'sqlite') {
      const file = url.replace('sqlite:', '');
      const files = readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)));
      return files.map((name) => readFileSync(join(dirname(file), name), 'utf8')).join('\n');
    }
    const { rows: tables } = await knex.raw(`select tablename from pg_tables where schemaname = 'public'`);
    const texts = (tables as { tablename: string }[]).map(async ({ tablename }) => {
      const { rows } = await knex.raw(`select t::text as row from "${tablename}" t`);
      return (rows as { row: string }[]).map(({ row }) => row.replaceAll('""', '"')).join('\n');
    });
    return (await Promise.all(texts)).join('\n');
  };
  const bigOnes = async (notes: string): Promise<object[]> => {
    const { id: _id, ...like } = await crm.database.db('customers').where({ id: acme.id }).first();
    return Array.from({ length: 200 }, () => ({ ...like, notes }));
  };
  const tracesLeft = async (): Promise<string[]> => {
    const all = await everything();
    return TRACES.filter((trace) => all.includes(trace));
  };

  beforeEach(async () => {
    url = await fresh();
    crm = await aCrm(url);
    ana = await aColleague(crm, 'Ana');
    ruth = await aColleague(crm, 'Ruth', 'admin');
    await subscribe({ crm, actor: ana, origin: byCommand }, { channel: 'C0SALES' });
    acme = await made('customer', { name: 'Acme Logistics', phone: '+49 40 7654321' });
    iris = await made('contact', {
      name: 'Iris Müller',
      customer: acme.id,
      role: 'Head of Purchasing',
      email: 'iris@old.example',
      phone: '+49 30 1234567',
      notes: 'allergic to peanuts',
    });
    await edited('contact', iris.id, { name: 'Iris Meyerhoff', email: 'Iris.Meyerhoff@ACME.example' });
    call = await made('interaction', {
      customer: acme.id,
      contact: iris.id,
      what: 'Spoke with Iris about the ramp. IRIS  MEYERHOFF wants it (+49 30 1234567).',
    });
    note = await made('interaction', {
      customer: acme.id,
      what: 'Old number of Iris Müller: 030 / 123 45 67, mail iris.meyerhoff@acme.example, irises stay.',
    });
    await edited('interaction', note.id, { kind: 'note' });
    await made('followUp', { customer: acme.id, what: 'Call Iris Meyerhoff', dueOn: '2026-11-20' });
    await made('deal', { customer: acme.id, name: 'Training of Iris Meyerhoff', notes: '+49301234567' });
  });
  afterEach(() => crm.end());

  test('leaves no trace of the person in the whole database', async () => {
    const before = await tracesLeft();
    expect(before).toEqual(expect.arrayContaining(['Iris Meyerhoff', 'Iris Müller', 'iris.meyerhoff@acme.example']));
    expect(before).toEqual(expect.arrayContaining(['+49301234567', '030 / 123 45 67', 'allergic to peanuts']));
    await eraseIris();
    expect(await tracesLeft()).toEqual([]);
    // SQLite keeps what it writes in more than one file; a checkpoint later there is still nothing.
    await made('customer', { name: 'Globex' });
    expect(await tracesLeft()).toEqual([]);
  });

  test('leaves no trace in files that were on their way in, or in why their rows stayed out', async () => {
    const file = {
      entity: 'contact',
      file: 'Iris Meyerhoff.csv',
      last_id: 0,
      row_count: 1,
      targets: '[]',
      state: 'done',
      act: 'a',
      at: '',
    };
    const content = 'Name,Email,Phone\r\n"Iris Meyerhoff",iris.meyerhoff@acme.example,030 / 123 45 67\r\nOmar,,\r\n';
    const owner = { employee_id: ana.employeeId, team: ana.slackTeamId };
    const [id] = await crm.database.db('imports').insert({ ...file, ...owner, content }, 'id');
    const reject = { import_id: id.id ?? id, line: 2, heading: 'Email', reason: 'iris@old.example is there twice.' };
    await crm.database.db('import_rejects').insert(reject);
    await eraseIris();
    expect(await tracesLeft()).toEqual([]);
    const [left] = await crm.database.db('imports');
    expect(left.content).toContain('Omar');
  });

  test('is done for good though the files could not be cleared, and says that they were not', async () => {
    const full = new Error('database or disk is full');
    const db = { raw: () => Promise.reject(full) } as unknown as typeof crm.database.db;
    const withoutSpace = { ...crm, database: { ...crm.database, kind: 'postgres' as const, db } };
    expect(await erase({ crm: withoutSpace, actor: ruth, origin: byCommand }, await theContact())).toMatchObject({
      left: full,
    });
    await expect(eraseIris()).rejects.toThrow('was permanently erased');
  });

  test('goes on hearing of what others want while the file is written anew', async () => {
    const notes = 'x'.repeat(100_000);
    await crm.database.db.batchInsert('customers', await bigOnes(notes), 10);
    let turns = 0;
    const timer = setInterval(() => void (turns += 1), 1);
    await leaveNoTrace(crm.database);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(await readRecord({ crm, actor: ana }, { entity: 'customer', id: acme.id })).toMatchObject({
      name: 'Acme Logistics',
    });
  });

  test('leaves the customer’s record, without the person in it', async () => {
    await eraseIris();
    expect(await readRecord({ crm, actor: ana }, { entity: 'interaction', id: call.id })).toMatchObject({
      what: 'Spoke with [erased] about the ramp. [erased] wants it ([erased]).',
      contact: iris.id,
    });
    expect(await readRecord({ crm, actor: ana }, { entity: 'interaction', id: note.id })).toMatchObject({
      what: 'Old number of [erased]: [erased], mail [erased], irises stay.',
    });
    expect(await readRecord({ crm, actor: ana }, { entity: 'customer', id: acme.id })).toMatchObject({
      phone: '+49407654321',
    });
    const [followUp] = await crm.database.db('follow_ups');
    expect(followUp).toMatchObject({ what: 'Call [erased]', search_text: 'call [erased]\n' });
  });

  test('leaves who did what and when, and which fields', async () => {
    const trail = () => crm.database.db('audit_log').where({ entity: 'contact' }).orderBy('id');
    const before = await trail();
    const { act } = await eraseIris();
    const after = await trail();
    expect(after.slice(0, 2)).toEqual(before.map((row) => ({ ...row, changes: expect.any(String) })));
    expect(after.map(({ verb }) => verb)).toEqual(['create', 'update', 'remove', 'erase']);
    expect(JSON.parse(after[1].changes)).toEqual({ name: ['[erased]', '[erased]'], email: ['[erased]', '[erased]'] });
    expect(JSON.parse(after[0].changes)).toMatchObject({ phone: [null, '[erased]'] });
    expect(after[3]).toMatchObject({ slack_user_id: ruth.slackUserId, record_id: iris.id, changes: '{}', act });
  });

  test('says before what will go, and changes nothing by that', async () => {
    const plan = await planErasure({ crm, actor: ruth, origin: byCommand }, await theContact());
    expect(plan).toEqual({ entries: 6, records: 4 });
    expect(await readRecord({ crm, actor: ana }, { entity: 'contact', id: iris.id })).toMatchObject({
      name: 'Iris Meyerhoff',
    });
  });

  test('leaves the chain of seals whole, whether entries were sealed before or not', async () => {
    await eraseIris();
    await sealAll(crm);
    expect(await verifySeals(crm)).toMatchObject({ damage: null, waiting: 0 });
  });

  test('leaves the chain of seals whole when all was sealed', async () => {
    await sealAll(crm);
    const { head, seals } = await verifySeals(crm);
    await eraseIris();
    await sealAll(crm);
    const verdict = await verifySeals(crm, head);
    expect(verdict).toMatchObject({ damage: null, waiting: 0, knows: true });
    expect(verdict.seals).toBeGreaterThan(seals);
    expect(await tracesLeft()).toEqual([]);
  });

  test('lets nobody alter what is left: the chain tells', async () => {
    await sealAll(crm);
    await eraseIris();
    const [row] = await crm.database
      .db('audit_log')
      .where({ entity: 'interaction', record_id: note.id })
      .orderBy('id')
      .limit(1);
    const forged = row.changes.replace('irises stay', '[erased]');
    // The guard lets parts of these texts go, because their record stands in erasures.
    await crm.database.db('audit_log').where({ id: row.id }).update({ changes: forged });
    expect((await verifySeals(crm)).damage).toMatchObject({ kind: 'altered', entry: row.id });
  });

  test('is for admins, and a refusal stands in the trail', async () => {
    const found = await resolveAny({ crm, actor: ana }, `P-${iris.id}`, ['contact']);
    await expect(erase({ crm, actor: ana, origin: byCommand }, found)).rejects.toThrow(
      'you can’t erase a contact’s personal data. Ask Ruth.',
    );
    const [last] = await crm.database.db('audit_log').orderBy('id', 'desc').limit(1);
    expect(last).toMatchObject({ verb: 'refused', record_id: iris.id, slack_user_id: ana.slackUserId });
    expect(await readRecord({ crm, actor: ana }, { entity: 'contact', id: iris.id })).toMatchObject({
      name: 'Iris Meyerhoff',
    });
  });

  describe('cannot be taken back', () => {
    test('by restoring', async () => {
      await eraseIris();
      const back = runInTransaction({ crm, actor: ruth, origin: byCommand }, async (tx) => ({
        back: await restore(tx, { entity: 'contact', id: iris.id }),
      }));
      await expect(back).rejects.toThrow('permanently erased');
    });

    test('by undoing', async () => {
      const { act } = await eraseIris();
      await undo({ crm, actor: ruth, origin: byCommand }, act).catch(() => undefined);
      const row = await crm.database.db('contacts').where({ id: iris.id }).first();
      expect(row).toMatchObject({ name: 'Erased person', email: null, phone: null, notes: null, role: null });
      expect(row.deleted_at).not.toBeNull();
    });

    test('nor done twice', async () => {
      await eraseIris();
      await expect(eraseIris()).rejects.toThrow('was permanently erased');
    });
  });

  test('also erases a contact that was deleted before', async () => {
    await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
      gone: await remove(tx, { entity: 'contact', id: iris.id }),
    }));
    await eraseIris();
    expect(await tracesLeft()).toEqual([]);
  });

  test('takes a name of one word only where the contact is meant', async () => {
    const max = await made('contact', { name: 'Max', customer: acme.id });
    await made('interaction', { customer: acme.id, contact: max.id, what: 'Max called.' });
    await made('interaction', { customer: acme.id, what: 'Max 5 ramps.' });
    await erase(
      { crm, actor: ruth, origin: byCommand },
      await resolveAny({ crm, actor: ruth }, `P-${max.id}`, ['contact']),
    );
    const texts = (await crm.database.db('interactions').orderBy('id')).map(({ what }) => what as string);
    expect(texts.slice(-2)).toEqual(['[erased] called.', 'Max 5 ramps.']);
  });
});
