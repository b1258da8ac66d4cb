import { ROLES, type Role } from '../../../model/roles.ts';
import { theApp, type Actor } from '../../../model/actor.ts';
import { titleOf, type EntityName } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { nextTime, storedRhythm } from '../../../model/dates/recurrence.ts';
import { Forbidden } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
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

/** Payload of an outbox item of kind `scheduled-summary`: which one is to be worked out and posted. */
export interface ScheduledSummaryPayload {
  schedule: number;
}

/** Payload of `schedule-stopped`: the notice to its owner or channel, sent once. */
export type ScheduleStoppedPayload = ScheduledSummaryPayload;

/** What a summary counts: whoever may not see it gets none. */
const SUBJECTS: readonly EntityName[] = ['customer', 'contact', 'deal', 'interaction'];

/** For whom it is worked out, as they stand now; or in a sentence why nobody may have it. */
const makerOf = async (
  db: Db,
  crm: Crm,
  schedule: AnyRecord,
): Promise<{ actor: Actor } | { why: string; person: string | null }> => {
  const employee = await findRecord(db, { entity: 'employee', id: Number(schedule['owner']) });
  if (!employee) return { why: 'Its owner no longer exists.', person: null };
  const name = titleOf(entityOf('employee'), employee);
  const person = typeof employee['person'] === 'string' ? employee['person'] : null;
  if (employee.deletedAt !== null || employee['leftAt'] !== null || person === null)
    return { why: `${name}, the owner, has left.`, person: null };
  const role: Role = ROLES.find((one) => one === employee['role']) ?? 'none';
  const zone = await clockOf(db, crm, schedule);
  const actor: Actor = {
    ...theApp(String(schedule['team']), zone),
    employeeId: employee.id,
    name,
    role,
    slackUserId: person,
  };
  try {
    for (const subject of SUBJECTS) assertCan(actor, entityOf(subject), 'read', null);
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
  schedule: AnyRecord,
  { why, at, to }: { why: string; at: string; to: string | null },
): Promise<void> {
  if (!(await markStopped(db, schedule.id, why)) || to === null) return;
  const news: ScheduleStoppedPayload = { schedule: schedule.id };
  const item = { subscriptionId: null, team: String(schedule['team']), channel: to };
  await writeOutbox(db, [{ ...item, kind: 'schedule-stopped', payload: JSON.stringify(news) }], at);
}

const isResting = ({ broken, pausedUntil, deletedAt }: AnyRecord, today: string): boolean =>
  deletedAt !== null || broken !== null || String(pausedUntil ?? '') > today;

/** Puts the summary into the outbox, where it is worked out when it is posted; with its maker's rights of this moment. */
export async function runSchedule(crm: Crm, { subject }: DueItem): Promise<Done> {
  const { knex } = crm.database;
  const found = await findRecord(knex, { entity: 'schedule', id: subject });
  const rhythm = storedRhythm(found?.['every']);
  if (!found || found.deletedAt !== null || !rhythm) return { next: null };
  const now = crm.now();
  const timeZone = await clockOf(knex, crm, found);
  const at = momentOf(now);
  const next = { dueAt: momentOf(nextTime(rhythm, now, timeZone)), since: at };
  const today = dayOf(now, timeZone);
  return {
    next,
    write: async (db) => {
      const schedule = await findRecord(db, { entity: 'schedule', id: subject });
      if (!schedule || isResting(schedule, today)) return;
      const channel = String(schedule['channel']);
      const maker = await makerOf(db, crm, schedule);
      if ('why' in maker) {
        const to = isPersonal(channel) ? maker.person : channel;
        return stopSchedule(db, schedule, { why: maker.why, at, to });
      }
      const news: ScheduledSummaryPayload = { schedule: schedule.id };
      const item = { subscriptionId: null, team: String(schedule['team']), channel };
      await writeOutbox(db, [{ ...item, kind: 'scheduled-summary', payload: JSON.stringify(news) }], at);
    },
  };
}

/** The schedule that an item names, with whom it is worked out for; null when there is nothing to post any more. */
export async function dueSchedule(
  crm: Crm,
  { schedule: id }: ScheduledSummaryPayload,
): Promise<{ schedule: AnyRecord; actor: Actor } | null> {
  const { knex } = crm.database;
  const schedule = await findRecord(knex, { entity: 'schedule', id });
  if (!schedule) return null;
  if (isResting(schedule, dayOf(crm.now(), await clockOf(knex, crm, schedule)))) return null;
  const maker = await makerOf(knex, crm, schedule);
  return 'actor' in maker ? { schedule, actor: maker.actor } : null;
}

/** As `stopSchedule`, in a transaction of its own: for what is found out only when it is to be posted. */
export async function haltSchedule(crm: Crm, schedule: AnyRecord, why: string): Promise<void> {
  const channel = String(schedule['channel']);
  const to = isPersonal(channel) ? null : channel;
  await crm.database.transaction((db) => stopSchedule(db, schedule, { why, at: momentOf(crm.now()), to }));
  crm.onOutbox();
}
