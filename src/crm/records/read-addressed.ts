import type { RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { atLeast } from '../../model/roles.ts';
import { isPersonal } from '../../model/subscriptions/subscription.ts';
import type { ReadContext } from '../context/index.ts';
import { missing } from './merge-target.ts';
import { readRecord } from './mutations.ts';

/**
 * A record that speaks to a channel, such as a subscription or a schedule; what speaks to somebody else alone is seen by
 * admins only.
 * @throws NotFound, Forbidden
 */
export async function readAddressed(ctx: ReadContext, ref: RecordRef): Promise<AnyRecord> {
  const found = await readRecord(ctx, ref);
  const channel = String(found['channel']);
  if (!isPersonal(channel) || channel === ctx.actor.slackUserId || atLeast(ctx.actor.role, 'admin')) return found;
  throw missing(ref);
}
