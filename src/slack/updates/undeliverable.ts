import type { ChannelPayload } from '../../crm/notifications/outbox/index.ts';
import { undeliverableIn } from '../../crm/notifications/channels/index.ts';
import { linkedChannelAt } from '../../crm/notifications/announce/index.ts';
import { cut } from '../../model/text/text.ts';
import { actions, button, escape, say, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';

/** Why nothing is said in a channel, and what lets it go on. Others than these are Slack's own names. */
const LOST: Readonly<Record<string, readonly [string, string]>> = {
  is_archived: ['was archived', 'Unarchive it and invite CustomerHub again'],
  not_in_channel: ['no longer has CustomerHub in it', 'Invite it again with /invite'],
  channel_not_found: ['is gone, or hidden from CustomerHub', 'If it is still there, invite CustomerHub again'],
  deleted: ['was deleted', 'Subscribe in another channel'],
  renamed: ['was renamed, and may be meant for others now', 'If it is still right'],
};

/** `was archived`, after the name of the channel. */
export function whyUndeliverable(cause: string): string {
  return LOST[cause]?.[0] ?? `takes no messages (${escape(cause)})`;
}

const remedy = (cause: string): string => LOST[cause]?.[1] ?? 'Once it does again';

/** As many things as a message has buttons for. */
const MOST = 5;

/** Something that is told in a channel no more, until somebody lets it go on. */
interface Paused {
  /** `*big ones*`, `what happens with *Rollout*` */
  words: string;
  cause: string;
  /** The button that lets it go on, by its label. */
  goOn: (label: string, first: boolean) => ReturnType<typeof button>;
  name: string;
  /** Ends it for good. */
  end?: ReturnType<typeof button>;
}

const primary = (first: boolean) => (first ? { style: 'primary' as const } : {});

const paused = async ({ crm, teamId }: SlackContext, channel: string): Promise<Paused[]> => {
  const { subscriptions, room } = await undeliverableIn(crm, { team: teamId, channel });
  const all = subscriptions.map(({ id, name, unheard }): Paused => ({
    words: `*${escape(cut(name, 60))}*`,
    cause: String(unheard),
    goOn: (label, first) => button(label, 'subscription', `go-on ${id}`, primary(first)),
    name: name,
    end: button('End it', 'subscription', `end ${id}`),
  }));
  if (!room) return all;
  const about = await linkedChannelAt(crm, teamId, channel);
  const name = String(about?.record?.['name'] ?? 'its record');
  return [
    {
      words: `what happens with *${escape(cut(name, 60))}*`,
      cause: String(room.unheard),
      goOn: (label, first) => button(label, 'room', `go-on ${channel}`, primary(first)),
      name,
    },
    ...all,
  ];
};

const buttonsFor = (all: readonly Paused[]) => {
  const [only, ...others] = all.slice(0, MOST);
  if (only && others.length === 0) return [only.goOn('Go on', true), ...(only.end ? [only.end] : [])];
  return all.slice(0, MOST).map(({ goOn, name }, at) => goOn(cut(`Go on: ${name}`, 60), at === 0));
};

const names = (all: readonly Paused[]): string =>
  new Intl.ListFormat('en').format(all.slice(0, MOST).map(({ words }) => words));

/** What whoever subscribed or linked a channel is told, once, when it takes nothing any more; null when it goes on meanwhile. */
export async function undeliverableMessage(slack: SlackContext, { channel }: ChannelPayload): Promise<Message | null> {
  const all = await paused(slack, channel);
  const [first] = all;
  if (!first) return null;
  const text = `:no_bell: <#${channel}> ${whyUndeliverable(first.cause)}, so what is told there is paused: ${names(all)}. ${remedy(first.cause)}, then press Go on.`;
  return say(text, actions(...buttonsFor(all)));
}

/** What they are told when the channel is back; null when nothing is paused there any more. */
export async function heardAgainMessage(slack: SlackContext, { channel }: ChannelPayload): Promise<Message | null> {
  const all = await paused(slack, channel);
  if (all.length === 0) return null;
  return say(`:bell: <#${channel}> is back. Still paused there: ${names(all)}.`, actions(...buttonsFor(all)));
}
