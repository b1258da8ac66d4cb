import type { Actor, Origin } from '../model/actor.ts';
import type { AnyRecord } from '../model/entity.ts';
import { NotFound } from '../model/problems.ts';
import { entityOf } from '../model/registry.ts';
import { writeAudit } from '../store/audit.ts';
import { laneOf, type CardEntity } from '../store/cards.ts';
import { writeOutbox } from '../store/outbox.ts';
import * as store from '../store/rooms.ts';
import { carryOut } from './carry-out.ts';
import type { Crm } from './crm.ts';
import { demand } from './road.ts';
import { entryOf } from './write.ts';

/**
 * From now on the channel is about that record: it gets its card, and hears what happens. Whoever may subscribe it may do
 * that. @throws Forbidden
 */
export const linkRoom = (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  { channel, entity, record }: { channel: string; entity: CardEntity; record: AnyRecord },
): Promise<{ act: string }> =>
  carryOut(crm, actor, origin, async (road) => {
    demand(actor, entityOf('subscription'), 'create', null);
    const team = actor.slackTeamId;
    await store.keepRoom(road.db, { team, channel, entity, recordId: record.id }, actor.employeeId, road.at);
    await writeAudit(road.db, entryOf(road, { verb: 'link', entity, recordId: record.id, changes: {} }));
    const card = { subscriptionId: null, team, channel, kind: 'card', payload: '{}' };
    await writeOutbox(road.db, [{ ...card, op: 'show', lane: laneOf(entity, record.id) }], road.at);
    return {};
  });

/** The channel is about nothing any more. @throws NotFound, Forbidden */
export const unlinkRoom = (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  channel: string,
): Promise<{ act: string; room: store.Room }> =>
  carryOut(crm, actor, origin, async (road) => {
    demand(actor, entityOf('subscription'), 'create', null);
    const place = { team: actor.slackTeamId, channel };
    const room = await store.findRoom(road.db, place);
    if (!room) throw new NotFound('This channel is about no customer or deal. `/crm link <ref>` ties it to one.');
    await store.dropRoom(road.db, place);
    const { entity, recordId } = room;
    await writeAudit(road.db, entryOf(road, { verb: 'unlink', entity, recordId, changes: {} }));
    return { room };
  });
