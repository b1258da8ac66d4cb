import { messageOf, type OutboxKind } from '../../../store/outbox/payloads.ts';
import type { ReadContext, RequestContext, Crm } from '../../context/index.ts';
import { momentOf } from '../../../model/dates/time.ts';
import { writeAudit, type AuditVerb } from '../../../store/audit/audit-log.ts';
import { peopleWithRole } from '../../../store/team/employees.ts';
import * as outbox from '../../../store/outbox/outbox.ts';
import { dropFailed, failedItems, forgetTroubles, noteTrouble, reviveFailed } from '../../../store/outbox/state.ts';
import type { FailedItem, Which } from '../../../store/outbox/state.ts';
import type { Db } from '../../../store/database.ts';
import { runInTransaction, entryOf } from '../../records/index.ts';
import { isLoss, pauseChannel } from '../channels/index.ts';
import type { DeliveryWorker } from './outbox.ts';
import { assertAbility } from '../../access/index.ts';

export type { FailedItem } from '../../../store/outbox/state.ts';

/** Kind of the outbox item that notifies admins of a failed message. */
const TROUBLE: OutboxKind = 'delivery-trouble';
/** How many admins are notified: one who fixes it is enough. */
const MOST_TOLD = 5;

/** `channel_not_found`, `could not be put into words`: what failures have in common. */
const causeOf = (error: string): string => (error.split(':')[0] ?? '').slice(0, 120);

/** Tells the admins in private; of the same cause in the same channel only once. */
const report = async (db: Db, { team, channel }: outbox.OutboxItem, error: string, at: string): Promise<void> => {
  const cause = causeOf(error);
  if (!(await noteTrouble(db, { team, channel, cause }, at))) return;
  const admins = (await peopleWithRole(db, ['admin'])).filter(({ person }) => person !== channel);
  const message = messageOf('delivery-trouble', { channel, cause });
  const items = admins
    .slice(0, MOST_TOLD)
    .map(({ person }) => ({ subscriptionId: null, team, channel: person, ...message }));
  await outbox.writeOutbox(db, items, at);
};

/**
 * Marks a message as failed: trying again would not help. Admins are notified, and where the channel accepts nothing, its
 * subscriptions pause; all of it once.
 */
export async function setAside(crm: Crm, by: DeliveryWorker, item: outbox.OutboxItem, error: string): Promise<void> {
  const at = momentOf(crm.now());
  await crm.database.transaction(async (db) => {
    if ((await outbox.markFailed(db, { id: item.id, by: by.name }, at, error)) === 0) return;
    if (isLoss(error)) await pauseChannel(db, item, error, at);
    // That the report itself failed is for the log alone: it would report itself for ever.
    if (item.kind !== TROUBLE) await report(db, item, error, at);
  });
  crm.onOutbox();
}

/** What was set aside, the newest first. @throws Forbidden for all but admins */
export function failedMessages(ctx: ReadContext, page: { offset: number; limit: number }): Promise<FailedItem[]> {
  assertAbility(ctx.actor, 'settings');
  return failedItems(ctx.crm.database.db, page);
}

const decide =
  (verb: AuditVerb, apply: (db: Db, which: Which, at: string) => Promise<number>) =>
  (ctx: RequestContext, id: number | 'all'): Promise<{ act: string; messages: number }> =>
    runInTransaction(ctx, async (tx) => {
      assertAbility(ctx.actor, 'settings');
      const messages = await apply(tx.db, id === 'all' ? 'all' : { id }, tx.at);
      const changes = { message: [null, id], messages: [null, messages] } as Record<string, [null, string | number]>;
      await writeAudit(tx.db, entryOf(tx, { verb, entity: null, recordId: null, changes }));
      // A repeated failure is reported again.
      await forgetTroubles(tx.db, ctx.actor.slackTeamId);
      return { messages };
    });

/** Tries failed messages anew, one or all. @throws Forbidden */
export const sendAgain = decide('send message again', reviveFailed);

/** Lets failed messages be, one or all: they are never sent. @throws Forbidden */
export const dropMessage = decide('drop message', dropFailed);
