import type { Actor, Origin } from '../model/actor.ts';
import type { AnyRecord } from '../model/entity.ts';
import { NotFound } from '../model/problems.ts';
import { entityOf } from '../model/registry.ts';
import { listRecords } from '../store/records.ts';
import { carryOut } from './carry-out.ts';
import type { Crm } from './crm.ts';
import { create, remove } from './road.ts';

/** The subscriptions of a channel, oldest first. */
export const subscriptionsOf = async (crm: Crm, actor: Actor, channel: string): Promise<AnyRecord[]> =>
  (
    await listRecords(crm.database.knex, entityOf('subscription'), {
      where: { channel, team: actor.slackTeamId },
      limit: 100,
    })
  ).records;

/** From now on the channel hears of deals. A channel that already does stays as it is (`existed`). */
export const subscribe = async (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  channel: { id: string; name: string },
): Promise<{ act: string; subscription: AnyRecord; existed: boolean }> =>
  carryOut(crm, actor, origin, async (road) => {
    const where = { channel: channel.id, team: actor.slackTeamId };
    const { records } = await listRecords(road.db, entityOf('subscription'), { where, limit: 1 });
    if (records[0]) return { subscription: records[0], existed: true };
    const input = { name: 'Deal updates', channel: channel.id, team: actor.slackTeamId };
    return { subscription: await create(road, 'subscription', input), existed: false };
  });

/** @throws NotFound when the channel hears of no deals anyway */
export const unsubscribe = (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  channel: string,
): Promise<{ act: string; ended: AnyRecord[] }> =>
  carryOut(crm, actor, origin, async (road) => {
    const where = { channel, team: actor.slackTeamId };
    const { records } = await listRecords(road.db, entityOf('subscription'), { where, limit: 100 });
    if (records.length === 0) throw new NotFound('This channel gets no deal updates. `/crm subscribe` starts them.');
    const ended: AnyRecord[] = [];
    for (const { id } of records) ended.push(await remove(road, 'subscription', id));
    return { ended };
  });
