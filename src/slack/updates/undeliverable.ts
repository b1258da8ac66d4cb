import type { ChannelPayload } from '../../crm/notifications/outbox/index.ts';
import { undeliverableIn } from '../../crm/notifications/channels/index.ts';
import { linkedChannelAt } from '../../crm/notifications/announce/index.ts';
import { cut, listed } from '../../model/text/text.ts';
import { actions, button, escape, say, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';

/** Why a channel is undeliverable, and how to resume it. Other causes are Slack's own names. */
const LOST: Readonly<Record<string, readonly [string, string]>> = {
  is_archived: ['was archived', 'Unarchive it and invite CustomerHub again'],
  not_in_channel: ['no longer has CustomerHub in it', 'Invite it again with /invite'],
  channel_not_found: ['was deleted or is hidden from CustomerHub', 'If it still exists, invite CustomerHub again'],
  deleted: ['was deleted', 'Subscribe in another channel'],
  renamed: ['was renamed and may be for other people now', 'Check that it’s still the right channel'],
};

/** `was archived`, after the name of the channel. */
export function whyUndeliverable(cause: string): string {
  return LOST[cause]?.[0] ?? `doesn’t accept messages (${escape(cause)})`;
}

const remedy = (cause: string): string => LOST[cause]?.[1] ?? 'Fix that in Slack';

/** As many things as a message has buttons for. */
const MOST = 5;

/** A paused source of updates in a channel. */
interface Paused {
  /** `*big ones*`, `updates about *Rollout*` */
  words: string;
  cause: string;
  /** The Resume button with that label. */
  goOn: (label: string, first: boolean) => ReturnType<typeof button>;
  name: string;
  /** The Remove button. */
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
    end: button('Remove', 'subscription', `end ${id}`),
  }));
  if (!room) return all;
  const about = await linkedChannelAt(crm, teamId, channel);
  const name = String(about?.record?.['name'] ?? 'its record');
  return [
    {
      words: `updates about *${escape(cut(name, 60))}*`,
      cause: String(room.unheard),
      goOn: (label, first) => button(label, 'room', `go-on ${channel}`, primary(first)),
      name,
    },
    ...all,
  ];
};

const buttonsFor = (all: readonly Paused[]) => {
  const [only, ...others] = all.slice(0, MOST);
  if (only && others.length === 0) return [only.goOn('Resume', true), ...(only.end ? [only.end] : [])];
  return all.slice(0, MOST).map(({ goOn, name }, at) => goOn(cut(`Resume ${name}`, 60), at === 0));
};

const names = (all: readonly Paused[]): string => listed(all.slice(0, MOST).map(({ words }) => words));

/** The notice that a channel doesn't accept messages; null when its updates resumed meanwhile. */
export async function undeliverableMessage(slack: SlackContext, { channel }: ChannelPayload): Promise<Message | null> {
  const all = await paused(slack, channel);
  const [first] = all;
  if (!first) return null;
  const text = `:no_bell: <#${channel}> ${whyUndeliverable(first.cause)}, so these updates are paused: ${names(all)}. ${remedy(first.cause)}, then select Resume.`;
  return say(text, actions(...buttonsFor(all)));
}

/** The notice that a channel is back; null when nothing is paused there. */
export async function heardAgainMessage(slack: SlackContext, { channel }: ChannelPayload): Promise<Message | null> {
  const all = await paused(slack, channel);
  if (all.length === 0) return null;
  return say(`:bell: <#${channel}> is back. Still paused: ${names(all)}.`, actions(...buttonsFor(all)));
}
