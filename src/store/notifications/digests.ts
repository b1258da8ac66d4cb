import type { Filter } from '../../model/filter/filter.ts';
import { entityOf } from '../../model/registry.ts';
import type { TimeEventPayload } from './time-events.ts';
import type { Db } from '../dialect.ts';
import { matching } from '../records.ts';

/** Since when a subscription holds back in a week, with the budget it has now: ISO moment in UTC; null when it does not. */
export async function normalizedOf(
  db: Db,
  { subscription, week, budget }: { subscription: number; week: string; budget: number },
): Promise<string | null> {
  const row = (await db('budget_folds').where({ subscription_id: subscription, week, budget }).first('since')) as
    { since: string } | undefined;
  return row?.since ?? null;
}

/** From now on it holds back in that week. @returns whether it is the first to say so */
export async function normalizeWeek(
  db: Db,
  { subscription, week, budget, since }: { subscription: number; week: string; budget: number; since: string },
): Promise<boolean> {
  const row = { subscription_id: subscription, week, budget, since };
  const made = (await db('budget_folds')
    .insert(row)
    .onConflict(['subscription_id', 'week', 'budget'])
    .ignore()
    .returning('week')) as unknown[];
  return made.length > 0;
}

/** How many messages of these kinds a subscription was given since a moment. */
export async function messagesSince(
  db: Db,
  subscription: number,
  since: string,
  kinds: readonly string[],
): Promise<number> {
  const [row] = (await db('outbox')
    .where({ subscription_id: subscription })
    .where('created_at', '>=', since)
    .whereIn('kind', [...kinds])
    .count({ n: '*' })) as { n: number }[];
  return row?.n ?? 0;
}

interface NewsRow {
  event: string;
  record_id: number;
  occurrence: string;
  at: string;
}

/** What a subscription heard because time passed, from one moment on and before another. */
export async function heardOfTime(
  db: Db,
  subscription: number,
  from: string,
  before: string,
): Promise<TimeEventPayload[]> {
  const rows = (await db('clock_news')
    .where({ subscription_id: subscription })
    .where('at', '>=', from)
    .where('at', '<', before)
    .orderBy(['at', 'event', 'record_id'])) as NewsRow[];
  return rows.map(({ event, record_id, occurrence, at }) => ({
    subscription,
    event,
    record: record_id,
    occurrence,
    at,
  }));
}

/** What stands in one stage. */
export interface StageSum {
  stage: number;
  count: number;
  /** Minor units of the asked currency; the others are only counted. */
  value: number;
}

/** The deals that a filter lets through, by their stage. */
export async function sumsByStage(db: Db, filter: Filter, currency: string): Promise<StageSum[]> {
  return (await matching(db, entityOf('deal'), { filter, limit: 0 })
    .groupBy('deals.stage_id')
    .select('deals.stage_id as stage')
    .count({ count: '*' })
    .select(
      db.raw('coalesce(sum(case when deals.currency = ? then deals.amount end), 0) as value', [currency]),
    )) as StageSum[];
}
