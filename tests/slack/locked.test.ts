import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { sqliteFile } from '../../src/store/database.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { holdLock, type LockHolder } from '../support/lock-holder.ts';
import { until } from '../support/until.ts';

/** The database while another process keeps it locked. The workspace, as Slack does, waits 3000 ms for an answer. */
let hub: Hub;
let lock: LockHolder | null = null;

beforeAll(async () => {
  hub = await openHub();
  await given(hub, hub.ana, 'customer', { name: 'Acme Logistics' });
});
const release = async (): Promise<void> => {
  await lock?.release();
  lock = null;
};
afterEach(async () => {
  await release();
  await until(() => hub.crm.database.condition.trouble === null);
  await hub.ana.cancel({ all: true }).catch(() => undefined);
});
afterAll(() => hub.end());

const hold = async (): Promise<LockHolder> => (lock = await holdLock(sqliteFile(hub.crm.database.url)));
const named = (name: string) => hub.crm.database.db('customers').where({ name }).pluck('name');
const openForm = async (name: string): Promise<void> => {
  await hub.ana.slash(`/crm add customer ${name}`, { in: 'sales' });
  await hub.ana.fill({ Notes: `About ${name}` });
};

/** Whether everybody else gets their turn while `work` goes on: a blocked thread lets no timer go off. */
const leavesTurns = async (work: () => Promise<unknown>): Promise<boolean> => {
  let turns = 0;
  const others = setInterval(() => (turns += 1), 10);
  await work();
  clearInterval(others);
  return turns > 10;
};

test('a form that meets a lock of a moment is saved when that is gone', async () => {
  await openForm('Globex');
  await hold();
  setTimeout(() => void release(), 500);
  expect(await hub.ana.submit()).toEqual({});
  expect(await named('Globex')).toEqual(['Globex']);
});

test('while the lock stays a form is answered in time with the reason, and is saved when it is gone', async () => {
  await openForm('Initech');
  const { holds } = await hold();
  let errors: Record<string, string> = {};
  expect(await leavesTurns(async () => void (errors = await hub.ana.submit()))).toBe(true);
  expect(Object.values(errors)).toEqual([
    'The database is busy; nothing was saved. Your entries are kept. Try again in a moment.',
  ]);
  expect(holds()).toBe(true);
  expect(hub.ana.sees()).toContain('About Initech');
  await release();
  expect(await named('Initech')).toEqual([]);
  expect(await hub.ana.submit()).toEqual({});
  expect(await named('Initech')).toEqual(['Initech']);
});

test('a lock that lasts counts as trouble; reading goes on meanwhile, and is written down afterwards', async () => {
  const { ana, crm } = hub;
  await hold();
  await ana.slash('/crm next C-1 2026-11-20 call them', { in: 'sales' });
  expect(ana.reads('sales').at(-1)).toContain('The database is busy; nothing was saved. Try again in a moment.');
  await until(() => crm.database.condition.trouble?.kind === 'busy');
  for (const command of ['find acme', 'show C-1', 'list customers']) {
    await ana.slash(`/crm ${command}`, { in: 'sales' });
    expect(ana.reads('sales').at(-1)).toContain('Acme Logistics');
  }
  expect(crm.auditQueue.size).toBe(3);
  await release();
  await until(() => crm.auditQueue.size === 0);
  const verbs = await crm.database.db('audit_log').orderBy('id', 'desc').limit(3).pluck('verb');
  expect(verbs).toEqual(['list', 'show', 'find']);
});
