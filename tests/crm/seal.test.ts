import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import { sealAll, startSealing } from '../../src/crm/audit/seal.ts';
import { verifySeals } from '../../src/crm/audit/verify-seals.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

const run = promisify(execFile);

/** Somebody with the database in their hands: guards gone, then whatever they want. */
const DISARM = {
  sqlite: [
    'audit_log_no_update',
    'audit_log_no_delete',
    'audit_log_no_replace',
    'audit_seals_no_update',
    'audit_seals_no_delete',
  ].map((trigger) => `drop trigger ${trigger}`),
  postgres: ['audit_log', 'audit_seals'].map((table) => `alter table ${table} disable trigger all`),
};

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let url: string;
  const sql = (statement: string): Promise<unknown> => crm.database.db.raw(statement);
  const tamper = async (...statements: string[]): Promise<void> => {
    for (const statement of [...DISARM[crm.database.kind], ...statements]) await sql(statement);
  };
  const damage = async () => (await verifySeals(crm)).damage;

  /** Entry 1 makes Ana, 2 makes Acme, 3 to 6 change it. */
  beforeEach(async () => {
    url = await fresh();
    crm = await aCrm(url);
    const ana = await aColleague(crm, 'Ana');
    const { acme } = await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
      acme: await create(tx, 'customer', { name: 'Acme Logistics', phone: '+49 30 1234567' }),
    }));
    for (const industry of ['Logistics', 'Freight', 'Rail', 'Air']) {
      await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => ({
        edited: await edit(tx, { entity: 'customer', id: acme.id }, { industry }),
      }));
    }
  });
  afterEach(() => crm.end());

  test('seals every entry once, in a chain that holds', async () => {
    expect(await verifySeals(crm)).toMatchObject({ damage: null, seals: 0, waiting: 6 });
    await sealAll(crm);
    await sealAll(crm);
    expect(await verifySeals(crm)).toMatchObject({ damage: null, seals: 6, waiting: 0 });
  });

  test('several who seal at once make one chain', async () => {
    await Promise.all([sealAll(crm), sealAll(crm), sealAll(crm)]);
    await sealAll(crm);
    expect(await verifySeals(crm)).toMatchObject({ damage: null, seals: 6, waiting: 0 });
  });

  test('seals in the background, and what is left when it ends', async () => {
    const problems: unknown[] = [];
    const end = startSealing(crm, (error) => problems.push(error));
    await end();
    expect(await verifySeals(crm)).toMatchObject({ damage: null, seals: 6, waiting: 0 });
    expect(problems).toEqual([]);
  });

  describe('finds the first', () => {
    beforeEach(() => sealAll(crm));

    test.each([
      ['who', `slack_user_id = 'U0EVE'`],
      ['when', `at = '2020-01-01T00:00:00.000Z'`],
      ['what was done', `verb = 'restore'`],
      ['the record', `record_id = 99`],
      ['whence', `source = 'import'`],
      ['a value', `changes = replace(changes, 'Logistics', 'Gambling')`],
      ['a blank', `changes = replace(changes, '":[', '" :[')`],
    ])('entry in which %s was altered', async (_, change) => {
      await tamper(`update audit_log set ${change} where id in (3, 5)`);
      expect(await damage()).toMatchObject({ kind: 'altered', entry: 3 });
    });

    test('entry that is missing', async () => {
      await tamper('delete from audit_log where id in (4, 5)');
      expect(await damage()).toMatchObject({ kind: 'missing', entry: 4 });
    });

    test('entry that is missing with its seal and salt', async () => {
      const tables = ['audit_log where id', 'audit_seals where audit_id', 'audit_salts where audit_id'];
      await tamper(...tables.map((table) => `delete from ${table} = 4`));
      expect((await damage())?.kind).toBe('missing');
    });

    const COLUMNS = 'at, act, slack_user_id, slack_team_id, employee_id, verb, changes, source';
    const FORGED = `'2026-11-16T14:00:00.000Z', 'x', 'U0EVE', 'T0ACME', 1, 'show', '{}', 'form'`;

    test('entry that was put in at the end', async () => {
      await tamper(`insert into audit_log (id, ${COLUMNS}) values (7, ${FORGED})`);
      expect(await damage()).toMatchObject({ kind: 'inserted', entry: 7 });
      await sealAll(crm);
      expect(await damage()).toMatchObject({ kind: 'inserted', entry: 7 });
    });

    test('entry that was put in before the others', async () => {
      await tamper(`insert into audit_log (id, ${COLUMNS}) values (0, ${FORGED})`);
      expect(await damage()).toMatchObject({ kind: 'inserted', entry: 0 });
    });

    test('entry that was put in the place of another', async () => {
      await tamper(
        'delete from audit_log where id = 5',
        `insert into audit_log (id, ${COLUMNS}) values (5, ${FORGED})`,
      );
      expect(await damage()).toMatchObject({ kind: 'altered', entry: 5 });
    });

    test('seal that was altered, and the one that was made to cover it', async () => {
      await tamper(`update audit_seals set digest = 'x' where audit_id = 4`);
      expect(await damage()).toMatchObject({ kind: 'altered', entry: 4 });
    });

    test('entry whose salt was taken away', async () => {
      await tamper('delete from audit_salts where audit_id = 3');
      expect(await damage()).toMatchObject({ entry: 3 });
    });

    test('end that was cut off, for whoever kept the head', async () => {
      const { head } = await verifySeals(crm);
      expect((await verifySeals(crm, head)).knows).toBe(true);
      const tables = ['audit_log where id', 'audit_seals where audit_id', 'audit_salts where audit_id'];
      await tamper(...tables.map((table) => `delete from ${table} = 6`));
      expect(await verifySeals(crm, head)).toMatchObject({ damage: null, knows: false });
    });
  });

  describe('npm run audit:verify', () => {
    const verify = (...args: string[]) =>
      run(process.execPath, ['scripts/run.mjs', 'scripts/audit-verify.ts', ...args], {
        env: { ...process.env, DATABASE_URL: url.replace('@/', '@localhost/') },
      });

    test('says that all is well, and what is not', async () => {
      await sealAll(crm);
      const { stdout } = await verify();
      expect(stdout).toMatch(/^OK: 6 seals hold\. Head: \S+\n$/);
      await tamper(`update audit_log set employee_id = 2 where id = 2`);
      await expect(verify()).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/^Entry 2 of audit_log was altered: .+\.\n$/),
      });
    });
  });
});
