/** What a Change does to a Snapshot. Pure, and safe to apply twice: after a reconnect the two may overlap. */
import type { Change, Message, Snapshot, Traffic } from '../protocol.ts';

/** The inspector keeps this many exchanges. */
const TRAFFIC_KEPT = 500;

export function apply(now: Snapshot, change: Change): Snapshot {
  switch (change.type) {
    case 'message':
      return withMessages(now, change.message.channel, (all) => place(all, change.message));
    case 'message_removed':
      return withMessages(now, change.channel, (all) => all.filter((message) => message.ts !== change.ts));
    case 'channel':
      return { ...now, channels: [...now.channels.filter(({ id }) => id !== change.channel.id), change.channel] };
    case 'unread':
      return { ...now, unread: { ...now.unread, [change.channel]: change.count } };
    case 'views':
      return { ...now, views: change.views };
    case 'home':
      return { ...now, home: change.home };
    case 'traffic':
      return { ...now, traffic: withTraffic(now.traffic, change.traffic) };
  }
}

function withMessages(now: Snapshot, channel: string, edit: (all: Message[]) => Message[]): Snapshot {
  return { ...now, messages: { ...now.messages, [channel]: edit(now.messages[channel] ?? []) } };
}

/** Replaces the message with the same ts, or puts it where its ts belongs. Nearly always that is the end. */
function place(all: Message[], message: Message): Message[] {
  let at = all.length;
  while (at > 0 && (all[at - 1]?.ts ?? '') >= message.ts) at--;
  return all.toSpliced(at, all[at]?.ts === message.ts ? 1 : 0, message);
}

function withTraffic(all: Traffic[], one: Traffic): Traffic[] {
  const at = all.findIndex(({ id }) => id === one.id);
  return at < 0 ? [...all, one].slice(-TRAFFIC_KEPT) : all.with(at, one);
}
