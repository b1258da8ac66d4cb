import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Actor } from '../../../src/model/actor.ts';
import { loseChannel } from '../../../src/crm/notifications/channels/lost-channels.ts';
import { enter } from '../../../src/crm/team/members.ts';
import {
  endSchedule,
  everyOf,
  nextRunOf,
  pauseSchedule,
  reviseSchedule,
  schedule,
} from '../../../src/crm/notifications/schedules/schedules.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { doAllDue } from '../../support/due.ts';

// PostgreSQL is slow on a busy machine.
jest.setTimeout(30_000);

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    maya = await aColleague(crm, 'Maya', 'manager');
  });
  afterEach(() => crm.end());

  const monday = async (channel = 'C1') =>
    (
      await schedule(
        { crm, actor: maya, origin: byCommand },
        { words: 'this week', every: everyOf('monday 9:00'), channel },
      )
    ).schedule;
  const posted = async (): Promise<string[]> =>
    (await crm.database.db('outbox').orderBy('id')).map(
      ({ kind, channel }: { kind: string; channel: string }) => `${kind} ${channel}`,
    );

  test('comes on its day at its hour by its maker’s clock, once; what was missed comes once', async () => {
    const { id } = await monday();
    expect(await nextRunOf(crm, id)).toBe('2026-11-23T08:00:00.000Z');
    crm.at('2026-11-23T07:59:59Z');
    expect(await doAllDue(crm)).toBe(0);
    crm.at('2026-11-23T08:00:00Z');
    await Promise.all([doAllDue(crm, 'a'), doAllDue(crm, 'b')]);
    expect(await posted()).toEqual(['scheduled-summary C1']);
    crm.at('2026-12-15T12:00:00Z');
    await doAllDue(crm);
    expect(await posted()).toHaveLength(2);
    expect(await nextRunOf(crm, id)).toBe('2026-12-21T08:00:00.000Z');
  });

  test('keeps to the hour when summer time ends, and follows its maker into another zone', async () => {
    crm.at('2026-10-20T12:00:00Z');
    const { id } = await monday();
    expect(await nextRunOf(crm, id)).toBe('2026-10-26T08:00:00.000Z');
    const inNewYork = {
      userId: maya.slackUserId,
      teamId: TEAM,
      name: 'Maya',
      email: null,
      isAdmin: false,
      outsider: null,
    };
    await enter(crm, { ...inNewYork, timeZone: 'America/New_York' });
    expect(await nextRunOf(crm, id)).toBe('2026-10-26T13:00:00.000Z');
  });

  test('one that rests, or was ended, does not come; undoing the end brings it back', async () => {
    const { id } = await monday();
    await pauseSchedule({ crm, actor: maya, origin: byCommand }, { entity: 'schedule', id }, '2026-11-24');
    crm.at('2026-11-23T08:00:00Z');
    await doAllDue(crm);
    expect(await posted()).toEqual([]);
    const { act } = await endSchedule({ crm, actor: maya, origin: byCommand }, { entity: 'schedule', id });
    expect(await nextRunOf(crm, id)).toBeNull();
    await undo({ crm, actor: maya, origin: { source: 'undo' } }, act);
    expect(await nextRunOf(crm, id)).toBe('2026-11-30T08:00:00.000Z');
    crm.at('2026-11-30T08:00:00Z');
    await doAllDue(crm);
    expect(await posted()).toEqual(['scheduled-summary C1']);
  });

  test('the same one twice is one; another hour is another', async () => {
    const first = await monday();
    const again = await schedule(
      { crm, actor: maya, origin: byCommand },
      { words: 'this week', every: everyOf('mon'), channel: 'C1' },
    );
    expect(again).toMatchObject({ existed: true, schedule: { id: first.id } });
    expect(await crm.database.db('due_work')).toHaveLength(1);
    await reviseSchedule(
      { crm, actor: maya, origin: byCommand },
      {
        ref: { entity: 'schedule', id: first.id },
        words: 'last week',
        every: everyOf('weekday 17:30'),
        pausedUntil: null,
        owner: undefined,
      },
    );
    expect(await nextRunOf(crm, first.id)).toBe('2026-11-16T16:30:00.000Z');
  });

  test.each([
    ['lost their role', { role: 'none' }, 'Maya, the owner, no longer has access.'],
    ['left', { left_at: '2026-11-20T00:00:00.000Z' }, 'Maya, the owner, has left.'],
    ['was deleted', { deleted_at: '2026-11-20T00:00:00.000Z' }, 'Maya, the owner, has left.'],
  ])('stops when its maker %s, and the channel is told once', async (_what, change, why) => {
    const { id } = await monday();
    await crm.database.db('employees').where({ id: maya.employeeId }).update(change);
    for (const day of ['2026-11-23', '2026-11-30']) {
      crm.at(`${day}T08:00:00Z`);
      await doAllDue(crm);
    }
    expect(await posted()).toEqual(['schedule-stopped C1']);
    expect(await crm.database.db('schedules').where({ id }).first()).toMatchObject({ broken: why, version: 1 });
  });

  test('one to a person who lost their role tells them alone, and nobody where they have left', async () => {
    await monday(maya.slackUserId);
    await crm.database.db('employees').where({ id: maya.employeeId }).update({ role: 'none' });
    crm.at('2026-11-23T08:00:00Z');
    await doAllDue(crm);
    expect(await posted()).toEqual([`schedule-stopped ${maya.slackUserId}`]);
  });

  test('stops when its channel was archived, and its maker is told in private, once', async () => {
    await monday();
    for (let n = 0; n < 2; n += 1) await loseChannel(crm, { team: TEAM, channel: 'C1' }, 'is_archived');
    crm.at('2026-11-23T08:00:00Z');
    await doAllDue(crm);
    expect(await posted()).toEqual([`schedule-stopped ${maya.slackUserId}`]);
  });

  test('whoever may not make any is refused', async () => {
    const viewer = await aColleague(crm, 'Vera', 'viewer');
    const make = schedule(
      { crm, actor: viewer, origin: byCommand },
      { words: '', every: everyOf('day'), channel: 'C1' },
    );
    await expect(make).rejects.toThrow('can’t add schedules');
  });
});

test.each(['', 'blue', 'monday 25:00', 'monday tomorrow'])('“%s” is no rhythm, and the form says what is', (typed) => {
  expect(() => everyOf(typed)).toThrow(/monday 9:00|9:00 or 17:30/);
});
