import type { AnyRecord, EntityName } from '../model/entity.ts';
import { dayOf } from '../model/time.ts';
import { entityOf } from '../model/registry.ts';
import { hears, isPersonal, listenerOf, type Around } from '../model/updates/listener.ts';
import type { Changes, Write } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { writeOutbox, type NewOutboxItem } from '../store/outbox.ts';
import { findRecord, findRecords } from '../store/records.ts';
import { allStages, everyStage } from '../store/stages.ts';
import { lastTouchOf, subscriptionsIn } from '../store/subscriptions.ts';
import { breakIt, noticeNamed, whyBroken } from './updates/broken.ts';
import { happeningOf, isHeardOf, type Happening } from './updates/happening.ts';
import type { Road } from './road-type.ts';

export type { AddedUpdate, DealUpdate } from './updates/happening.ts';

export interface Change {
  entity: EntityName;
  verb: Write;
  record: AnyRecord;
  changes: Changes;
}

/** Records that filters name. */
const NAMED: readonly EntityName[] = ['employee', 'stage', 'customer', 'contact', 'deal', 'interaction', 'followUp'];

/** Whoever has no access any more hears nothing in private either. */
const isShut = (owner: AnyRecord | undefined): boolean =>
  !owner || owner.deletedAt !== null || owner['leftAt'] !== null || owner['role'] === 'none';

/** The subscriptions that tell anything today. */
const speaking = async (db: Db, team: string, today: string): Promise<AnyRecord[]> => {
  const all = await subscriptionsIn(db, team);
  const awake = all.filter(({ broken, pausedUntil }) => broken === null && !(String(pausedUntil ?? '') > today));
  const personal = awake.filter(({ channel }) => isPersonal(String(channel)));
  if (personal.length === 0) return awake;
  const owners = await findRecords(
    db,
    entityOf('employee'),
    personal.map(({ owner }) => Number(owner)),
  );
  return awake.filter((one) => !personal.includes(one) || !isShut(owners.get(Number(one['owner']))));
};

/** Whom a happening is told; a subscription that cannot say so is broken, and the write goes on. */
const tellAll = async (road: Road, subscriptions: readonly AnyRecord[], { news, tell }: Happening, around: Around) => {
  const items: NewOutboxItem[] = [];
  for (const subscription of subscriptions) {
    try {
      const facts = await hears(listenerOf(subscription), news, around);
      if (facts.length === 0) continue;
      const [team, channel] = [String(subscription['team']), String(subscription['channel'])];
      items.push({ subscriptionId: subscription.id, team, channel, ...tell(facts) });
    } catch (error) {
      await breakIt(road, subscription, whyBroken(error));
    }
  }
  await writeOutbox(road.db, items, road.at);
};

/** Puts what the subscribed channels are to hear of these changes into the outbox, in the changes' own transaction. */
export const announce = async (road: Road, changes: readonly Change[]): Promise<void> => {
  // A year that is made up in a moment is no news.
  if (road.origin.source === 'practice company') return;
  const { db, actor, crm } = road;
  for (const change of changes)
    if ('deletedAt' in change.changes && NAMED.includes(change.entity))
      await noticeNamed(road, change, await allStages(db));
  const heard = changes.filter(isHeardOf);
  if (heard.length === 0) return;
  const today = dayOf(crm.now(), crm.settings.timeZone);
  const subscriptions = await speaking(db, actor.slackTeamId, today);
  if (subscriptions.length === 0) return;
  const around = { today, stages: await everyStage(db) };
  for (const change of heard) await tell(road, change, subscriptions, around);
};

const tell = async (
  road: Road,
  change: Change,
  subscriptions: readonly AnyRecord[],
  { today, stages }: Pick<Around, 'today' | 'stages'>,
): Promise<void> => {
  const { db, actor, at, origin, crm } = road;
  const deed = { ...change, by: actor, source: origin.source, at };
  const happening = await happeningOf(deed, stages, (id) => findRecord(db, entityOf('deal'), id));
  if (!happening) return;
  const lastTouch = (): Promise<string | null> => lastTouchOf(db, happening.news.deal.id);
  const { timeZone, currency } = crm.settings;
  await tellAll(road, subscriptions, happening, { today, timeZone, currency, stages, lastTouch });
};
