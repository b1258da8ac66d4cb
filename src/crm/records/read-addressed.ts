import type { RecordRef } from '../../model/entity.ts';
import type { RecordNamed } from '../../model/registry.ts';
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
export async function readAddressed<N extends 'schedule' | 'subscription'>(
  ctx: ReadContext,
  ref: RecordRef<N>,
): Promise<RecordNamed<N>> {
  const found = await readRecord(ctx, ref);
  const channel = String(found.channel);
  if (!isPersonal(channel) || channel === ctx.actor.slackUserId || atLeast(ctx.actor.role, 'admin')) return found;
  throw missing(ref);
}
