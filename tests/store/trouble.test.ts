import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { within } from '../../src/model/runtime/deadline.ts';
import { Unavailable } from '../../src/model/runtime/unavailable.ts';
import { openDatabase, sqliteFile, type Database } from '../../src/store/database.ts';
import { onBothDatabases, onSqlite } from '../support/databases.ts';
import { holdLock } from '../support/lock-holder.ts';
import { until } from '../support/until.ts';

let database: Database;
const insert = (db: Database['db'], key: string, act = 'first') => db('done_requests').insert({ key, act, at: '' });
const keys = () => database.db('done_requests').orderBy('key').pluck('key');

onSqlite((fresh) => {
  beforeEach(async () => void (database = await openDatabase(await fresh())));
  afterEach(() => database.close());

  test('whoever writes while another process does waits for its turn, and holds up nobody meanwhile', async () => {
    const lock = await holdLock(sqliteFile(database.url));
    const both = Promise.all([
      database.transaction((trx) => insert(trx, 'a transaction')),
      insert(database.db, 'a statement'),
    ]);
    expect(await keys()).toEqual([]);
    await pause(500);
    expect(lock.holds()).toBe(true);
    await lock.release();
    await both;
    expect(await keys()).toEqual(['a statement', 'a transaction']);
    expect(database.condition.trouble).toBeNull();
  });

  test('a start waits for whoever keeps the database locked', async () => {
    const lock = await holdLock(sqliteFile(database.url));
    const opening = openDatabase(database.url);
    await pause(300);
    await lock.release();
    await (await opening).close();
  });

  describe('a file that may grow no further', () => {
    const limit = (pages: number) => database.db.raw(`pragma max_page_count = ${pages}`);
    const large = (): string => randomBytes(500_000).toString('hex');

    test('takes nothing of a transaction, and says so by its name', async () => {
      await limit(1);
      const writing = database.transaction(async (trx) => {
        await insert(trx, 'small');
        await insert(trx, 'large', large());
      });
      await expect(writing).rejects.toMatchObject({ kind: 'full', effect: 'not saved', detail: 'SQLITE_FULL' });
      expect(await keys()).toEqual([]);
      expect(database.condition.trouble).toMatchObject({ kind: 'full' });
      await limit(1_000_000);
      await until(() => database.condition.trouble === null);
      await database.transaction((trx) => insert(trx, 'small'));
      expect(await keys()).toEqual(['small']);
    });

    test('has no part of a transaction that went on after SQLite took it back', async () => {
      await database.db.raw('pragma cache_size = 10');
      await limit(1);
      const writing = database.transaction(async (trx) => {
        await insert(trx, 'before');
        await insert(trx, 'large', large()).catch(() => undefined);
        await insert(trx, 'after').catch(() => undefined);
        return 'done';
      });
      await expect(writing).rejects.toMatchObject({ kind: 'full', effect: 'not saved' });
      expect(await keys()).toEqual([]);
      await limit(1_000_000);
      await database.transaction((trx) => insert(trx, 'next'));
      expect(await keys()).toEqual(['next']);
    });
  });

  test('a database that takes no writes can still be read', async () => {
    await insert(database.db, 'one');
    await database.db.raw('pragma query_only = on');
    await expect(database.transaction((trx) => insert(trx, 'two'))).rejects.toMatchObject({ kind: 'read-only' });
    await expect(insert(database.db, 'two')).rejects.toMatchObject({ kind: 'read-only', effect: 'not saved' });
    await until(() => database.condition.trouble?.kind === 'read-only');
    expect(await keys()).toEqual(['one']);
    await database.db.raw('pragma query_only = off');
    await until(() => database.condition.trouble === null);
  });
});

onBothDatabases((fresh) => {
  beforeEach(async () => void (database = await openDatabase(await fresh())));
  afterEach(() => database.close());

  test('who gave up waiting is told that nothing was saved, and nothing is', async () => {
    let goOn = (): void => {};
    const slow = new Promise<void>((resolve) => (goOn = resolve));
    let last: Promise<unknown> = Promise.resolve();
    const writing = within(100, () =>
      database.transaction((trx) => {
        last = insert(trx, 'too late').then(() => slow);
        return last;
      }),
    );
    await expect(writing).rejects.toEqual(new Unavailable('slow', 'not saved'));
    goOn();
    await last;
    await database.transaction((trx) => insert(trx, 'in time'));
    expect(await keys()).toEqual(['in time']);
  });

  test('the fault of a query is no trouble of the database', async () => {
    await expect(database.db('nowhere')).rejects.not.toBeInstanceOf(Unavailable);
    await expect(database.transaction((trx) => trx('nowhere'))).rejects.not.toBeInstanceOf(Unavailable);
    expect(database.condition.trouble).toBeNull();
  });
});
