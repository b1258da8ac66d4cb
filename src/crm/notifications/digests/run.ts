import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { nextTime } from '../../../model/dates/recurrence.ts';
import { Unclear } from '../../../model/errors.ts';
import { addDays, dayOf, momentOf, startOfDay } from '../../../model/dates/time.ts';
import { subscriptionOf } from '../../../model/subscriptions/subscription.ts';
import { frequencyOf } from '../../../model/subscriptions/frequency.ts';
import type { Db } from '../../../store/database.ts';
import { normalizedOf } from '../../../store/notifications/digests.ts';
import { dueItem, type DueItem, type Next } from '../../../store/jobs/jobs.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import { findRecord } from '../../../store/records.ts';
import type { Crm } from '../../context/index.ts';
import { type Done, clockOf, triggerKey } from '../../jobs/index.ts';
import { breakIt, whyInvalid, isAwake, FOLD_RHYTHM, mondayOf } from '../announce/index.ts';
import { messageOf, type DigestPayload, type DigestPeriod, type Gathered } from '../../../store/outbox/payloads.ts';
import { gather } from './gather.ts';

/** Whatever was written this long ago is committed: a digest reaches up to there, so that nothing falls between two. */
const SETTLED_MS = 60_000;

interface DigestContext {
  subscription: SubscriptionRecord;
  timeZone: string;
  today: string;
  now: number;
}

const subjectOf = async (crm: Crm, db: Db, id: number): Promise<DigestContext | null> => {
  const subscription = await findRecord(db, { entity: 'subscription', id });
  if (!subscription || subscription.deletedAt !== null) return null;
  const now = crm.now();
  const timeZone = await clockOf(db, crm, subscription);
  return { subscription, timeZone, today: dayOf(now, timeZone), now };
};

/** Changes during a pause are never posted. */
const fromOf = ({ subscription, timeZone }: DigestContext, since: string): string => {
  const paused = subscription.pausedUntil;
  const awake = typeof paused === 'string' ? startOfDay(paused, timeZone) : since;
  return awake > since ? awake : since;
};

const isEmpty = ({ sections, also }: Gathered): boolean =>
  Object.keys(sections).length + Object.keys(also).length === 0;

/** One digest of that time; of a week in which nothing happened it says so in a line, of a day nothing. */
const digestOf = async (
  crm: Crm,
  { subscription, today, now }: DigestContext,
  { period, next, of }: { period: DigestPeriod; next: Next | null; of: DigestPayload['of'] },
): Promise<Done> => {
  const [at, id] = [momentOf(now), subscription.id];
  const to = { subscriptionId: id, team: subscription.team, channel: subscription.channel };
  try {
    const gathered = await gather(crm, subscription, subscriptionOf(subscription), period);
    if (isEmpty(gathered) && of !== 'week') return { next };
    const news: DigestPayload = { ...gathered, ...period, subscription: id, of };
    return {
      next,
      write: async (db) => {
        const present = await findRecord(db, { entity: 'subscription', id });
        if (!present || !(await isAwake(db, present, today))) return;
        await writeOutbox(db, [{ ...to, ...messageOf('digest', news) }], at);
      },
    };
  } catch (error) {
    if (!(error instanceof Unclear || error instanceof SyntaxError)) throw error;
    const tx = { at, actor: { slackTeamId: to.team } };
    return { next, write: (db) => breakIt({ ...tx, db }, subscription, whyInvalid(error)) };
  }
};

/** The digest of a subscription, when it is due: everything since the last one, however long ago that was. */
export async function runDigest(crm: Crm, { subject: id, since }: DueItem): Promise<Done> {
  const subject = await subjectOf(crm, crm.database.db, id);
  const rhythm = subject && frequencyOf(subject.subscription).digest;
  if (!subject || !rhythm) return { next: null };
  const { subscription, timeZone, today, now } = subject;
  const settled = momentOf(now - SETTLED_MS);
  const before = settled > since ? settled : since;
  const next = { dueAt: momentOf(nextTime(rhythm, now, timeZone)), since: before };
  if (!(await isAwake(crm.database.db, subscription, today))) return { next };
  const period = { from: fromOf(subject, since), before };
  return digestOf(crm, subject, { period, next, of: rhythm.on === 'weekday' ? 'day' : 'week' });
}

/**
 * What a subscription held back since its weekly budget was used up, once a day until the week is over; its last time is
 * in the next week and reaches to the end of the last.
 * @param item its spec is the Monday of the week
 */
export async function applyPending(crm: Crm, { subject: id, since, spec: monday }: DueItem): Promise<Done> {
  const { db } = crm.database;
  const subject = await subjectOf(crm, db, id);
  const budget = subject && frequencyOf(subject.subscription).budget;
  if (!subject) return { next: null };
  const { subscription, timeZone, today, now } = subject;
  // A changed weekly limit allows instant updates again from then on.
  const holds = budget !== null && (await normalizedOf(db, { subscription: id, week: monday, budget })) !== null;
  const settled = momentOf(now - SETTLED_MS);
  const ends = holds ? startOfDay(addDays(monday, 7), timeZone) : subscription.updatedAt;
  const before = [settled, ends].toSorted()[0] ?? settled;
  const isOver = !holds || mondayOf(today) !== monday;
  const next = isOver ? null : { dueAt: momentOf(nextTime(FOLD_RHYTHM, now, timeZone)), since: before };
  if (before <= since || !(await isAwake(db, subscription, today))) return { next };
  return digestOf(crm, subject, { period: { from: fromOf(subject, since), before }, next, of: 'fold' });
}

/** When the next digest of a subscription comes: ISO moment in UTC; null when none does. */
export async function nextDigestOf(crm: Crm, id: number): Promise<string | null> {
  return (await dueItem(crm.database.db, triggerKey('digest', id)))?.dueAt ?? null;
}
