import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import type { Crm } from '../../../src/crm/context/crm.ts';
import { Replay } from '../../../src/crm/replay/replay.ts';
import { create, edit } from '../../../src/crm/records/mutations.ts';
import { AT_ONCE, sortedInTurns } from '../../../src/crm/summary/moved/in-turns.ts';
import { whatMoved, type Moved } from '../../../src/crm/summary/moved/moved.ts';
import { readMoved } from '../../../src/crm/summary/moved/question.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { TryLater } from '../../../src/model/errors.ts';
import { openDatabase, sqliteFile, type Database } from '../../../src/store/database.ts';
import { openReaders } from '../../../src/store/read-pool/read-pool.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';

/** What moved, over a database so large that it is read by other threads. */

const folder = mkdtempSync(join(tmpdir(), 'customerhub-moved-'));
let crm: TestCrm;
let large: Database;
let ana: Actor;
let expected: Moved;

const ask = async (asked: Crm): Promise<Moved> =>
  whatMoved({ crm: asked, actor: ana }, await readMoved({ crm: asked, actor: ana }, 'since:monday'));
const over = (database: Database): Crm => ({ ...crm, database });

beforeAll(async () => {
  crm = await aCrm(`sqlite:${join(folder, 'crm.db')}`);
  ana = await aColleague(crm, 'Ana', 'manager');
  crm.at('2026-11-13T14:00:00Z');
  const { id: customer } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    create(tx, 'customer', { name: 'Acme' }),
  );
  const make = (name: string, amount: number) =>
    runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'deal', { name, customer, amount }));
  const { id } = await make('Known', 100_000);
  crm.at('2026-11-17T09:00:00Z');
  for (let at = 1; at <= 30; at += 1) await make(`New ${at}`, at * 1000);
  const entries = Array.from({ length: 1200 }, (_, at) => ({
    ...{ at: '2026-11-17T09:00:00.000Z', act: `x${at}`, slack_user_id: ana.slackUserId, verb: 'update' },
    ...{ slack_team_id: ana.slackTeamId, employee_id: ana.employeeId, entity: 'deal', record_id: id },
    ...{ changes: JSON.stringify({ nextStep: [`${at}`, `${at + 1}`] }), source: 'command' },
  }));
  await crm.database.db.batchInsert('audit_log', entries, 50);
  await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    edit(tx, { entity: 'deal', id }, { amount: 250_000 }),
  );
  large = await openDatabase(crm.database.url, { largeFrom: 0 });
  expected = await ask(crm);
});
afterAll(async () => {
  await large.close();
  await crm.end();
  rmSync(folder, { recursive: true, force: true });
});

test('is answered by other threads, and as this one would answer it', async () => {
  const asked: string[] = [];
  const listen = ({ sql }: { sql: string }): void => void asked.push(sql);
  const question = await readMoved({ crm: over(large), actor: ana }, 'since:monday');
  large.db.on('query', listen);
  const moved = await whatMoved({ crm: over(large), actor: ana }, question);
  large.db.off('query', listen);
  expect(asked).toEqual([]);
  expect(moved).toEqual(expected);
  expect(moved.bars).toMatchObject({ new: { count: 30 }, grown: { count: 1, value: 150_000 } });
});

test('lets others have their turn, however much was written', async () => {
  let [walked, most, all] = [0, 0, 0];
  const back = Reflect.get(Replay.prototype, 'back');
  const spy = jest.spyOn(Replay.prototype, 'back').mockImplementation(function (this: Replay, entry) {
    all += 1;
    walked += 1;
    most = Math.max(most, walked);
    back.call(this, entry);
  });
  const turn = (): void => {
    walked = 0;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  await ask(crm);
  clearImmediate(next);
  spy.mockRestore();
  expect(all).toBeGreaterThan(1200);
  expect(most).toBeLessThanOrEqual(500);
});

describe('a thread that dies while it is asked', () => {
  /** The thread of the product, which dies of its third question for as many lives as the file says. */
  const mortal = (lives: number): URL => {
    const [compiled, counter] = [new URL('../../../dist/src/store/read-pool/', import.meta.url), join(folder, 'lives')];
    writeFileSync(counter, '.'.repeat(lives));
    const file = join(folder, `mortal-${lives}.mjs`);
    writeFileSync(
      file,
      `import { readFileSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       import ${JSON.stringify(new URL('reader.worker.js', compiled).href)};
       const left = readFileSync(${JSON.stringify(counter)}, 'utf8');
       writeFileSync(${JSON.stringify(counter)}, left.slice(1));
       let asked = 0;
       parentPort.on('message', () => { asked += 1; if (left !== '' && asked === 3) process.exit(1); });`,
    );
    return pathToFileURL(file);
  };
  const askOver = async (lives: number): Promise<Moved> => {
    const readers = openReaders(sqliteFile(crm.database.url), mortal(lives));
    if (!readers) throw new Error('there are no readers');
    const database = { ...crm.database, beside: readers.knex, snapshot: readers.snapshot };
    try {
      return await ask(over(database));
    } finally {
      expect(readFileSync(join(folder, 'lives'), 'utf8')).toBe('');
      await readers.close();
    }
  };

  test('is replaced, and everything is asked once more', async () => {
    expect(await askOver(1)).toEqual(expected);
  });

  test('and the next one too: a problem that says what to do', async () => {
    await expect(askOver(2)).rejects.toThrow(TryLater);
  });
});

test('what is sorted in turns is what is sorted at once, and equals stay in their order', async () => {
  const some = fc.sample(fc.record({ size: fc.nat(50), at: fc.nat() }), { numRuns: 2 * AT_ONCE + 17, seed: 3 });
  for (const length of [0, 1, AT_ONCE, AT_ONCE + 1, some.length]) {
    const part = some.slice(0, length);
    const bySize = (a: { size: number }, b: { size: number }): number => b.size - a.size;
    expect(await sortedInTurns(part, bySize)).toEqual(part.toSorted(bySize));
  }
});
