import type { ChannelNews } from '../../crm/lost-channels.ts';
import { unheardIn } from '../../crm/lost-channels.ts';
import { count, cut } from '../../model/words.ts';
import { actions, button, escape, say, type Message } from '../blocks.ts';
import type { Desk } from '../desk.ts';

/** Why nothing is said in a channel, and what lets it go on. Others than these are Slack's own names. */
const LOST: Readonly<Record<string, readonly [string, string]>> = {
  is_archived: ['was archived', 'Unarchive it and invite CustomerHub again'],
  not_in_channel: ['no longer has CustomerHub in it', 'Invite it again with /invite'],
  channel_not_found: ['is gone, or hidden from CustomerHub', 'If it is still there, invite CustomerHub again'],
  deleted: ['was deleted', 'Subscribe in another channel'],
  renamed: ['was renamed, and may be meant for others now', 'If it is still right'],
};

/** `was archived`, after the name of the channel. */
export const whyUnheard = (cause: string): string => LOST[cause]?.[0] ?? `takes no messages (${escape(cause)})`;

const remedy = (cause: string): string => LOST[cause]?.[1] ?? 'Once it does again';

/** As many subscriptions as a message has buttons for. */
const MOST = 5;

const buttonsFor = (subscriptions: readonly { id: number; name: string }[]) => {
  const [first] = subscriptions;
  const label = (name: string): string => (subscriptions.length === 1 ? 'Go on' : cut(`Go on: ${name}`, 60));
  const all = subscriptions
    .slice(0, MOST)
    .map(({ id, name }) =>
      button(label(name), 'subscription', `go-on ${id}`, first?.id === id ? { style: 'primary' } : {}),
    );
  return subscriptions.length === 1 && first ? [...all, button('End it', 'subscription', `end ${first.id}`)] : all;
};

const paused = async ({ crm, teamId }: Desk, channel: string) =>
  (await unheardIn(crm, { team: teamId, channel })).map((one) => ({
    id: one.id,
    name: String(one['name']),
    cause: String(one['unheard']),
  }));

const names = (subscriptions: readonly { name: string }[]): string =>
  new Intl.ListFormat('en').format(subscriptions.slice(0, MOST).map(({ name }) => `*${escape(cut(name, 60))}*`));

/** What whoever subscribed a channel is told, once, when it takes nothing any more; null when it goes on meanwhile. */
export const unheardMessage = async (desk: Desk, { channel }: ChannelNews): Promise<Message | null> => {
  const subscriptions = await paused(desk, channel);
  const [first] = subscriptions;
  if (!first) return null;
  const what = count(subscriptions.length, 'subscription');
  return say(
    `:no_bell: <#${channel}> ${whyUnheard(first.cause)}, so your ${what} there ${subscriptions.length === 1 ? 'is' : 'are'} paused: ${names(subscriptions)}. ${remedy(first.cause)}, then press Go on.`,
    actions(...buttonsFor(subscriptions)),
  );
};

/** What they are told when the channel is back; null when nothing is paused there any more. */
export const heardAgainMessage = async (desk: Desk, { channel }: ChannelNews): Promise<Message | null> => {
  const subscriptions = await paused(desk, channel);
  if (subscriptions.length === 0) return null;
  return say(
    `:bell: <#${channel}> is back. Still paused there: ${names(subscriptions)}.`,
    actions(...buttonsFor(subscriptions)),
  );
};
