import type { EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { formatRhythm, nextTime, storedRhythm, type Rhythm } from '../../model/dates/recurrence.ts';
import { matchesTimeEvents } from '../../model/subscriptions/time-conditions.ts';
import { readEvents } from '../../model/subscriptions/events.ts';
import { momentOf } from '../../model/dates/time.ts';
import { entityOf } from '../../model/registry.ts';
import type { Db } from '../../store/database.ts';
import { dropDue, dueItem, putDue } from '../../store/jobs/jobs.ts';
import { keepZone, zoneOf } from '../../store/team/employees.ts';
import { recordsOwnedBy } from '../../store/team/owned-records.ts';
import type { Crm } from '../context/index.ts';

/** Kinds of due work that belong to a record: their key is the kind and the record’s id. */
export type TriggerKind = 'schedule' | 'clock' | 'digest' | 'fold';

/** When what comes back because of a record comes; null where it does not. */
type Rhythms = Partial<Record<TriggerKind, Rhythm | null>>;

/** When it is looked what came about because time passed: before the working day begins. */
export const CLOCK_LOOK: Rhythm = { on: 'day', at: '08:00' };

/** Entity -> what comes back because of a record of it. */
const TIMERS: Partial<Record<EntityName, (record: AnyRecord) => Rhythms>> = {
  subscription: ({ events, digest, deletedAt }) => ({
    clock: matchesTimeEvents(readEvents(events)) ? CLOCK_LOOK : null,
    digest: storedRhythm(digest),
    // Held-back updates of a removed subscription are never posted.
    ...(deletedAt !== null && { fold: null }),
  }),
  schedule: ({ every }) => ({ schedule: storedRhythm(every) }),
};

export function triggerKey(kind: TriggerKind, id: number): string {
  return `${kind} ${id}`;
}

/** By whose clock the record's days begin: its owner's. */
export async function clockOf(db: Db, crm: Pick<Crm, 'settings'>, record: AnyRecord): Promise<string> {
  return (await zoneOf(db, Number(record['owner']))) ?? crm.settings.timeZone;
}

type Moment = Pick<Crm, 'settings' | 'now'>;

const keep = async (db: Db, crm: Moment, kind: TriggerKind, record: AnyRecord, rhythm: Rhythm): Promise<void> => {
  const key = triggerKey(kind, record.id);
  const timeZone = await clockOf(db, crm, record);
  const spec = `${formatRhythm(rhythm)} ${timeZone}`;
  // One that is due already and was not done yet stays due.
  if ((await dueItem(db, key))?.spec === spec) return;
  const now = crm.now();
  const dueAt = momentOf(nextTime(rhythm, now, timeZone));
  await putDue(db, { key, kind, subject: record.id, spec, dueAt, since: momentOf(now) });
};

/** Keeps what comes back because of a record in step with it, in the transaction that writes it. */
export async function keepTriggers(db: Db, crm: Moment, name: EntityName, record: AnyRecord): Promise<void> {
  const rhythms = TIMERS[name]?.(record);
  if (!rhythms) return;
  for (const [kind, rhythm] of Object.entries(rhythms) as [TriggerKind, Rhythm | null][]) {
    if (rhythm && record.deletedAt === null) await keep(db, crm, kind, record, rhythm);
    else await dropDue(db, [triggerKey(kind, record.id)]);
  }
}

/** It is tried again the next time they come, so nobody waits for it longer than that: milliseconds. */
const PATIENCE_MS = 100;

/** Somebody lives by another clock from now on, and so does what comes back for them. */
export async function followZone(crm: Crm, employee: number, timeZone: string): Promise<void> {
  if ((await zoneOf(crm.database.db, employee)) === timeZone) return;
  await crm.database.transaction(
    async (db) => {
      await keepZone(db, employee, timeZone);
      for (const name of Object.keys(TIMERS) as EntityName[]) {
        for (const record of await recordsOwnedBy(db, entityOf(name), employee))
          await keepTriggers(db, crm, name, record);
      }
    },
    { patience: PATIENCE_MS },
  );
}
