import type { ScheduleRecord } from '../../../model/entities/schedules.ts';
import type { ReadContext, RequestContext, Crm } from '../../context/index.ts';
import type { RecordRef } from '../../../model/entity.ts';
import { Invalid, Unclear } from '../../../model/errors.ts';
import { formatRhythm, storedRhythm, type Rhythm } from '../../../model/dates/recurrence.ts';
import { EVERY, typedRhythm, bareExample } from '../../../model/dates/recurrence-words.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { cleanLine } from '../../../model/text/text.ts';
import { schedulesIn } from '../../../store/notifications/schedules.ts';
import { dueItem } from '../../../store/jobs/jobs.ts';
import { runInTransaction, create, edit, remove } from '../../records/index.ts';
import { triggerKey } from '../../jobs/index.ts';

/** So many are more than a channel can look at. */
const MOST = 50;

/** What somebody who names no period is summed up. */
export const USUAL_WORDS = 'this month';

const inChannels = (all: readonly ScheduleRecord[], channels: readonly string[]): ScheduleRecord[] =>
  all.filter(({ channel }) => channels.includes(channel));

/** The schedules of these channels, oldest first. @param channels Slack ids; a user id for what one person gets alone */
export async function schedulesOf(ctx: ReadContext, channels: readonly string[]): Promise<ScheduleRecord[]> {
  return inChannels(await schedulesIn(ctx.crm.database.db, ctx.actor.slackTeamId), channels);
}

/** Every schedule of the workspace. */
export function allSchedules(ctx: ReadContext): Promise<ScheduleRecord[]> {
  return schedulesIn(ctx.crm.database.db, ctx.actor.slackTeamId);
}

export interface Scheduled {
  act: string;
  schedule: ScheduleRecord;
  /** It was there already. */
  existed: boolean;
}

export interface NewSchedule {
  /** What stands after `/crm summary`. The caller knows that it can be understood. */
  words: string;
  every: Rhythm;
  /** Slack channel id; a user id for what one person gets alone. */
  channel: string;
}

/** From now on the summary comes by itself. @throws Invalid, Forbidden */
export function schedule(ctx: RequestContext, { words, every, channel }: NewSchedule): Promise<Scheduled> {
  return runInTransaction(ctx, async (tx) => {
    const input = { words: cleanLine(words) || USUAL_WORDS, every: formatRhythm(every), channel };
    const there = inChannels(await schedulesIn(tx.db, ctx.actor.slackTeamId), [channel]);
    const same = there.find((one) => one.words === input.words && one.every === input.every);
    if (same && same.broken === null) return { schedule: same, existed: true };
    if (there.length >= MOST) throw new Invalid({ words: `${MOST} schedules is the limit. Remove one first.` });
    return { schedule: await create(tx, 'schedule', { ...input, team: ctx.actor.slackTeamId }), existed: false };
  });
}

/** What was typed into a form as its rhythm. @throws Invalid */
export function everyOf(typed: string): Rhythm {
  try {
    const rhythm = storedRhythm(typedRhythm(cleanLine(typed), EVERY));
    if (rhythm) return rhythm;
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    throw new Invalid({ every: error.message });
  }
  throw new Invalid({ every: `Enter when to send it, like ${bareExample(EVERY)}.` });
}

export interface ScheduleRevision {
  ref: RecordRef<'schedule'>;
  /** As of the opening of the form. */
  version?: number | undefined;
  words: string;
  every: Rhythm;
  pausedUntil: unknown;
  /** Whom it is handed over to; undefined to leave it. */
  owner: unknown;
}

/** Changes a schedule; one that was stopped goes on. @throws Invalid, Forbidden, NotFound, Stale */
export function reviseSchedule(
  ctx: RequestContext,
  { ref, version, words, every, pausedUntil, owner }: ScheduleRevision,
): Promise<Omit<Scheduled, 'existed'>> {
  return runInTransaction(ctx, async (tx) => {
    const input = { words: cleanLine(words) || USUAL_WORDS, every: formatRhythm(every), pausedUntil, broken: null };
    const saved = await edit(tx, ref, { ...input, ...(owner !== undefined && { owner }) }, version);
    if (owner !== undefined && isPersonal(saved.channel))
      throw new Invalid({ owner: 'Personal schedules can’t be transferred. Others can create their own.' });
    return { schedule: saved };
  });
}

/** Lets it rest until a day, or go on. @param until `YYYY-MM-DD`; null to go on @throws Forbidden, NotFound */
export function pauseSchedule(
  ctx: RequestContext,
  ref: RecordRef<'schedule'>,
  until: string | null,
): Promise<Omit<Scheduled, 'existed'>> {
  return runInTransaction(ctx, async (tx) => ({
    schedule: await edit(tx, ref, { pausedUntil: until }),
  }));
}

/** @throws Forbidden, NotFound */
export function endSchedule(ctx: RequestContext, ref: RecordRef<'schedule'>): Promise<Omit<Scheduled, 'existed'>> {
  return runInTransaction(ctx, async (tx) => ({ schedule: await remove(tx, ref) }));
}

/** When it comes next: ISO moment in UTC; null when it does not. */
export async function nextRunOf(crm: Crm, id: number): Promise<string | null> {
  return (await dueItem(crm.database.db, triggerKey('schedule', id)))?.dueAt ?? null;
}
