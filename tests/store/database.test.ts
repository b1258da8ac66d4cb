import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { NewerDatabase } from '../../src/store/migrations.ts';
import { onBothDatabases, onPostgres, onSqlite } from '../support/databases.ts';

const STARTER = join(import.meta.dirname, 'open-database.ts');

/** What another process says of opening the database; empty when it went well. */
const openElsewhere = (url: string): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', STARTER, url], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.once('close', (code) => resolve(code === 0 ? '' : complaint || `exit ${code}`));
  });

/** Opens, looks, closes. */
const lookInto = async <T>(url: string, look: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase(url);
  try {
    return await look(database);
  } finally {
    await database.close();
  }
};

onBothDatabases((fresh, make) => {
  test('processes that start together on a new database migrate it once', async () => {
    const url = await make();
    expect(await Promise.all([1, 2, 3].map(() => openElsewhere(url)))).toEqual(['', '', '']);
    const [steps, stages] = await lookInto(url, ({ db: knex }) =>
      Promise.all([knex('knex_migrations').pluck('name'), knex('stages').orderBy('position').pluck('name')]),
    );
    expect(steps).toContain('001_house');
    expect(steps).toEqual([...new Set(steps)]);
    expect(stages).toEqual(['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Won', 'Lost']);
  });

  test('a second start finds what the first one wrote', async () => {
    const url = await fresh();
    await lookInto(url, ({ db: knex }) => knex('done_requests').insert({ key: 'one', act: 'first', at: '' }));
    expect(await lookInto(url, ({ db: knex }) => knex('done_requests').pluck('act'))).toEqual(['first']);
  });

  test('a start after one that died while migrating is not held up by its lock', async () => {
    const url = await fresh();
    await lookInto(url, ({ db: knex }) => knex('knex_migrations_lock').update({ is_locked: 1 }));
    expect(await lookInto(url, ({ db: knex }) => knex('stages').pluck('id'))).toHaveLength(6);
  });

  test('a database of a newer version is left alone, and the step that is not known is named', async () => {
    const url = await fresh();
    await lookInto(url, ({ db: knex }) =>
      knex('knex_migrations').insert({ name: '999_future', batch: 9, migration_time: new Date(0).toISOString() }),
    );
    const opening = openDatabase(url);
    await expect(opening).rejects.toBeInstanceOf(NewerDatabase);
    await expect(opening).rejects.toThrow('999_future');
  });

  test('what fails half way leaves nothing of the transaction', async () => {
    const url = await fresh();
    await lookInto(url, async ({ db: knex, transaction }) => {
      const attempt = transaction(async (trx) => {
        await trx('done_requests').insert({ key: 'one', act: 'first', at: '' });
        throw new Error('half way');
      });
      await expect(attempt).rejects.toThrow('half way');
      expect(await knex('done_requests').pluck('key')).toEqual([]);
    });
  });
});

onPostgres((fresh, make) => {
  test('a snapshot does not see what others write while it reads', async () => {
    await lookInto(await fresh(), async ({ db: knex, snapshot }) => {
      const read = (db: typeof knex) => db('done_requests').pluck('key');
      const [first, second] = await snapshot(async (trx) => {
        const before = await read(trx);
        await knex('done_requests').insert({ key: 'one', act: 'first', at: '' });
        return [before, await read(trx)];
      });
      expect([first, second, await read(knex)]).toEqual([[], [], ['one']]);
    });
  });

  test('several that migrate at the very same moment do it once', async () => {
    const url = await make();
    const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase(url)));
    expect(await opened[3]?.db('stages').pluck('id')).toHaveLength(6);
    await Promise.all(opened.map(({ close }) => close()));
  });

  test('a server that is not there is an error, not a wait', async () => {
    await expect(openDatabase('postgres://nobody@localhost:1/nothing')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

onSqlite((fresh) => {
  test('what is answered as saved is on the disk: write-ahead log, synced in full', async () => {
    await lookInto(await fresh(), async ({ db: knex }) => {
      const pragma = async (name: string): Promise<unknown> => Object.values((await knex.raw(`pragma ${name}`))[0])[0];
      expect(await pragma('journal_mode')).toBe('wal');
      expect(await pragma('synchronous')).toBe(2); // FULL
      expect(await pragma('foreign_keys')).toBe(1);
      expect(await pragma('recursive_triggers')).toBe(1);
    });
  });

  test('a statement that was prepared under another schema answers in the new one', async () => {
    await lookInto(await fresh(), async ({ db: knex }) => {
      await knex.raw('create table firms (name text)');
      await knex('firms').insert({ name: 'Acme' });
      const firms = () => knex('firms').select('*');
      expect(await firms()).toEqual([{ name: 'Acme' }]);
      await knex.raw(`alter table firms add column town text default 'Bern'`);
      expect(await firms()).toEqual([{ name: 'Acme', town: 'Bern' }]);
      await knex.raw('alter table firms drop column name');
      expect(await firms()).toEqual([{ town: 'Bern' }]);
    });
  });

  test('a chain of queries, each answered at once, lets others go in between', async () => {
    await lookInto(await fresh(), async ({ db: knex }) => {
      let turns = 0;
      const other = setInterval(() => (turns += 1), 1);
      const end = performance.now() + 200;
      while (performance.now() < end) await knex('stages').select('*');
      clearInterval(other);
      expect(turns).toBeGreaterThan(0);
    });
  });
});

describe('a file that is no database', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'customerhub-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is refused and left as it was', async () => {
    const file = join(folder, 'letter.txt');
    const words = 'Dear Ana, this is not a database. '.repeat(100);
    writeFileSync(file, words);
    await expect(openDatabase(`sqlite:${file}`)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
    expect(readFileSync(file, 'utf8')).toBe(words);
  });

  test('a folder in its place is refused', async () => {
    mkdirSync(join(folder, 'crm.db'));
    await expect(openDatabase(`sqlite:${join(folder, 'crm.db')}`)).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' });
  });
});
