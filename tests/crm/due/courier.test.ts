import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { doDue, startJobWorker, type JobHandler, type JobHandlers } from '../../../src/crm/jobs/worker.ts';
import type { Crm } from '../../../src/crm/context/crm.ts';
import { dueItem, putDue } from '../../../src/store/jobs/jobs.ts';
import { writeOutbox } from '../../../src/store/outbox/outbox.ts';
import { aCrm, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

const HOUR = 3_600_000;
const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();
const START = '2026-11-16T14:00:00.000Z';

/** Says one thing each hour. */
const hourly: JobHandler = (crm, { key, dueAt }) => {
  const now = new Date(crm.now()).toISOString();
  return Promise.resolve({
    next: { dueAt: later(now, HOUR), since: now },
    write: (db) => writeOutbox(db, [{ subscriptionId: null, team: 'T', channel: key, kind: 'k', payload: dueAt }], now),
  });
};

const round = (crm: Crm, by: string, handlers: JobHandlers = { hourly }) => ({
  crm,
  by,
  handlers,
  failed: (error: unknown): void => void errors.push(error),
});
let errors: unknown[] = [];
const open: TestCrm[] = [];
afterEach(async () => {
  for (const crm of open.splice(0)) await crm.end();
  errors = [];
});

// PostgreSQL is slow on a busy machine.
jest.setTimeout(30_000);

onBothDatabases((fresh) => {
  const start = async (url?: string): Promise<TestCrm> => {
    const crm = await aCrm(url ?? (await fresh()));
    open.push(crm);
    return crm;
  };
  /** Two processes; SQLite lets one event loop hold one connection only, so there they share it. */
  const startTwo = async (): Promise<[TestCrm, TestCrm]> => {
    const url = await fresh();
    const one = await start(url);
    return [one, url.startsWith('sqlite:') ? one : await start(url)];
  };
  const put = async (crm: Crm, n: number): Promise<void> => {
    for (let at = 0; at < n; at += 1)
      await putDue(crm.database.db, {
        key: `hourly ${at}`,
        kind: 'hourly',
        subject: at,
        spec: '',
        dueAt: START,
        since: START,
      });
  };
  const said = async (crm: Crm): Promise<string[]> =>
    (await crm.database.db('outbox').orderBy(['channel', 'id'])).map(
      ({ channel, payload }: { channel: string; payload: string }) => `${channel} ${payload}`,
    );

  test('what is due is done once, and comes again; what was missed is done once, not many times', async () => {
    const crm = await start();
    await put(crm, 1);
    crm.at('2026-11-16T13:59:59Z');
    expect(await doDue(round(crm, 'a'))).toBe(0);
    crm.at(START);
    expect(await doDue(round(crm, 'a'))).toBe(1);
    expect(await doDue(round(crm, 'a'))).toBe(0);
    crm.at('2026-11-18T00:20:00Z');
    expect(await doDue(round(crm, 'a'))).toBe(1);
    expect(await said(crm)).toEqual([`hourly 0 ${START}`, 'hourly 0 2026-11-16T15:00:00.000Z']);
    expect(await dueItem(crm.database.db, 'hourly 0')).toMatchObject({
      dueAt: '2026-11-18T01:20:00.000Z',
      attempts: 0,
    });
  });

  test('of two processes that look at the same moment, one does each', async () => {
    const [one, two] = await startTwo();
    await put(one, 23);
    const done = await Promise.all([doDue(round(one, 'one')), doDue(round(two, 'two')), doDue(round(one, 'three'))]);
    expect(done.reduce((sum, n) => sum + n, 0)).toBe(23);
    expect(await said(one)).toHaveLength(23);
    expect(new Set(await said(one)).size).toBe(23);
    expect(errors).toEqual([]);
  });

  test('whoever dies between claim and end is followed by another when the claim runs out, and says nothing any more', async () => {
    const [dying, other] = await startTwo();
    await put(dying, 1);
    let wake = (): void => {};
    const asleep = new Promise<void>((done) => (wake = done));
    const slow: JobHandler = async (crm, item) => {
      await asleep;
      return hourly(crm, item);
    };
    const hanging = doDue(round(dying, 'dying', { hourly: slow }));
    await until(async () => (await dying.database.db('due_work').first()).claimed_by === 'dying');
    expect(await doDue(round(other, 'other'))).toBe(0);
    other.at('2026-11-16T14:02:01Z');
    expect(await doDue(round(other, 'other'))).toBe(1);
    wake();
    await hanging;
    expect(await said(other)).toEqual([`hourly 0 ${START}`]);
    expect(errors).toEqual([]);
  });

  test('one that fails leaves nothing, waits longer each time, and holds up no other', async () => {
    const crm = await start();
    await put(crm, 2);
    const failing: JobHandler = async (crm_, item) => {
      const done = await hourly(crm_, item);
      return {
        ...done,
        write: async (db) => {
          await done.write?.(db);
          if (item.subject === 0) throw new Error('no luck');
        },
      };
    };
    await doDue(round(crm, 'a', { hourly: failing }));
    expect(await said(crm)).toEqual([`hourly 1 ${START}`]);
    expect(await crm.database.db('due_work').where({ key: 'hourly 0' }).first()).toMatchObject({
      last_error: 'Error: no luck',
      claimed_until: '2026-11-16T14:01:00.000Z',
      attempts: 1,
    });
    crm.at('2026-11-16T14:01:00Z');
    await doDue(round(crm, 'a', { hourly: failing }));
    expect(await crm.database.db('due_work').where({ key: 'hourly 0' }).first()).toMatchObject({
      claimed_until: '2026-11-16T14:03:00.000Z',
    });
    crm.at('2026-11-16T14:03:00Z');
    expect(await doDue(round(crm, 'a'))).toBe(1);
    expect(await said(crm)).toHaveLength(2);
  });

  test('one that was moved or ended while it was being done says nothing', async () => {
    const crm = await start();
    await put(crm, 2);
    const meddled: JobHandler = async (crm_, item) => {
      const { db: knex } = crm_.database;
      if (item.subject === 0) await knex('due_work').where({ key: item.key }).delete();
      else await putDue(knex, { ...item, spec: 'another', dueAt: '2026-12-01T00:00:00.000Z' });
      return hourly(crm_, item);
    };
    await doDue(round(crm, 'a', { hourly: meddled }));
    expect(await said(crm)).toEqual([]);
    expect(errors).toEqual([]);
    expect(await dueItem(crm.database.db, 'hourly 1')).toMatchObject({
      dueAt: '2026-12-01T00:00:00.000Z',
      since: START,
    });
  });

  test('a courier that is stopped ends what is in hand and leaves the rest to others', async () => {
    const crm = await start();
    await put(crm, 4);
    let wake = (): void => {};
    const asleep = new Promise<void>((done) => (wake = done));
    const slow: JobHandler = async (crm_, item) => {
      await asleep;
      return hourly(crm_, item);
    };
    const end = startJobWorker(crm, { hourly: slow }, (error) => errors.push(error));
    await until(async () => (await crm.database.db('due_work').whereNotNull('claimed_by')).length === 4);
    const ended = end();
    wake();
    await ended;
    expect(await said(crm)).toHaveLength(1);
    expect(await crm.database.db('due_work').whereNotNull('claimed_by')).toEqual([]);
    expect(await doDue(round(crm, 'next'))).toBe(3);
    expect(errors).toEqual([]);
  });
});

describe('work of a kind that nobody knows', () => {
  test('is told of, and kept', async () => {
    const crm = await aCrm();
    open.push(crm);
    await putDue(crm.database.db, { key: 'x 1', kind: 'x', subject: 1, spec: '', dueAt: START, since: START });
    await doDue(round(crm, 'a'));
    expect(errors).toHaveLength(1);
    expect(await dueItem(crm.database.db, 'x 1')).not.toBeNull();
  });
});
