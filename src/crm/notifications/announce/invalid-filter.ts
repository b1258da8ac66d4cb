import type { Actor } from '../../../model/actor.ts';
import { Unclear } from '../../../model/errors.ts';
import type { AnyRecord, EntityName, Stage } from '../../../model/entity.ts';
import type { FilterContext } from '../../../model/filter/filter.ts';
import { parseFilter } from '../../../model/filter/parse.ts';
import { entityOf } from '../../../model/registry.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { cut } from '../../../model/text/text.ts';
import { listenerOf } from '../../../model/subscriptions/subscription.ts';
import { contextOf, type Meaning } from '../../../model/subscriptions/references.ts';
import { TOLD } from '../../../model/subscriptions/notified-deal.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import { findRecord, findRecords } from '../../../store/records.ts';
import { markBroken, markWhole, subscriptionsIn } from '../../../store/notifications/subscriptions.ts';
import type { Db } from '../../../store/database.ts';
import { isOfDatabase } from '../../../store/connection/database-trouble.ts';
import type { Road } from '../../context/write-context.ts';

/** Payload of an outbox item of kind `subscription-broken`. */
export interface BrokenNews {
  subscription: number;
}

/** Why a filter can’t be understood any more, for the person who made it. */
export const whyBroken = (error: unknown): string =>
  error instanceof Unclear && error.where
    ? `Its filter names “${cut(error.where.words.slice(error.where.from, error.where.to), 60)}”, which was deleted.`
    : 'Its filter can’t be understood any more.';

/** It tells nothing from now on, and the person who made it hears so, once. */
export const breakIt = async (
  road: Pick<Road, 'db' | 'at'> & { actor: Pick<Actor, 'slackTeamId'> },
  subscription: AnyRecord,
  why: string,
): Promise<void> => {
  if (!(await markBroken(road.db, subscription.id, why))) return;
  const maker = await findRecord(road.db, { entity: 'employee', id: Number(subscription['owner']) });
  if (typeof maker?.['person'] !== 'string') return;
  const news: BrokenNews = { subscription: subscription.id };
  const to = { subscriptionId: subscription.id, team: road.actor.slackTeamId, channel: maker['person'] };
  await writeOutbox(road.db, [{ ...to, kind: 'subscription-broken', payload: JSON.stringify(news) }], road.at);
};

const names = ({ refs, stages }: Meaning, entity: EntityName, id: number): boolean =>
  entity === 'stage'
    ? String(id) in stages
    : Object.entries(refs).some(([key, ids]) => key.startsWith(`${entity} `) && ids.includes(id));

/** What the names mean without the records that are gone. */
const living = async (db: Db, meaning: Meaning): Promise<Meaning> => {
  const refs: Record<string, readonly number[]> = {};
  for (const [key, ids] of Object.entries(meaning.refs)) {
    const records = await findRecords(db, entityOf(key.slice(0, key.indexOf(' ')) as EntityName), ids);
    refs[key] = ids.filter((id) => records.get(id)?.deletedAt === null);
  }
  return { ...meaning, refs };
};

const understood = async (
  db: Db,
  subscription: AnyRecord,
  moment: Pick<FilterContext, 'today' | 'timeZone' | 'currency' | 'stages'>,
): Promise<string | null> => {
  try {
    const { filter, meaning } = listenerOf(subscription);
    parseFilter(TOLD, filter, contextOf(await living(db, meaning), moment));
    return null;
  } catch (error) {
    if (isOfDatabase(error)) throw error;
    return whyBroken(error);
  }
};

const isNamed = (subscription: AnyRecord, entity: EntityName, id: number): boolean => {
  try {
    return subscription['filter'] !== null && names(listenerOf(subscription).meaning, entity, id);
  } catch {
    return false;
  }
};

type Named = Readonly<{ entity: EntityName; record: AnyRecord }>;

/** Records that filters name go away or come back: the subscriptions that named them break, or are whole again. */
export const noticeNamed = async (road: Road, changed: readonly Named[], stages: readonly Stage[]): Promise<void> => {
  const subscriptions = await subscriptionsIn(road.db, road.actor.slackTeamId);
  const filtered = subscriptions.filter((subscription) => subscription['filter'] !== null);
  if (filtered.length === 0) return;
  for (const one of changed) {
    const naming = filtered.filter((subscription) => isNamed(subscription, one.entity, one.record.id));
    for (const subscription of naming) await noticeOne(road, subscription, one, stages);
  }
};

const noticeOne = async (
  road: Road,
  subscription: AnyRecord,
  { entity, record }: Named,
  stages: readonly Stage[],
): Promise<void> => {
  const gone = record.deletedAt !== null;
  const { timeZone, currency } = road.crm.settings;
  const left = stages.filter(({ id }) => !(gone && entity === 'stage' && id === record.id));
  const moment = { today: dayOf(road.crm.now(), timeZone), timeZone, currency, stages: left };
  const why = await understood(road.db, subscription, moment);
  // Breaking and mending what is broken or whole already changes nothing.
  if (gone && why !== null) await breakIt(road, subscription, why);
  if (!gone && why === null) await markWhole(road.db, subscription.id);
};
