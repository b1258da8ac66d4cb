import { afterEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { enter, type SlackIdentity } from '../../src/crm/team/members.ts';
import { edit, remove } from '../../src/crm/records/mutations.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import { Invalid } from '../../src/model/errors.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

const LAST = /You need at least one admin/;

onBothDatabases((fresh) => {
  let crm: TestCrm;
  afterEach(() => crm.end());

  const change = (actor: Actor, who: Actor, input: Record<string, unknown>) =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'employee', id: who.employeeId }, input),
    );
  const admins = (): Promise<number[]> =>
    crm.database.db('employees').where({ role: 'admin' }).whereNull('deleted_at').whereNull('left_at').pluck('id');

  describe('the last admin', () => {
    test('cannot be demoted, deleted or untied from Slack; with a second one, they can', async () => {
      crm = await aCrm(await fresh());
      const ruth = await aColleague(crm, 'Ruth', 'admin');
      const maya = await aColleague(crm, 'Maya', 'manager');
      await expect(change(ruth, ruth, { role: 'rep' })).rejects.toThrow(LAST);
      await expect(change(ruth, ruth, { person: null })).rejects.toThrow(LAST);
      await expect(change(ruth, ruth, { person: 'U0OTHER' })).resolves.toBeDefined();
      const deletion = () =>
        runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
          remove(tx, { entity: 'employee', id: ruth.employeeId }),
        );
      await expect(deletion()).rejects.toThrow(LAST);
      await change(ruth, maya, { role: 'admin' });
      await expect(deletion()).resolves.toBeDefined();
      expect(await admins()).toEqual([maya.employeeId]);
    });

    test('stays, when two admins demote each other at the same moment', async () => {
      crm = await aCrm(await fresh());
      const ruth = await aColleague(crm, 'Ruth', 'admin');
      const maya = await aColleague(crm, 'Maya', 'admin');
      for (let round = 0; round < 5; round += 1) {
        const outcomes = await Promise.allSettled([
          change(ruth, maya, { role: 'rep' }),
          change(maya, ruth, { role: 'rep' }),
        ]);
        expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
        const [remaining] = await admins();
        expect(await admins()).toHaveLength(1);
        const [first, second] = remaining === ruth.employeeId ? [ruth, maya] : [maya, ruth];
        await change(first, second, { role: 'admin' });
      }
    });

    test('is not lost by an undo either', async () => {
      crm = await aCrm(await fresh());
      const ruth = await aColleague(crm, 'Ruth', 'admin');
      const maya = await aColleague(crm, 'Maya', 'manager');
      const { act } = await change(ruth, maya, { role: 'admin' });
      const promoted: Actor = { ...maya, role: 'admin' };
      await change(promoted, ruth, { role: 'rep' });
      await expect(undo({ crm, actor: promoted, origin: byCommand }, act)).rejects.toThrow();
      expect(await admins()).toEqual([maya.employeeId]);
    });

    test('who left is no admin, and when none is left, the next owner or admin of the workspace becomes one', async () => {
      crm = await aCrm(await fresh());
      const ruth = await aColleague(crm, 'Ruth', 'admin');
      const boss: SlackIdentity = {
        userId: 'U0BOSS',
        teamId: TEAM,
        name: 'Boss',
        email: null,
        timeZone: 'UTC',
        isAdmin: false,
        outsider: null,
      };
      expect((await enter(crm, boss)).role).toBe('rep');
      expect((await enter(crm, { ...boss, isAdmin: true })).role).toBe('rep');
      const gone = { ...boss, userId: ruth.slackUserId, outsider: 'deactivated' as const };
      await expect(enter(crm, gone)).rejects.toThrow('This account is deactivated. Ask a workspace admin.');
      expect((await enter(crm, { ...boss, isAdmin: true })).role).toBe('admin');
    });

    test('blames the field that the person changed', async () => {
      crm = await aCrm(await fresh());
      const ruth = await aColleague(crm, 'Ruth', 'admin');
      const refusal = await change(ruth, ruth, { role: 'none' }).catch((error: unknown) => error);
      expect((refusal as Invalid).fields).toEqual({ role: expect.stringMatching(LAST) });
    });
  });

  test('nobody raises their own role, and an undo does not do it for them', async () => {
    crm = await aCrm(await fresh());
    const ruth = await aColleague(crm, 'Ruth', 'admin');
    const maya = await aColleague(crm, 'Maya', 'manager');
    const ana = await aColleague(crm, 'Ana', 'rep');
    await expect(change(maya, maya, { role: 'admin' })).rejects.toThrow('can’t set “Role” of employees. Ask Ruth.');
    await expect(change(ana, ana, { role: 'admin' })).rejects.toThrow('As a rep, you can’t edit employees.');
    const { act } = await change(ruth, maya, { role: 'rep' });
    const demoted: Actor = { ...maya, role: 'rep' };
    await expect(undo({ crm, actor: demoted, origin: byCommand }, act)).rejects.toThrow();
    await change(ruth, ana, { role: 'manager' });
    await expect(undo({ crm, actor: { ...ana, role: 'manager' }, origin: byCommand }, act)).rejects.toThrow(
      'can’t set “Role”',
    );
    expect((await crm.database.db('employees').where({ id: maya.employeeId }).first()).role).toBe('rep');
  });
});
