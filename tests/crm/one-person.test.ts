import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { bringBack } from '../../src/crm/audit/history.ts';
import { admitMember } from '../../src/crm/team/members.ts';
import { edit, remove } from '../../src/crm/records/mutations.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { entityOf } from '../../src/model/registry.ts';
import { findRecord } from '../../src/store/records.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ruth: Actor;
  let ben: Actor;
  let removed: string;
  let again: number;

  const employee = entityOf('employee');
  const record = async (id: number) => (await findRecord(crm.database.db, { entity: employee.name, id })) as AnyRecord;
  const change = (id: number, input: Record<string, unknown>) =>
    runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) => edit(tx, { entity: 'employee', id }, input));

  /** Ben was deleted and let in again: as somebody new, with the same Slack user. */
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ruth = await aColleague(crm, 'Ruth', 'admin');
    ben = await aColleague(crm, 'Ben');
    removed = (
      await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'employee', id: ben.employeeId }),
      )
    ).act;
    const identity = {
      userId: ben.slackUserId,
      teamId: TEAM,
      name: 'Ben Again',
      email: null,
      timeZone: 'UTC',
      isAdmin: false,
      outsider: null,
    };
    again = (await admitMember({ crm, actor: ruth, origin: byCommand }, identity, 'viewer')).id;
  });
  afterEach(() => crm.end());

  const taken = () =>
    `Ben Again (E-${again}) already has this Slack user. Delete E-${again} or give it another Slack user, then try again.`;

  test('who comes back and whose Slack user belongs to somebody else is told who has it and what to do', async () => {
    const back = async () =>
      bringBack({ crm, actor: ruth, origin: byCommand }, { entity: employee, record: await record(ben.employeeId) });
    await expect(back()).rejects.toMatchObject({ fields: { person: taken() } });
    await expect(undo({ crm, actor: ruth, origin: byCommand }, removed)).rejects.toMatchObject({
      blockers: [{ id: ben.employeeId, why: 'refused', say: taken() }],
      rest: false,
    });
    expect((await record(ben.employeeId)).deletedAt).not.toBeNull();
    await change(again, { person: null });
    await undo({ crm, actor: ruth, origin: byCommand }, removed);
    expect(await record(ben.employeeId)).toMatchObject({ deletedAt: null, person: ben.slackUserId });
  });

  test('nobody is given the Slack user of somebody else', async () => {
    await expect(change(ruth.employeeId, { person: ben.slackUserId })).rejects.toMatchObject({
      fields: { person: taken() },
    });
    await change(again, { name: 'Ben the Second', person: ben.slackUserId });
  });

  test('of two who come back at the same moment, one does, and the other is told', async () => {
    await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'employee', id: again }),
    );
    const back = async (id: number) =>
      bringBack({ crm, actor: ruth, origin: byCommand }, { entity: employee, record: await record(id) });
    const ends = await Promise.allSettled([back(ben.employeeId), back(again)]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [other] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(other).toMatchObject({
      name: 'Invalid',
      fields: { person: expect.stringContaining('already has this Slack user') },
    });
  });
});
