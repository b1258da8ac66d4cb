import type { ScheduleRecord } from '../../../model/entities/schedules.ts';
import { messageOf, type ScheduledSummaryPayload } from '../../../store/outbox/payloads.ts';
import { ROLES, type Role } from '../../../model/roles.ts';
import { theApp, type Actor } from '../../../model/actor.ts';
import { titleOf } from '../../../model/entity.ts';
import { nextTime, storedRhythm } from '../../../model/dates/recurrence.ts';
import { Forbidden } from '../../../model/errors.ts';
import { entitiesWith, entityOf } from '../../../model/registry.ts';
import { dayOf, momentOf } from '../../../model/dates/time.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import type { Db } from '../../../store/database.ts';
import type { DueItem } from '../../../store/jobs/jobs.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import { findRecord } from '../../../store/records.ts';
import { markStopped } from '../../../store/notifications/schedules.ts';
import type { Crm } from '../../context/index.ts';
import { type Done, clockOf } from '../../jobs/index.ts';
import { assertCan } from '../../records/index.ts';

/** For whom it is worked out, as they stand now; or in a sentence why nobody may have it. */
const makerOf = async (
  db: Db,
  crm: Crm,
  schedule: ScheduleRecord,
): Promise<{ actor: Actor } | { why: string; person: string | null }> => {
  const employee = await findRecord(db, { entity: 'employee', id: schedule.owner });
  if (!employee) return { why: 'Its owner no longer exists.', person: null };
  const name = titleOf(entityOf('employee'), employee);
  const person = typeof employee['person'] === 'string' ? employee['person'] : null;
  if (employee.deletedAt !== null || employee.leftAt !== null || person === null)
    return { why: `${name}, the owner, has left.`, person: null };
  const role: Role = ROLES.find((one) => one === employee.role) ?? 'none';
  const zone = await clockOf(db, crm, schedule);
  const actor: Actor = {
    ...theApp(schedule.team, zone),
    employeeId: employee.id,
    name,
    role,
    slackUserId: person,
  };
  try {
    // Whoever may not read what a summary counts gets none.
    for (const subject of entitiesWith('isCounted')) assertCan(actor, entityOf(subject), 'read', null);
    return { actor };
  } catch (error) {
    if (error instanceof Forbidden) return { why: `${name}, the owner, no longer has access.`, person };
    throw error;
  }
};

/**
 * Stops it until somebody edits it, and says so once: to the channel it spoke to, or to its maker alone, as far as they
 * are still here.
 */
export async function stopSchedule(
  db: Db,
  schedule: ScheduleRecord,
  { why, at, to }: { why: string; at: string; to: string | null },
): Promise<void> {
  if (!(await markStopped(db, schedule.id, why)) || to === null) return;
  const item = { subscriptionId: null, team: schedule.team, channel: to };
  await writeOutbox(db, [{ ...item, ...messageOf('schedule-stopped', { schedule: schedule.id }) }], at);
}

const isResting = ({ broken, pausedUntil, deletedAt }: ScheduleRecord, today: string): boolean =>
  deletedAt !== null || broken !== null || (pausedUntil ?? '') > today;

/** Puts the summary into the outbox, where it is worked out when it is posted; with its maker's rights of this moment. */
export async function runSchedule(crm: Crm, { subject }: DueItem): Promise<Done> {
  const { db } = crm.database;
  const found = await findRecord(db, { entity: 'schedule', id: subject });
  const rhythm = storedRhythm(found?.every);
  if (!found || found.deletedAt !== null || !rhythm) return { next: null };
  const now = crm.now();
  const timeZone = await clockOf(db, crm, found);
  const at = momentOf(now);
  const next = { dueAt: momentOf(nextTime(rhythm, now, timeZone)), since: at };
  const today = dayOf(now, timeZone);
  return {
    next,
    write: async (trx) => {
      const schedule = await findRecord(trx, { entity: 'schedule', id: subject });
      if (!schedule || isResting(schedule, today)) return;
      const channel = schedule.channel;
      const maker = await makerOf(trx, crm, schedule);
      if ('why' in maker) {
        const to = isPersonal(channel) ? maker.person : channel;
        return stopSchedule(trx, schedule, { why: maker.why, at, to });
      }
      const item = { subscriptionId: null, team: schedule.team, channel };
      await writeOutbox(trx, [{ ...item, ...messageOf('scheduled-summary', { schedule: schedule.id }) }], at);
    },
  };
}

/** The schedule that an item names, with whom it is worked out for; null when there is nothing to post any more. */
export async function dueSchedule(
  crm: Crm,
  { schedule: id }: ScheduledSummaryPayload,
): Promise<{ schedule: ScheduleRecord; actor: Actor } | null> {
  const { db } = crm.database;
  const schedule = await findRecord(db, { entity: 'schedule', id });
  if (!schedule) return null;
  if (isResting(schedule, dayOf(crm.now(), await clockOf(db, crm, schedule)))) return null;
  const maker = await makerOf(db, crm, schedule);
  return 'actor' in maker ? { schedule, actor: maker.actor } : null;
}

/** As `stopSchedule`, in a transaction of its own: for what is found out only when it is to be posted. */
export async function haltSchedule(crm: Crm, schedule: ScheduleRecord, why: string): Promise<void> {
  const channel = schedule.channel;
  const to = isPersonal(channel) ? null : channel;
  await crm.database.transaction((db) => stopSchedule(db, schedule, { why, at: momentOf(crm.now()), to }));
  crm.onOutbox();
}
