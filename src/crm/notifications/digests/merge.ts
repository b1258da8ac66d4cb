import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { messageOf } from '../../../store/outbox/payloads.ts';
import { momentOf } from '../../../model/dates/time.ts';
import type { Db } from '../../../store/database.ts';
import type { NewOutboxItem } from '../../../store/outbox/outbox.ts';
import type { Crm } from '../../context/index.ts';
import { gatherTime } from './gather.ts';

/** What one look at the clock found, as one message. @param at ISO moment in UTC of the look, at which it was written down */
export async function mergedDigestOf(
  crm: Crm,
  db: Db,
  subscription: SubscriptionRecord,
  at: string,
): Promise<NewOutboxItem> {
  const period = { from: at, before: momentOf(Date.parse(at) + 1) };
  const gathered = await gatherTime({ ...crm, database: { ...crm.database, db } }, subscription.id, period);
  const news = { ...gathered, ...period, subscription: subscription.id, of: 'look' } as const;
  const to = {
    subscriptionId: subscription.id,
    team: subscription.team,
    channel: subscription.channel,
  };
  return { ...to, ...messageOf('digest', news) };
}
