import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { messageOf } from '../../../store/outbox/payloads.ts';
import type { Actor } from '../../../model/actor.ts';
import { Unclear } from '../../../model/errors.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import type { FilterContext } from '../../../model/filter/filter.ts';
import { parseFilter } from '../../../model/filter/parse.ts';
import { entityOf, hasTrait } from '../../../model/registry.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { cut } from '../../../model/text/text.ts';
import { subscriptionOf } from '../../../model/subscriptions/subscription.ts';
import { contextOf, type ResolvedReferences } from '../../../model/subscriptions/references.ts';
import { TOLD } from '../../../model/subscriptions/notified-deal.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import { findRecord, findRecords } from '../../../store/records.ts';
import { markFilterInvalid, markWhole, subscriptionsIn } from '../../../store/notifications/subscriptions.ts';
import type { Db } from '../../../store/database.ts';
import { isOfDatabase } from '../../../store/connection/database-trouble.ts';
import type { WriteContext } from '../../context/index.ts';

export const FILTER_NO_LONGER_VALID = 'Its filter is no longer valid.';

/** Why a filter is no longer valid, for the subscription's owner. */
export function whyInvalid(error: unknown): string {
  return error instanceof Unclear && error.where
    ? `Its filter uses “${cut(error.where.words.slice(error.where.from, error.where.to), 60)}”, which was deleted.`
    : FILTER_NO_LONGER_VALID;
}

/** Stops the subscription and notifies its owner once. */
export async function breakIt(
  tx: Pick<WriteContext, 'db' | 'at'> & { actor: Pick<Actor, 'slackTeamId'> },
  subscription: SubscriptionRecord,
  why: string,
): Promise<void> {
  if (!(await markFilterInvalid(tx.db, subscription.id, why))) return;
  const maker = await findRecord(tx.db, { entity: 'employee', id: subscription.owner });
  if (typeof maker?.['person'] !== 'string') return;
  const to = { subscriptionId: subscription.id, team: tx.actor.slackTeamId, channel: maker.person };
  await writeOutbox(tx.db, [{ ...to, ...messageOf('subscription-broken', { subscription: subscription.id }) }], tx.at);
}

const names = ({ refs, stages }: ResolvedReferences, entity: EntityName, id: number): boolean =>
  hasTrait(entity, 'isPipelineStep')
    ? String(id) in stages
    : Object.entries(refs).some(([key, ids]) => key.startsWith(`${entity} `) && ids.includes(id));

/** What the names mean without the records that are gone. */
const living = async (db: Db, meaning: ResolvedReferences): Promise<ResolvedReferences> => {
  const refs: Record<string, readonly number[]> = {};
  for (const [key, ids] of Object.entries(meaning.refs)) {
    const records = await findRecords(db, entityOf(key.slice(0, key.indexOf(' ')) as EntityName), ids);
    refs[key] = ids.filter((id) => records.get(id)?.deletedAt === null);
  }
  return { ...meaning, refs };
};

const understood = async (
  db: Db,
  subscription: SubscriptionRecord,
  moment: Pick<FilterContext, 'today' | 'timeZone' | 'currency' | 'stages'>,
): Promise<string | null> => {
  try {
    const { filter, meaning } = subscriptionOf(subscription);
    parseFilter(TOLD, filter, contextOf(await living(db, meaning), moment));
    return null;
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    return whyInvalid(error);
  }
};

const isNamed = (subscription: SubscriptionRecord, entity: EntityName, id: number): boolean => {
  try {
    return subscription.filter !== null && names(subscriptionOf(subscription).meaning, entity, id);
  } catch {
    return false;
  }
};

type Named = Readonly<{ entity: EntityName; record: AnyRecord }>;

/** Records that filters name go away or come back: the subscriptions that named them break, or are whole again. */
export async function noticeNamed(
  tx: WriteContext,
  changed: readonly Named[],
  stages: readonly Stage[],
): Promise<void> {
  const subscriptions = await subscriptionsIn(tx.db, tx.actor.slackTeamId);
  const filtered = subscriptions.filter((subscription) => subscription.filter !== null);
  if (filtered.length === 0) return;
  for (const one of changed) {
    const naming = filtered.filter((subscription) => isNamed(subscription, one.entity, one.record.id));
    for (const subscription of naming) await noticeOne(tx, subscription, one, stages);
  }
}

const noticeOne = async (
  tx: WriteContext,
  subscription: SubscriptionRecord,
  { entity, record }: Named,
  stages: readonly Stage[],
): Promise<void> => {
  const gone = record.deletedAt !== null;
  const { timeZone, currency } = tx.crm.settings;
  const left = stages.filter(({ id }) => !(gone && hasTrait(entity, 'isPipelineStep') && id === record.id));
  const moment = { today: dayOf(tx.crm.now(), timeZone), timeZone, currency, stages: left };
  const why = await understood(tx.db, subscription, moment);
  // Breaking and mending what is broken or whole already changes nothing.
  if (gone && why !== null) await breakIt(tx, subscription, why);
  if (!gone && why === null) await markWhole(tx.db, subscription.id);
};
