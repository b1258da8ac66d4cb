import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AuditQueue } from '../../src/crm/context/audit-queue.ts';
import { recordAccess } from '../../src/crm/access/index.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { NewEntry, AuditVerb } from '../../src/store/audit/audit-log.ts';
import type { AuditRow } from '../../src/store/audit/audit-row.ts';
import { sqliteFile } from '../../src/store/database.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { until } from '../support/until.ts';

let crm: TestCrm;
let ana: Actor;
let failures: unknown[];

beforeEach(async () => {
  crm = await aCrm();
  ana = await aColleague(crm, 'Ana');
  failures = [];
});
afterEach(() => crm.end());

const readOnly = (value: 'on' | 'off') => crm.database.db.raw(`pragma query_only = ${value}`);
const open = (most: number): AuditQueue =>
  new AuditQueue(crm.database, {
    ...{ now: crm.now, newOperationId: crm.newOperationId, most },
    failed: (error) => void failures.push(error),
  });
const entry = (verb: AuditVerb, at: string): NewEntry => ({
  ...{ at, act: verb, verb, slackUserId: ana.slackUserId, slackTeamId: ana.slackTeamId, employeeId: ana.employeeId },
  ...{ entity: null, recordId: null, changes: {}, source: 'command' },
});
const trail = (): Promise<AuditRow[]> => crm.database.db('audit_log').whereNot({ verb: 'create' }).orderBy('id');
const isUnwritten = (name: string): boolean => name.includes('unwritten');
const unwritten = (): string[] => readdirSync(dirname(sqliteFile(crm.database.url))).filter(isUnwritten);

test('an entry is in the trail before what it is about is shown', async () => {
  await recordAccess(crm, ana, byCommand, { verb: 'find' });
  expect((await trail()).map(({ verb }) => verb)).toEqual(['find']);
});

describe('while the database takes no writes', () => {
  test('entries wait, and are written as they were made, in their order, each with its salt', async () => {
    await readOnly('on');
    for (const verb of ['find', 'show', 'list'] as const) await recordAccess(crm, ana, byCommand, { verb });
    expect(crm.auditQueue.size).toBe(3);
    await readOnly('off');
    await until(() => crm.auditQueue.size === 0);
    const rows = await trail();
    expect(rows.map(({ verb, slack_user_id }) => [verb, slack_user_id])).toEqual([
      ['find', ana.slackUserId],
      ['show', ana.slackUserId],
      ['list', ana.slackUserId],
    ]);
    expect(
      await crm.database.db('audit_salts').whereIn(
        'audit_id',
        rows.map(({ id }) => id),
      ),
    ).toHaveLength(3);
  });

  test('what there is no room for is counted, and an entry says how much is missing, and from when to when', async () => {
    const queue = open(2);
    await readOnly('on');
    for (const [n, verb] of (['find', 'show', 'list', 'why', 'home'] as const).entries())
      await queue.write(entry(verb, `2026-11-16T10:0${n}:00.000Z`));
    expect(queue.size).toBe(5);
    await readOnly('off');
    await until(() => queue.size === 0);
    const rows = await trail();
    expect(rows.map(({ verb }) => verb)).toEqual(['find', 'show', 'gap']);
    expect(JSON.parse(rows.at(-1)?.changes ?? '')).toEqual({
      lost: [null, 3],
      from: [null, '2026-11-16T10:02:00.000Z'],
      to: [null, '2026-11-16T10:04:00.000Z'],
    });
  });

  test('what waits when it is closed is known to the next one, and said once', async () => {
    const url = crm.database.url;
    await readOnly('on');
    for (const verb of ['find', 'show'] as const) await recordAccess(crm, ana, byCommand, { verb });
    await crm.database.close();
    expect(unwritten()).toHaveLength(1);
    const next = await aCrm(url);
    await until(() => next.auditQueue.size === 0);
    const gaps = await next.database.db('audit_log').where({ verb: 'gap' });
    expect(gaps.map(({ changes }) => JSON.parse(String(changes)).lost)).toEqual([[null, 2]]);
    await next.end();
    expect(unwritten()).toEqual([]);
  });
});

test('an entry that no database takes holds up none of those after it, and is counted', async () => {
  const queue = open(10);
  await readOnly('on');
  await queue.write({ ...entry('find', '2026-11-16T10:00:00.000Z'), employeeId: 'nobody' as unknown as number });
  await queue.write(entry('show', '2026-11-16T10:01:00.000Z'));
  await readOnly('off');
  await queue.write(entry('list', '2026-11-16T10:02:00.000Z'));
  await until(() => queue.size === 0);
  expect((await trail()).map(({ verb }) => verb)).toEqual(['show', 'list', 'gap']);
  expect(failures).toHaveLength(1);
});
