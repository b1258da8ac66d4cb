import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { auditOfOperation, auditOfRecord, writeAudit, type NewEntry } from '../../src/store/audit/audit-log.ts';
import type { AuditEntry } from '../../src/store/audit/audit-row.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { onBothDatabases, onPostgres, onSqlite, type Fresh } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const ENTRY: NewEntry = {
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
    id = await writeAudit(database.db, ENTRY);
  });
  afterEach(() => database.close());
};

/** Tries the statement, and then finds the entry as it was. */
const refuses = async (sql: string): Promise<void> => {
  const attempt = database.db.raw(sql.replaceAll('$id', String(id)));
  await expect(attempt).rejects.toMatchObject({ message: expect.stringContaining('audit_log is append-only') });
  expect(await auditOfOperation(database.db, 'act-1')).toEqual([{ ...ENTRY, id }]);
};

const COLUMNS = 'id, at, act, slack_user_id, slack_team_id, employee_id, verb, changes, source';
const FORGED = `($id, '${AT}', 'act-1', 'U0EVE', 'T0ACME', 2, 'update', '{}', 'form')`;

onBothDatabases((fresh) => {
  open(fresh);

  test('a source that was renamed is read by the name it has now, and the row stays', async () => {
    const former = { ...ENTRY, act: 'act-2', source: 'practice company' };
    await writeAudit(database.db, former);
    expect(await auditOfOperation(database.db, 'act-2')).toMatchObject([{ source: 'backfill' }]);
    expect(await database.db('audit_log').where({ act: 'act-2' }).first()).toMatchObject({ source: former.source });
  });

  test('an entry is read as it was written, by its act and by its record', async () => {
    const other = await writeAudit(database.db, { ...ENTRY, act: 'act-2', verb: 'remove', changes: {} });
    await writeAudit(database.db, { ...ENTRY, act: 'act-3', recordId: 8 });
    expect(await auditOfOperation(database.db, 'act-1')).toEqual([{ ...ENTRY, id }]);
    const ofRecord = await auditOfRecord(database.db, 'deal', 7, 10);
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

onBothDatabases((fresh) => {
  open(fresh);
  let person: number;
  let call: number;

  const PERSON = { name: [null, 'Iris "Iro" Meyer'], phone: ['+49301234567', null] };
  const CALL = { what: [null, 'Iris [x] 100% *_? said \\ yes'], kind: ['call', 'note'] };
  beforeEach(async () => {
    const changes = (values: unknown) => values as AuditEntry['changes'];
    person = await writeAudit(database.db, { ...ENTRY, entity: 'contact', recordId: 3, changes: changes(PERSON) });
    call = await writeAudit(database.db, { ...ENTRY, entity: 'interaction', recordId: 4, changes: changes(CALL) });
  });

  /** Puts the record among the erased ones: a person (1), or one with words about a person (0). */
  const mark = (entity: string, record_id: number, whole: 0 | 1): Promise<unknown> =>
    database.db('erasures').insert({ entity, record_id, whole, act: 'act-9', at: AT });
  const put = (entry: number, changes: unknown, more: Record<string, unknown> = {}): Promise<unknown> =>
    database
      .db('audit_log')
      .where({ id: entry })
      .update({ changes: typeof changes === 'string' ? changes : JSON.stringify(changes), ...more });
  // Not toThrow: under Jest a driver's error may be of another file's realm, and then it is no Error to Jest.
  const REFUSED = { message: expect.stringContaining('is append-only') };

  const ERASED_PERSON = { name: [null, '[erased]'], phone: ['[erased]', null] };

  test('the values of a person that was erased can go, all of them and nothing else', async () => {
    await expect(put(person, ERASED_PERSON)).rejects.toMatchObject(REFUSED);
    await mark('contact', 3, 1);
    await expect(put(person, {})).rejects.toMatchObject(REFUSED);
    await expect(put(person, { ...ERASED_PERSON, name: ['[erased]', '[erased]'] })).rejects.toMatchObject(REFUSED);
    await expect(put(person, { ...ERASED_PERSON, name: [null, 'Eve'] })).rejects.toMatchObject(REFUSED);
    await expect(put(person, ERASED_PERSON, { slack_user_id: 'U0EVE' })).rejects.toMatchObject(REFUSED);
    await expect(put(person, ERASED_PERSON, { at: '2020-01-01T00:00:00.000Z' })).rejects.toMatchObject(REFUSED);
    await put(person, ERASED_PERSON);
    await expect(put(person, PERSON)).rejects.toMatchObject(REFUSED);
    await expect(database.db('audit_log').where({ id: person }).delete()).rejects.toMatchObject(REFUSED);
  });

  test('the values of another person cannot', async () => {
    await mark('contact', 33, 1);
    await mark('deal', 3, 1);
    await expect(put(person, ERASED_PERSON)).rejects.toMatchObject(REFUSED);
  });

  test.each([
    ['another word', { ...CALL, what: [null, 'Eve [x] 100% *_? said \\ yes'] }],
    ['another case', { ...CALL, what: [null, '[erased] [X] 100% *_? said \\ yes'] }],
    ['a word more', { ...CALL, what: [null, '[erased] [x] 100% *_? said \\ yes!'] }],
    ['a sign for another', { ...CALL, what: [null, '[erased] [x] 100% *_a said \\ yes'] }],
    ['a field less', { what: CALL.what }],
    ['a field more', { ...CALL, what: [null, '[erased]'], amount: [1, 2] }],
    ['fields in another order', { kind: CALL.kind, what: CALL.what }],
    ['a pair that is none', { ...CALL, what: ['[erased]'] }],
    ['no pair at all', { ...CALL, what: '[erased]' }],
    ['nothing', {}],
    ['no JSON', '[erased]'],
  ])('words about a person can go, but not for %s', async (_, changes) => {
    await mark('interaction', 4, 0);
    await expect(put(call, changes)).rejects.toMatchObject({ message: expect.any(String) });
    expect(await database.db('audit_log').where({ id: call }).first()).toMatchObject({
      changes: JSON.stringify(CALL),
    });
  });

  test('words about a person can go from other records', async () => {
    const left = { ...CALL, what: [null, '[erased] [x] 100% *_? said \\ yes'] };
    await expect(put(call, left)).rejects.toMatchObject(REFUSED);
    await mark('interaction', 4, 0);
    await put(call, left);
    await put(call, { ...CALL, what: [null, '[erased] [x] 100% *_? said [erased]'] });
  });

  test.each([
    `update erasures set whole = 1`,
    `delete from erasures`,
    `update audit_seals set hash = 'x'`,
    `delete from audit_seals`,
  ])('nobody can %s', async (sql) => {
    await mark('contact', 3, 0);
    await database.db('audit_seals').insert({ position: 1, audit_id: 1, digest: 'd', hash: 'h' });
    await expect(database.db.raw(sql)).rejects.toMatchObject(REFUSED);
  });
});
