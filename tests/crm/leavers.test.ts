import { afterEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { openCrm } from '../../src/crm/context/crm.ts';
import { handOver } from '../../src/crm/team/hand-over.ts';
import { noticeDeparture } from '../../src/crm/team/departed-members.ts';
import { enter, type SlackIdentity } from '../../src/crm/team/members.ts';
import { create } from '../../src/crm/records/mutations.ts';
import { everyOf, nextRunOf, schedule } from '../../src/crm/notifications/schedules/schedules.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

const identityOf = ({ slackUserId, name }: Actor): SlackIdentity => ({
  userId: slackUserId,
  teamId: TEAM,
  name,
  email: null,
  timeZone: 'UTC',
  isAdmin: false,
  outsider: null,
});

onBothDatabases((fresh) => {
  let crm: TestCrm;
  afterEach(() => crm.end());

  const aCustomerOf = (actor: Actor, n = 1) =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) => create(tx, 'customer', { name: `Firm ${n}` }));
  const questions = () => crm.database.db('outbox').where({ kind: 'leaver' });

  test('is asked about once, however many processes hear of it at the same moment', async () => {
    const url = await fresh();
    crm = await aCrm(url);
    const [maya, ben] = [await aColleague(crm, 'Maya', 'manager'), await aColleague(crm, 'Ben')];
    await aCustomerOf(ben);
    const { settings: defaults, defaultRole, now } = crm;
    const elsewhere = await openCrm({ url, defaults, defaultRole, now });
    const heard = { userId: ben.slackUserId, teamId: TEAM };
    const both = crm.database.kind === 'postgres' ? [crm, elsewhere, crm, elsewhere] : [crm, crm];
    await Promise.all(both.map((process) => noticeDeparture(process, heard)));
    await noticeDeparture(elsewhere, heard);
    await elsewhere.database.close();
    expect(await questions()).toMatchObject([{ channel: maya.slackUserId }]);
  });

  test('has no role in a process that still remembers them as a colleague', async () => {
    crm = await aCrm(await fresh());
    const ben = await aColleague(crm, 'Ben');
    await noticeDeparture(crm, { userId: ben.slackUserId, teamId: TEAM });
    const gone = { ...identityOf(ben), outsider: 'deactivated' as const };
    const late = enter(crm, identityOf(ben), 'command', () => Promise.resolve(gone));
    await expect(late).rejects.toThrow('This account is deactivated. Ask a workspace admin.');
    expect((await crm.database.db('employees').where({ person: ben.slackUserId }).first()).left_at).not.toBeNull();
    expect(await questions()).toEqual([]);
  });

  test('is asked of the admins where there is no manager', async () => {
    crm = await aCrm(await fresh());
    const [ruth, ben] = [await aColleague(crm, 'Ruth', 'admin'), await aColleague(crm, 'Ben')];
    await aCustomerOf(ben);
    await noticeDeparture(crm, { userId: ben.slackUserId, teamId: TEAM });
    expect(await questions()).toMatchObject([{ channel: ruth.slackUserId }]);
  });

  test('hands over many records in one act, all of them or none, and all come back', async () => {
    crm = await aCrm(await fresh());
    const [maya, ben] = [await aColleague(crm, 'Maya', 'manager'), await aColleague(crm, 'Ben')];
    for (let n = 1; n <= 60; n += 1) await aCustomerOf(ben, n);
    const ownedBy = async (id: number) => (await crm.database.db('customers').where({ owner_id: id })).length;
    const toAll = (id: number) => ({
      customer: id,
      contact: id,
      deal: id,
      followUp: id,
      subscription: id,
      schedule: id,
    });
    const half = handOver(
      { crm, actor: maya, origin: byCommand },
      { from: ben.employeeId, to: { ...toAll(maya.employeeId), deal: 999 } },
    );
    await expect(half).rejects.toThrow('They’re no longer here.');
    await expect(
      handOver({ crm, actor: ben, origin: byCommand }, { from: ben.employeeId, to: toAll(maya.employeeId) }),
    ).rejects.toThrow('As a rep, you can’t transfer the records of someone who left. Ask Maya.');
    expect(await ownedBy(ben.employeeId)).toBe(60);
    const { act, moved } = await handOver(
      { crm, actor: maya, origin: byCommand },
      {
        from: ben.employeeId,
        to: toAll(maya.employeeId),
      },
    );
    expect([moved.customer, await ownedBy(maya.employeeId)]).toEqual([60, 60]);
    await undo({ crm, actor: maya, origin: byCommand }, act);
    expect(await ownedBy(ben.employeeId)).toBe(60);
  });

  test('what channels hear is handed over as well, goes on by the new owner’s clock, and comes back', async () => {
    crm = await aCrm(await fresh());
    const [maya, ben] = [await aColleague(crm, 'Maya', 'manager'), await aColleague(crm, 'Ben')];
    await subscribe({ crm, actor: ben, origin: byCommand }, { channel: 'C1' });
    await subscribe({ crm, actor: ben, origin: byCommand }, { channel: ben.slackUserId });
    const every = everyOf('monday 9:00');
    const { schedule: weekly } = await schedule(
      { crm, actor: ben, origin: byCommand },
      { words: 'this week', every, channel: 'C1' },
    );
    await crm.database.db('employees').where({ id: maya.employeeId }).update({ time_zone: 'America/New_York' });
    const { employeeId: to } = maya;
    const all = { customer: to, contact: to, deal: to, followUp: to, subscription: to, schedule: to };
    const { moved, act } = await handOver({ crm, actor: maya, origin: byCommand }, { from: ben.employeeId, to: all });
    expect(moved).toMatchObject({ subscription: 1, schedule: 1 });
    expect(await nextRunOf(crm, weekly.id)).toBe('2026-11-23T14:00:00.000Z');
    await undo({ crm, actor: maya, origin: byCommand }, act);
    expect(await crm.database.db('subscriptions').where({ owner_id: to })).toEqual([]);
    expect(await nextRunOf(crm, weekly.id)).toBe('2026-11-23T08:00:00.000Z');
  });
});
