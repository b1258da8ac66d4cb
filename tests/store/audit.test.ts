import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { auditOfAct, auditOfRecord, writeAudit, type AuditEntry } from '../../src/store/audit.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { onBothDatabases, onPostgres, onSqlite, type Fresh } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const ENTRY: Omit<AuditEntry, 'id'> = {
  at: AT,
  act: 'act-1',
  slackUserId: 'U0ANA',
  slackTeamId: 'T0ACME',
  employeeId: 1,
  verb: 'update',
  entity: 'deal',
  recordId: 7,
  changes: { amount: [100, 200], stage: [null, 3] },
  source: 'form',
};

let database: Database;
let id: number;
const open = (fresh: Fresh): void => {
  beforeEach(async () => {
    database = await openDatabase(await fresh());
    id = await writeAudit(database.knex, ENTRY);
  });
  afterEach(() => database.close());
};

/** Tries the statement, and then finds the entry as it was. */
const refuses = async (sql: string): Promise<void> => {
  const attempt = database.knex.raw(sql.replaceAll('$id', String(id)));
  await expect(attempt).rejects.toMatchObject({ message: expect.stringContaining('audit_log is append-only') });
  expect(await auditOfAct(database.knex, 'act-1')).toEqual([{ ...ENTRY, id }]);
};

const COLUMNS = 'id, at, act, slack_user_id, slack_team_id, employee_id, verb, changes, source';
const FORGED = `($id, '${AT}', 'act-1', 'U0EVE', 'T0ACME', 2, 'update', '{}', 'form')`;

onBothDatabases((fresh) => {
  open(fresh);

  test('an entry is read as it was written, by its act and by its record', async () => {
    const other = await writeAudit(database.knex, { ...ENTRY, act: 'act-2', verb: 'remove', changes: {} });
    await writeAudit(database.knex, { ...ENTRY, act: 'act-3', recordId: 8 });
    expect(await auditOfAct(database.knex, 'act-1')).toEqual([{ ...ENTRY, id }]);
    const ofRecord = await auditOfRecord(database.knex, 'deal', 7, 10);
    expect(ofRecord.map((entry) => entry.id)).toEqual([other, id]);
  });

  test.each([
    ['changed', `update audit_log set verb = 'create' where id = $id`],
    ['changed to what it is', `update audit_log set verb = verb`],
    ['deleted', `delete from audit_log where id = $id`],
    ['deleted with all others', `delete from audit_log`],
    [
      'written over',
      `insert into audit_log (${COLUMNS}) values ${FORGED} on conflict (id) do update set slack_user_id = 'U0EVE'`,
    ],
  ])('no entry can be %s', async (_, sql) => {
    await refuses(sql);
  });
});

onSqlite((fresh) => {
  open(fresh);
  test.each([`insert or replace into audit_log`, `replace into audit_log`, `insert or ignore into audit_log`])(
    'no entry can be replaced by %s',
    async (verb) => {
      await refuses(`${verb} (${COLUMNS}) values ${FORGED}`);
    },
  );
});

onPostgres((fresh) => {
  open(fresh);
  test('no entry can be truncated away', async () => {
    await refuses('truncate audit_log');
    await refuses('truncate audit_log cascade');
  });
});
