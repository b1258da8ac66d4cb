import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { openCrm } from '../../src/crm/context/crm.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import type { Actor } from '../../src/model/actor.ts';
import { Busy } from '../../src/model/errors.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases, onPostgres, onSqlite, type Fresh } from '../support/databases.ts';

/** Two who wait for each other to come this far; whoever comes again walks through. */
const meeting = () => {
  let open = (): void => {};
  const both = new Promise<void>((resolve) => (open = resolve));
  let there = 0;
  return async (): Promise<void> => {
    there += 1;
    if (there === 2) open();
    await both;
  };
};

describe('two transactions that get in each other’s way', () => {
  let crm: TestCrm;
  let ana: Actor;
  let url: string;
  const firms: number[] = [];

  const begin = async (fresh: Fresh): Promise<void> => {
    url = await fresh();
    crm = await aCrm(url);
    ana = await aColleague(crm, 'Ana', 'manager');
    firms.length = 0;
    for (const name of ['Acme', 'Initech'])
      firms.push(
        (await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'customer', { name }))).id,
      );
  };
  afterEach(() => crm.end());

  const updates = () => crm.database.db('audit_log').where({ verb: 'update', entity: 'customer' }).orderBy('id');

  onPostgres((fresh) => {
    beforeEach(() => begin(fresh));

    test('a deadlock is no matter of theirs: both are saved, each once', async () => {
      const meet = meeting();
      let attempts = 0;
      const cross = (key: string, [first = 0, second = 0]: readonly number[]) =>
        runInTransaction({ crm, actor: ana, origin: { source: 'form', key } }, async (tx) => {
          attempts += 1;
          await edit(tx, { entity: 'customer', id: first }, { notes: key });
          await meet();
          return edit(tx, { entity: 'customer', id: second }, { industry: key });
        });
      const done = await Promise.all([cross('one', firms), cross('other', firms.toReversed())]);
      // PostgreSQL rolled back one of the two.
      expect(attempts).toBe(3);
      const entries = await updates();
      expect(entries.map(({ act }) => act).toSorted()).toEqual(done.flatMap(({ act }) => [act, act]).toSorted());
      expect(await crm.database.db('done_requests').pluck('act')).toEqual(
        expect.arrayContaining(done.map(({ act }) => act)),
      );
      const rows = await crm.database.db('customers').orderBy('id');
      expect(rows.map(({ notes, industry }) => [notes, industry])).toEqual([
        ['one', 'other'],
        ['other', 'one'],
      ]);
      expect(rows.map(({ version }) => version)).toEqual([3, 3]);
    });
  });

  onSqlite((fresh) => {
    beforeEach(() => begin(fresh));

    test('another process that wants to write meanwhile waits for its turn, and neither begins again', async () => {
      const { settings: defaults, defaultRole, now } = crm;
      const elsewhere = await openCrm({ url, defaults, defaultRole, now });
      let attempts = 0;
      const other = (): Promise<unknown> =>
        runInTransaction({ crm: elsewhere, actor: ana, origin: byCommand }, (tx) => {
          attempts += 1;
          return edit(tx, { entity: 'customer', id: firms[1] ?? 0 }, { notes: 'x' });
        });
      let waiting: Promise<unknown> = Promise.resolve();
      await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => {
        attempts += 1;
        waiting = other();
        await pause(100);
        expect(attempts).toBe(1);
        return edit(tx, { entity: 'customer', id: firms[0] ?? 0 }, { notes: 'y' });
      });
      await waiting;
      await elsewhere.database.close();
      expect(attempts).toBe(2);
      expect(await updates()).toHaveLength(2);
    });
  });

  onBothDatabases((fresh) => {
    beforeEach(() => begin(fresh));

    test('what collides again and again is given up with a word on what to do, and nothing is saved', async () => {
      let attempts = 0;
      const collision = Object.assign(new Error('could not serialize access'), { code: '40001' });
      const doomed = runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => {
        attempts += 1;
        await edit(tx, { entity: 'customer', id: firms[0] ?? 0 }, { notes: 'never' });
        throw collision;
      });
      await expect(doomed).rejects.toEqual(new Busy());
      expect(attempts).toBe(5);
      expect(await updates()).toEqual([]);
    });

    test('any other trouble is not tried again', async () => {
      let attempts = 0;
      const broken = runInTransaction({ crm, actor: ana, origin: byCommand }, () => {
        attempts += 1;
        return Promise.reject(Object.assign(new Error('no such table'), { code: '42P01' }));
      });
      await expect(broken).rejects.toThrow('no such table');
      expect(attempts).toBe(1);
    });
  });
});
