import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { create } from '../../src/crm/records/mutations.ts';
import { byCommand } from '../support/crm.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { ownPostgres, type OwnPostgres } from '../support/own-postgres.ts';
import { until } from '../support/until.ts';

const server = await ownPostgres();
if (!server) console.warn('SKIPPED on PostgreSQL that fails: it is not installed here.');

/** What the workspace, as Slack does, waits 3000 ms for. */
const suite = (postgres: OwnPostgres): void => {
  let hub: Hub;

  beforeAll(async () => {
    hub = await openHub({ url: postgres.url });
    await given(hub, hub.ana, 'customer', { name: 'Acme Logistics' });
  });
  afterEach(async () => {
    await until(() => hub.crm.database.condition.trouble === null);
    await hub.ana.cancel({ all: true }).catch(() => undefined);
  });
  afterAll(async () => {
    await hub.end();
    await postgres.end();
  });

  const answerTo = async (command: string): Promise<string> => {
    await hub.ana.slash(command, { in: 'sales' });
    return hub.ana.reads('sales').at(-1) ?? '';
  };
  const openForm = async (name: string): Promise<void> => {
    await hub.ana.slash(`/crm add customer ${name}`, { in: 'sales' });
    await hub.ana.fill({ Notes: `About ${name}` });
  };
  const refusal = async (): Promise<string | undefined> => Object.values(await hub.ana.submit())[0];
  const isSaved = async (name: string): Promise<boolean> =>
    (await hub.crm.database.db('customers').where({ name })).length === 1;
  const CONNECTIONS = `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'crm'`;

  test('a server that stops is told as that, and found again when it is back', async () => {
    await openForm('Globex');
    await postgres.stop();
    expect(await refusal()).toBe(
      'The database can’t be reached; nothing was saved. Your entries are kept. Try again in a few minutes.',
    );
    expect(hub.ana.sees()).toContain('About Globex');
    expect(await answerTo('/crm find acme')).toContain('The database can’t be reached. Try again in a few minutes.');
    expect(hub.crm.database.condition.trouble?.kind).toBe('unreachable');
    await postgres.start();
    await until(() => hub.crm.database.condition.trouble === null);
    expect(await refusal()).toBeUndefined();
    expect(await isSaved('Globex')).toBe(true);
    expect(await answerTo('/crm find acme')).toContain('Acme Logistics');
  });

  test('a server that lets nobody in any more is told as busy', async () => {
    await openForm('Initech');
    await postgres.run('alter role crm connection limit 0', CONNECTIONS);
    expect(await refusal()).toContain('The database is busy; nothing was saved. Your entries are kept.');
    expect(await answerTo('/crm find acme')).toContain('The database is busy. Try again in a moment.');
    await postgres.run('alter role crm connection limit -1');
    await until(() => hub.crm.database.condition.trouble === null);
    expect(await refusal()).toBeUndefined();
    expect(await isSaved('Initech')).toBe(true);
  });

  test('a server that is read-only refuses writes; reading goes on, and is written down afterwards', async () => {
    const { crm } = hub;
    await openForm('Hooli');
    await postgres.run('alter role crm set default_transaction_read_only = on', CONNECTIONS);
    expect(await refusal()).toContain('The database can’t be changed right now; nothing was saved.');
    expect(await answerTo('/crm find acme')).toContain('Acme Logistics');
    expect(await answerTo('/crm show C-1')).toContain('Acme Logistics');
    expect(crm.auditQueue.size).toBe(2);
    await postgres.run('alter role crm reset default_transaction_read_only', CONNECTIONS);
    await until(() => crm.auditQueue.size === 0);
    expect(await crm.database.db('audit_log').orderBy('id', 'desc').limit(2).pluck('verb')).toEqual(['show', 'find']);
    expect(await refusal()).toBeUndefined();
    expect(await isSaved('Hooli')).toBe(true);
  });

  test('a statement that the server breaks off, and one that waits for a lock, are answered in time', async () => {
    const other = await postgres.connect();
    await other.query('begin');
    await other.query('lock table customers in access exclusive mode');
    await openForm('Umbrella');
    expect(await refusal()).toContain('This took too long; nothing was saved. Your entries are kept.');
    expect(await answerTo('/crm find acme')).toContain('This took too long. Try again in a moment.');
    await postgres.run(`alter role crm set statement_timeout = '300ms'`, CONNECTIONS);
    expect(await refusal()).toContain('This took too long; nothing was saved. Your entries are kept.');
    await other.query('rollback');
    await other.end();
    await postgres.run('alter role crm reset statement_timeout', CONNECTIONS);
    await until(() => hub.crm.database.condition.trouble === null);
    expect(await isSaved('Umbrella')).toBe(false);
    expect(await refusal()).toBeUndefined();
    expect(await isSaved('Umbrella')).toBe(true);
  });

  test('a connection that breaks in the middle of a write leaves no half of it', async () => {
    const ana = await actorFor(hub, hub.ana);
    const writing = runInTransaction({ crm: hub.crm, actor: ana, origin: byCommand }, async (tx) => {
      const customer = await create(tx, 'customer', { name: 'Half' });
      await postgres.run(CONNECTIONS);
      await create(tx, 'contact', { name: 'Other half', customer: customer.id });
      return {};
    });
    await expect(writing).rejects.toMatchObject({ name: 'Unavailable', kind: 'unreachable', effect: 'not saved' });
    await until(() => hub.crm.database.condition.trouble === null);
    expect(await isSaved('Half')).toBe(false);
  });

  test('when it breaks while a form is being saved, that is told; the form saves it once at most', async () => {
    await postgres.run(
      `create function break_off() returns trigger language plpgsql as $$ begin
        perform pg_terminate_backend(pg_backend_pid()); return null; end $$`,
      `create constraint trigger break_off after insert on customers deferrable initially deferred
        for each row execute function break_off()`,
      'alter function break_off() owner to crm',
    );
    await openForm('Soylent');
    expect(await refusal()).toBe(
      'The database stopped responding while saving, so this may not have been saved. Save again. It won’t be saved twice.',
    );
    await postgres.run('drop function break_off() cascade');
    await until(() => hub.crm.database.condition.trouble === null);
    expect(await refusal()).toBeUndefined();
    expect(await isSaved('Soylent')).toBe(true);
  });

  test('connections that fell silent are given up, as after a failover', async () => {
    const { rows } = await postgres
      .connect()
      .then((other) => other.query<{ pid: number }>(`select pid from pg_stat_activity where usename = 'crm'`));
    for (const { pid } of rows) process.kill(pid, 'SIGSTOP');
    expect(await answerTo('/crm find acme')).toContain('This took too long. Try again in a moment.');
    await until(() => hub.crm.database.condition.trouble?.kind === 'slow');
    await until(() => hub.crm.database.condition.trouble === null, 60_000);
    for (const { pid } of rows) process.kill(pid, 'SIGCONT');
    expect(await answerTo('/crm find acme')).toContain('Acme Logistics');
  });
};

if (server) describe('PostgreSQL that fails', () => suite(server));
else test.skip('PostgreSQL that fails', () => undefined);
