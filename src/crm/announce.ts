import type { Actor } from '../model/actor.ts';
import type { AnyRecord, EntityName } from '../model/entity.ts';
import { entityOf } from '../model/registry.ts';
import type { Changes, Write } from '../store/audit.ts';
import { writeOutbox } from '../store/outbox.ts';
import { listRecords } from '../store/records.ts';
import type { Road } from './road.ts';

export interface Change {
  entity: EntityName;
  verb: Write;
  record: AnyRecord;
  changes: Changes;
}

/** What a channel can hear of a deal. */
export type DealEvent =
  'created' | 'stage' | 'won' | 'lost' | 'reopened' | 'amount' | 'owner' | 'removed' | 'restored' | 'merged';

/** Payload of an outbox item of kind `deal-update`: facts, made into sentences when it is delivered. */
export interface DealUpdate {
  dealId: number;
  events: DealEvent[];
  changes: Changes;
  by: Pick<Actor, 'name' | 'slackUserId'>;
  /** ISO moment in UTC. */
  at: string;
}

const stageEvent = (road: Road, [was, is]: [unknown, unknown]): DealEvent => {
  const outcome = (id: unknown) => road.stages.find((stage) => stage.id === id)?.outcome ?? 'open';
  const now = outcome(is);
  if (now !== 'open') return now;
  return outcome(was) === 'open' ? 'stage' : 'reopened';
};

const dealEvents = (road: Road, { verb, changes }: Change): DealEvent[] => {
  if (verb === 'create') return ['created'];
  if (verb === 'remove') return ['removed'];
  if (verb === 'restore') return ['restored'];
  if (verb === 'merge') return ['merged'];
  return [
    ...(changes['stage'] ? [stageEvent(road, changes['stage'])] : []),
    ...(changes['amount'] ? (['amount'] as const) : []),
    ...(changes['owner'] ? (['owner'] as const) : []),
  ];
};

/** Puts what the subscribed channels are to hear of this change into the outbox, in the change's own transaction. */
export const announce = async (road: Road, change: Change): Promise<void> => {
  if (change.entity !== 'deal' || road.origin.source === 'practice company') return;
  const events = dealEvents(road, change);
  if (events.length === 0) return;
  const { actor, at, db } = road;
  const by = { name: actor.name, slackUserId: actor.slackUserId };
  const update: DealUpdate = { dealId: change.record.id, events, changes: change.changes, by, at };
  const { records } = await listRecords(db, entityOf('subscription'), {
    where: { team: actor.slackTeamId },
    limit: 1000,
  });
  const items = records.map((subscription) => ({
    subscriptionId: subscription.id,
    team: String(subscription['team']),
    channel: String(subscription['channel']),
    kind: 'deal-update',
    payload: JSON.stringify(update),
  }));
  await writeOutbox(db, items, at);
};
