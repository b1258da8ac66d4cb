import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { ReadContext, RequestContext, Crm, WriteContext } from '../../context/index.ts';
import { atLeast } from '../../../model/roles.ts';
import type { RecordRef } from '../../../model/entity.ts';
import { Forbidden, Invalid, NotFound } from '../../../model/errors.ts';
import { normalizeText } from '../../../model/text/text.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { subscriptionsIn } from '../../../store/notifications/subscriptions.ts';
import type { Db } from '../../../store/database.ts';
import { runInTransaction, create, edit, remove } from '../../records/index.ts';
import { assertMaySubscribe, fieldsOfDraft, isSame, USUAL_DRAFT, type SubscriptionDraft } from './draft.ts';

/** So many are more than a channel can listen to. */
const MOST = 50;

const inChannels = async (db: Db, team: string, channels: readonly string[]): Promise<SubscriptionRecord[]> =>
  (await subscriptionsIn(db, team)).filter(({ channel }) => channels.includes(channel));

/** The subscriptions of these channels, oldest first. @param channels Slack ids; a user id for direct messages */
export function subscriptionsOf(ctx: ReadContext, channels: readonly string[]): Promise<SubscriptionRecord[]> {
  return inChannels(ctx.crm.database.db, ctx.actor.slackTeamId, channels);
}

/** Whether a channel has subscriptions or is linked. */
export async function hasSubscriptions(crm: Crm, team: string, channel: string): Promise<boolean> {
  return (await inChannels(crm.database.db, team, [channel])).length > 0;
}

/** Every subscription of the workspace. @throws Forbidden for all but admins */
export function allSubscriptions(ctx: ReadContext): Promise<SubscriptionRecord[]> {
  if (!atLeast(ctx.actor.role, 'admin'))
    throw new Forbidden('Only admins can see the subscriptions of all channels.', {
      ask: 'admin',
      entity: 'subscription',
    });
  return subscriptionsIn(ctx.crm.database.db, ctx.actor.slackTeamId);
}

const nameTaken = (name: string): string => `“${name}” already exists here. Choose another name.`;

const called = (all: readonly SubscriptionRecord[], name: string): SubscriptionRecord | undefined =>
  all.find((one) => normalizeText(one.name) === normalizeText(name));

/** `Deal updates`, or `Deal updates 2` where there is one. */
const freeName = (all: readonly SubscriptionRecord[]): string => {
  const names = ['Deal updates', ...all.map((_one, at) => `Deal updates ${at + 2}`)];
  return names.find((name) => !called(all, name)) ?? 'Deal updates';
};

export interface NewSubscription {
  /** Slack channel id; a user id for a direct message. */
  channel: string;
  /** null: it gets one. */
  name?: string | null;
  draft?: SubscriptionDraft;
}

/** Subscribes a channel. An identical subscription stays as it is (`existed`). @throws Invalid, Forbidden */
export function subscribe(
  ctx: RequestContext,
  { channel, name = null, draft = USUAL_DRAFT }: NewSubscription,
): Promise<{ act: string; subscription: SubscriptionRecord; existed: boolean }> {
  return runInTransaction(ctx, async (tx) => {
    assertMaySubscribe(ctx.actor, draft.events);
    const there = await inChannels(tx.db, ctx.actor.slackTeamId, [channel]);
    const same = there.find((one) => isSame(one, draft));
    if (same && (name === null || called([same], name))) return { subscription: same, existed: true };
    if (there.length >= MOST) throw new Invalid({ name: `${MOST} subscriptions is the limit. Remove one first.` });
    const title = name ?? freeName(there);
    if (called(there, title)) throw new Invalid({ name: nameTaken(title) });
    const input = { name: title, channel, team: ctx.actor.slackTeamId, ...fieldsOfDraft(draft) };
    return { subscription: await create(tx, 'subscription', input), existed: false };
  });
}

export interface Revision {
  ref: RecordRef<'subscription'>;
  /** As of the opening of the form. */
  version?: number | undefined;
  name: string | null;
  draft: SubscriptionDraft;
  pausedUntil: unknown;
  /** The new owner; undefined to keep the present one. Personal ones can’t be transferred. */
  owner: unknown;
}

const demandNewName = async (tx: WriteContext, subscription: SubscriptionRecord, name: string): Promise<void> => {
  const there = await inChannels(tx.db, tx.actor.slackTeamId, [subscription.channel]);
  if (
    called(
      there.filter(({ id }) => id !== subscription.id),
      name,
    )
  )
    throw new Invalid({ name: nameTaken(name) });
};

/** Changes a subscription; a stopped one restarts. @throws Invalid, Forbidden, NotFound, Stale */
export async function reviseSubscription(
  ctx: RequestContext,
  { ref, version, name, draft, pausedUntil, owner }: Revision,
): Promise<{ act: string; subscription: SubscriptionRecord }> {
  return runInTransaction(ctx, async (tx) => {
    assertMaySubscribe(ctx.actor, draft.events);
    const input = { name, pausedUntil, ...(owner !== undefined && { owner }), ...fieldsOfDraft(draft) };
    const subscription = await edit(tx, ref, input, version);
    if (owner !== undefined && isPersonal(subscription.channel))
      throw new Invalid({ owner: 'Personal subscriptions can’t be transferred. Others can create their own.' });
    await demandNewName(tx, subscription, subscription.name);
    return { subscription };
  });
}

/** Keeps it silent until a day, or lets it go on. @param until `YYYY-MM-DD`; null to go on @throws Forbidden, NotFound */
export function pauseSubscription(
  ctx: RequestContext,
  ref: RecordRef<'subscription'>,
  until: string | null,
): Promise<{ act: string; subscription: SubscriptionRecord }> {
  return runInTransaction(ctx, async (tx) => ({
    subscription: await edit(tx, ref, { pausedUntil: until }),
  }));
}

/** @throws Forbidden, NotFound */
export function endSubscription(
  ctx: RequestContext,
  ref: RecordRef<'subscription'>,
): Promise<{ act: string; subscription: SubscriptionRecord }> {
  return runInTransaction(ctx, async (tx) => ({ subscription: await remove(tx, ref) }));
}

/** That of the channels with this name, or whose name begins so. @throws NotFound */
export function subscriptionCalled(all: readonly SubscriptionRecord[], name: string): SubscriptionRecord {
  const begins = all.filter((one) => normalizeText(one.name).startsWith(normalizeText(name)));
  const found = called(all, name) ?? (begins.length === 1 ? begins[0] : undefined);
  if (found) return found;
  throw new NotFound(`No subscription here is named “${name}”. See them with \`/crm subscriptions\`.`);
}
