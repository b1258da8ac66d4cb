import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TryLater } from '../../src/model/errors.ts';
import { openDatabase, sqliteFile, type Database } from '../../src/store/database.ts';
import { openReaders } from '../../src/store/read-pool/read-pool.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'customerhub-readers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
const newFile = (): string => join(folder, `${(number += 1)}.db`);

/** Takes a while: as many steps as it is asked for. */
const LONG = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) select count(*) as n from n';

describe('a large SQLite file', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(`sqlite:${newFile()}`, { largeFrom: 0 });
  });
  afterEach(() => database.close());

  test('is read on other threads, while this one goes on', async () => {
    const came: string[] = [];
    const read = database.snapshot(async (db) => {
      const rows: unknown = await db.raw(LONG, [300_000]);
      came.push('the read');
      return rows;
    });
    // Written by this thread meanwhile, which would have to wait if the read were its own.
    const write = database.db('done_requests').insert({ key: 'one', act: 'first', at: '' });
    await write.then(() => came.push('the write'));
    expect(await read).toEqual([{ n: 300_000 }]);
    expect(came).toEqual(['the write', 'the read']);
  });

  test('shows one moment, whatever is written meanwhile', async () => {
    const count = (db: Database['db']) => db('done_requests').count({ n: '*' }) as Promise<{ n: number }[]>;
    const seen = await database.snapshot(async (db) => {
      const first = await count(db);
      await database.db('done_requests').insert({ key: 'one', act: 'first', at: '' });
      return [first, await count(db)];
    });
    expect(seen).toEqual([[{ n: 0 }], [{ n: 0 }]]);
    expect(await count(database.beside)).toEqual([{ n: 1 }]);
  });

  test('cannot be written to from there', async () => {
    const writing = database.beside('done_requests').insert({ key: 'one', act: 'first', at: '' });
    await expect(writing).rejects.toMatchObject({ kind: 'read-only', effect: 'not saved' });
  });

  test('gets its log from there, so that no writer waits for that', async () => {
    const file = sqliteFile(database.url);
    const size = statSync(file).size;
    // Far fewer pages than those at which SQLite would do it on the connection that writes.
    for (let n = 0; n < 60; n += 1)
      await database.transaction((db) =>
        db('done_requests').insert({ key: `one ${n}`, act: 'first'.repeat(500), at: '' }),
      );
    await until(() => statSync(file).size > size);
    expect(await database.db('done_requests').count({ n: '*' })).toEqual([{ n: 60 }]);
  });

  test('says what is wrong with a query as the database itself would', async () => {
    await expect(database.snapshot((db) => db('nowhere'))).rejects.toMatchObject({
      message: expect.stringContaining('no such table: nowhere'),
      code: 'SQLITE_ERROR',
    });
  });

  test('answers many questions with few threads', async () => {
    const asked = Array.from({ length: 40 }, (_, n) => database.snapshot((db) => db.raw('select ? as n', [n])));
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 40 }, (_, n) => [{ n }]));
  });

  test('lets go of who waits for it when it is closed', async () => {
    const read = database.snapshot((db) => db.raw(LONG, [50_000_000]));
    const ended = expect(read).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await database.close();
    await ended;
  });
});

test('a small file is read where it is: no thread is worth it', async () => {
  const database = await openDatabase(`sqlite:${newFile()}`);
  expect(database.beside).toBe(database.db);
  await database.close();
});

describe('a thread that dies in the middle', () => {
  const dying = new URL('./dying.worker.mjs', import.meta.url);
  const lives = (text: string): string => {
    const file = newFile();
    writeFileSync(file, text);
    return file;
  };
  const read = async (file: string): Promise<unknown> => {
    const readers = openReaders(file, dying);
    try {
      return await readers?.snapshot((db) => db.raw('select 42 as answer'));
    } finally {
      await readers?.close();
    }
  };

  test('is replaced, and asked once more', async () => {
    expect(await read(lives(''))).toEqual([{ answer: 42 }]);
  });

  test('and then another: a problem that says what to do', async () => {
    const problem = read(lives('always'));
    await expect(problem).rejects.toBeInstanceOf(TryLater);
    await expect(problem).rejects.toThrow('Try again');
  });
});

test('where too many wait already, the next is told so at once', async () => {
  const database = await openDatabase(`sqlite:${newFile()}`, { largeFrom: 0 });
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  const waiting = Array.from({ length: 100 }, () => database.snapshot(() => gate));
  await expect(database.snapshot(() => gate)).rejects.toThrow('Too many requests at once');
  go();
  await Promise.all(waiting);
  expect(await database.snapshot((db) => db.raw('select 1 as n'))).toEqual([{ n: 1 }]);
  await database.close();
});
