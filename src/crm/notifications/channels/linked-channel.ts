import type { Actor, Origin } from '../../../model/actor.ts';
import { refTo } from '../../../model/entity.ts';
import { NotFound } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { writeAudit } from '../../../store/audit/audit-log.ts';
import { laneOf, type CardEntity } from '../../../store/notifications/cards.ts';
import type { Db } from '../../../store/database.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import * as store from '../../../store/notifications/linked-channels.ts';
import { carryOut } from '../../records/run-in-transaction.ts';
import type { Crm } from '../../context/crm.ts';
import type { Found } from '../../search/find.ts';
import { demand } from '../../records/mutations.ts';
import type { Road } from '../../context/write-context.ts';
import { entryOf } from '../../records/write-record.ts';

/** Asks for the pinned card of a room. */
const showCard = (db: Db, { team, channel, entity, recordId }: Omit<store.Room, 'unheard'>, at: string) => {
  const card = { subscriptionId: null, team, channel, kind: 'card', payload: '{}' };
  return writeOutbox(db, [{ ...card, op: 'show', lane: laneOf(entity, recordId) }], at);
};

/**
 * From now on the channel is about that record: it gets its card, and hears what happens. Whoever may subscribe it may do
 * that. @throws Forbidden
 */
export const linkRoom = (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  { channel, about }: { channel: string; about: Found<CardEntity> },
): Promise<{ act: string }> =>
  carryOut(crm, actor, origin, async (road) => {
    demand(actor, entityOf('subscription'), 'create', null);
    const team = actor.slackTeamId;
    const { entity, id: recordId } = refTo(about);
    const room = { team, channel, entity, recordId, by: actor.employeeId };
    await store.keepRoom(road.db, room, road.at);
    await writeAudit(road.db, entryOf(road, { verb: 'link', entity, recordId, changes: {} }));
    await showCard(road.db, room, road.at);
    return {};
  });

/** What the channel is about, for somebody who may change that. @throws NotFound with those words, Forbidden */
const demandRoom = async ({ db, actor }: Road, channel: string, untied: string): Promise<store.Room> => {
  demand(actor, entityOf('subscription'), 'create', null);
  const room = await store.findRoom(db, { team: actor.slackTeamId, channel });
  if (!room) throw new NotFound(untied);
  return room;
};

/** Lets a room go on that was paused for its channel's sake: its card comes up to date. @throws NotFound, Forbidden */
export const letRoomGoOn = (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  channel: string,
): Promise<{ act: string; room: store.Room }> =>
  carryOut(crm, actor, origin, async (road) => {
    const room = await demandRoom(road, channel, 'That channel is about no customer or deal any more.');
    await store.markRoomHeard(road.db, room);
    const { entity, recordId, unheard } = room;
    const changes = { unheard: [unheard, null] as [string | null, null] };
    await writeAudit(road.db, entryOf(road, { verb: 'go on', entity, recordId, changes }));
    await showCard(road.db, room, road.at);
    return { room };
  });

/** The channel is about nothing any more. @throws NotFound, Forbidden */
export const unlinkRoom = (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  channel: string,
): Promise<{ act: string; room: store.Room }> =>
  carryOut(crm, actor, origin, async (road) => {
    const untied = 'This channel is about no customer or deal. `/crm link <ref>` ties it to one.';
    const room = await demandRoom(road, channel, untied);
    await store.dropRoom(road.db, room);
    const { entity, recordId } = room;
    await writeAudit(road.db, entryOf(road, { verb: 'unlink', entity, recordId, changes: {} }));
    return { room };
  });
