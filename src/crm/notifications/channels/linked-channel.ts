import type { RequestContext, WriteContext } from '../../context/index.ts';
import { refTo } from '../../../model/entity.ts';
import { NotFound } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { writeAudit } from '../../../store/audit/audit-log.ts';
import { orderingKeyOf, type CardEntity } from '../../../store/notifications/cards.ts';
import type { Db } from '../../../store/database.ts';
import { writeOutbox } from '../../../store/outbox/outbox.ts';
import * as store from '../../../store/notifications/linked-channels.ts';
import { runInTransaction, assertCan, entryOf } from '../../records/index.ts';
import type { FoundNamed } from '../../search/index.ts';

/** Requests the pinned card of a linked channel. */
const showCard = (db: Db, { team, channel, entity, recordId }: Omit<store.LinkedChannel, 'unheard'>, at: string) => {
  const card = { subscriptionId: null, team, channel, kind: 'card', payload: '{}' };
  return writeOutbox(db, [{ ...card, op: 'show', lane: orderingKeyOf(entity, recordId) }], at);
};

/**
 * Links the channel to that record: it gets its card and updates. Whoever may subscribe it may do
 * that. @throws Forbidden
 */
export function linkChannel(
  ctx: RequestContext,
  { channel, about }: { channel: string; about: FoundNamed<CardEntity> },
): Promise<{ act: string }> {
  return runInTransaction(ctx, async (tx) => {
    assertCan(ctx.actor, entityOf('subscription'), 'create', null);
    const team = ctx.actor.slackTeamId;
    const { entity, id: recordId } = refTo(about);
    const room = { team, channel, entity, recordId, by: ctx.actor.employeeId };
    await store.keepRoom(tx.db, room, tx.at);
    await writeAudit(tx.db, entryOf(tx, { verb: 'link', entity, recordId, changes: {} }));
    await showCard(tx.db, room, tx.at);
    return {};
  });
}

/** What the channel is about, for somebody who may change that. @throws NotFound with those words, Forbidden */
const assertLinkedChannel = async (
  { db, actor }: WriteContext,
  channel: string,
  untied: string,
): Promise<store.LinkedChannel> => {
  assertCan(actor, entityOf('subscription'), 'create', null);
  const room = await store.findLinkedChannel(db, { team: actor.slackTeamId, channel });
  if (!room) throw new NotFound(untied);
  return room;
};

/** Resumes a linked channel that was paused: its card is refreshed. @throws NotFound, Forbidden */
export function resumeLinkedChannel(
  ctx: RequestContext,
  channel: string,
): Promise<{ act: string; room: store.LinkedChannel }> {
  return runInTransaction(ctx, async (tx) => {
    const room = await assertLinkedChannel(
      tx,
      channel,
      'That channel is no longer linked. Link it again with `/crm link`.',
    );
    await store.markRoomHeard(tx.db, room);
    const { entity, recordId, unheard } = room;
    const changes = { unheard: [unheard, null] as [string | null, null] };
    await writeAudit(tx.db, entryOf(tx, { verb: 'go on', entity, recordId, changes }));
    await showCard(tx.db, room, tx.at);
    return { room };
  });
}

/** The channel is about nothing any more. @throws NotFound, Forbidden */
export function unlinkChannel(
  ctx: RequestContext,
  channel: string,
): Promise<{ act: string; room: store.LinkedChannel }> {
  return runInTransaction(ctx, async (tx) => {
    const untied = 'This channel isn’t linked yet. Use `/crm link D-42`.';
    const room = await assertLinkedChannel(tx, channel, untied);
    await store.dropRoom(tx.db, room);
    const { entity, recordId } = room;
    await writeAudit(tx.db, entryOf(tx, { verb: 'unlink', entity, recordId, changes: {} }));
    return { room };
  });
}
