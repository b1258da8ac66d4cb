import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { parseFilter } from '../../../model/filter/parse.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { subscriptionOf } from '../../../model/subscriptions/subscription.ts';
import { contextOf } from '../../../model/subscriptions/references.ts';
import { TOLD } from '../../../model/subscriptions/notified-deal.ts';
import { sumsByStage } from '../../../store/notifications/digests.ts';
import { everyStageOf, type Crm } from '../../context/index.ts';
import type { StageLine } from '../../summary/index.ts';

/** The open stages with the deals that the subscription is about, as they stand now. @throws Unclear */
export async function pipelineOfSubscription(crm: Crm, subscription: SubscriptionRecord): Promise<StageLine[]> {
  const { timeZone, currency } = crm.settings;
  const stages = await everyStageOf(crm);
  const { filter: words, meaning } = subscriptionOf(subscription);
  const context = contextOf(meaning, { today: dayOf(crm.now(), timeZone), timeZone, currency, stages });
  const { filter } = parseFilter(TOLD, words, context);
  // Who did it says nothing of what stands there.
  const conditions = filter.conditions.filter(({ field }) => field !== 'by');
  const sums = await sumsByStage(crm.database.db, { ...filter, conditions }, currency);
  return stages
    .filter(({ outcome, id }) => outcome === 'open' && sums.some(({ stage }) => stage === id))
    .map(({ id, name, probability }) => {
      const { count = 0, value = 0 } = sums.find(({ stage }) => stage === id) ?? {};
      return { name, count, value, weighted: Math.round((value * probability) / 100) };
    });
}
