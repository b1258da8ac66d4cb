import { messageOf } from '../../../store/outbox/payloads.ts';
import type { RequestContext, Crm } from '../../context/index.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { momentOf } from '../../../model/dates/time.ts';
import * as store from '../../../store/notifications/channels.ts';
import { findRecords } from '../../../store/records.ts';
import { askRefresh, writeOutbox } from '../../../store/outbox/outbox.ts';
import { cardsIn } from '../../../store/notifications/cards.ts';
import { renumberChannel } from '../../../store/renumber.ts';
import { subscriptionsIn } from '../../../store/notifications/subscriptions.ts';
import type { Db } from '../../../store/database.ts';
import { runInTransaction, create, edit } from '../../records/index.ts';

export type { ChannelKey, Headcount, KnownHeadcount } from '../../../store/notifications/channels.ts';

/** What a manager decided: whether people from outside read everything in that channel. */
export async function isOpenToAll(crm: Crm, key: store.ChannelKey): Promise<boolean> {
  return (await store.channelRecord(crm.database.db, key))?.['outsiders'] === 'open';
}

/** The cards that stand in a channel are drawn anew for those who read there now. */
const showAnew = async (db: Db, key: store.ChannelKey, at: string): Promise<void> =>
  askRefresh(db, await cardsIn(db, key), { at, dueAt: at });

/** Do cards stand there? */
export async function hasCardsIn(crm: Crm, key: store.ChannelKey): Promise<boolean> {
  return (await cardsIn(crm.database.db, key)).length > 0;
}

/**
 * It is not known who reads there: cards are drawn for people from outside until it is. Once it is known, `noteHeadcount`
 * draws them anew, whoever hid them.
 */
export async function hideFromOutsiders(crm: Crm, key: store.ChannelKey): Promise<void> {
  const changed = await crm.database.transaction(async (db) => {
    const hides = await store.hideThere(db, key);
    if (hides) await showAnew(db, key, momentOf(crm.now()));
    return hides;
  });
  if (changed) crm.onOutbox();
}

/** Lets people from outside read everything in a channel, or hides amounts, contact details and notes again. @throws Forbidden */
export function decideForOutsiders(
  ctx: RequestContext,
  { id, name, outsiders }: { id: string; name: string; outsiders: 'masked' | 'open' },
): Promise<{ act: string; channel: AnyRecord }> {
  return runInTransaction(ctx, async (tx) => {
    const key = { team: ctx.actor.slackTeamId, channel: id };
    const known = await store.channelRecord(tx.db, key);
    if (known) return { channel: await edit(tx, { entity: 'channel', id: known.id }, { outsiders }) };
    return { channel: await create(tx, 'channel', { ...key, name, outsiders }) };
  });
}

const isOutside = (count: store.Headcount | null): boolean =>
  count !== null && (count.shared || count.guests + count.externals > 0);

/** The Slack user ids of employees who are still here, each once. */
export async function peopleOf(db: Db, employees: readonly number[]): Promise<string[]> {
  const found = await findRecords(db, entityOf('employee'), employees);
  const here = [...found.values()].filter(({ deletedAt, leftAt }) => deletedAt === null && leftAt === null);
  return here.flatMap(({ person }) => (typeof person === 'string' ? [person] : []));
}

/** Owners of a channel's subscriptions, as Slack user ids. */
export function makersOf(db: Db, subscriptions: readonly { owner: number }[]): Promise<string[]> {
  return peopleOf(
    db,
    subscriptions.map(({ owner }) => owner),
  );
}

/** What Slack said last of who reads there; null when it was never asked. */
export function knownHeadcount(crm: Crm, key: store.ChannelKey): Promise<store.KnownHeadcount | null> {
  return store.readHeadcount(crm.database.db, key);
}

/** How often it was doubted who reads there, before Slack is asked: `noteHeadcount` wants to know. */
export function countDoubts(crm: Crm, key: store.ChannelKey): Promise<number> {
  return store.countDoubts(crm.database.db, key);
}

/**
 * Keeps what Slack said of who reads there, and draws the cards anew where they were drawn for others. When external people join a channel with subscriptions, whoever
 * subscribed it is told once what is hidden there from now on.
 * @param doubts what `countDoubts` said before Slack was asked
 * @returns false where it was doubted again since, and so is to be asked once more
 */
export async function noteHeadcount(
  crm: Crm,
  key: store.ChannelKey,
  count: store.Headcount,
  doubts: number,
): Promise<boolean> {
  const at = momentOf(crm.now());
  const hides = isOutside(count);
  const noted = await crm.database.transaction(async (db) => {
    const before = await store.readHeadcount(db, key);
    if (!(await store.writeHeadcount(db, key, count, { at, doubts, hides }))) return false;
    if (before?.hides !== hides) await showAnew(db, key, at);
    if (isOutside(before) || !hides) return true;
    const { team, channel } = key;
    const here = (await subscriptionsIn(db, team)).filter((one) => one.channel === channel);
    const message = messageOf('outsiders', { channel });
    const makers = await makersOf(db, here);
    const items = makers.map((person) => ({ subscriptionId: null, team, channel: person, ...message }));
    await writeOutbox(db, items, at);
    return true;
  });
  crm.onOutbox();
  return noted;
}

/** Who reads there may have changed. */
export function doubtHeadcount(crm: Crm, key: store.ChannelKey): Promise<void> {
  return crm.database.transaction((db) => store.doubtHeadcount(db, key));
}

/** The same for many channels of a workspace. @param channels null for all */
export function doubtHeadcounts(crm: Crm, team: string, channels: readonly string[] | null): Promise<void> {
  return store.doubtHeadcounts(crm.database.db, team, channels);
}

/** Channels with cards of which it is not known who reads there, or was asked before that moment, longest ago first. */
export function channelsToAsk(crm: Crm, team: string, before: number): Promise<string[]> {
  return store.channelsToAsk(crm.database.db, team, momentOf(before));
}

/** Slack gave the channel another id: what belongs to it follows. */
export function moveChannel(crm: Crm, key: store.ChannelKey, to: string): Promise<void> {
  return crm.database.transaction((db) => renumberChannel(db, key, to));
}
