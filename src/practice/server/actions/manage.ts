/** What people do with a channel itself: Slack's own commands for it, and what the app hears of them. */
import type { ActResult, JsonObject } from '../../protocol.ts';
import type { PersonRecord } from '../state/people.ts';
import type { World } from '../state/world.ts';
import { isMember, join, leave, tellOf } from '../state/channels.ts';
import type { ChannelRecord } from '../state/records.ts';
import { emit } from '../delivery/events.ts';
import { done, notice } from '../delivery/notices.ts';

/** What can become of a channel without anybody coming or going. */
export interface ChannelChange {
  name?: string;
  isArchived?: boolean;
  /** Another company has it too (Slack Connect). */
  isExtShared?: boolean;
}

/** Slack names events of private channels after groups. */
const kindOf = ({ kind }: ChannelRecord): 'channel' | 'group' => (kind === 'public' ? 'channel' : 'group');

export function changeChannel(world: World, channel: ChannelRecord, change: ChannelChange, user = ''): void {
  const before = { ...channel };
  Object.assign(channel, change);
  world.touched();
  tellOf(world, channel);
  const said = (event: JsonObject): void => emit(world, channel, { user, channel: channel.id, ...event });
  const kind = kindOf(channel);
  if (channel.isArchived !== before.isArchived)
    said({ type: `${kind}_${channel.isArchived ? 'archive' : 'unarchive'}` });
  if (channel.name !== before.name) {
    const { id, name, created } = channel;
    said({ type: `${kind}_rename`, channel: { id, name, created } });
  }
  if (channel.isExtShared && !before.isExtShared) said({ type: 'channel_shared', connected_team_id: 'T0OTHER' });
  if (!channel.isExtShared && before.isExtShared)
    said({ type: 'channel_unshared', previously_connected_team_id: 'T0OTHER', is_ext_shared: false });
}

/** The channel gets another id, as it happens when companies share it. */
export function renumberChannel(world: World, channel: ChannelRecord, id: string): void {
  const before = channel.id;
  const messages = world.messages.get(before) ?? [];
  world.channels.delete(before);
  world.messages.delete(before);
  channel.id = id;
  for (const message of messages) message.channel = id;
  world.channels.set(id, channel);
  world.messages.set(id, messages);
  world.touched();
  tellOf(world, channel);
  emit(world, channel, { type: 'channel_id_changed', old_channel_id: before, new_channel_id: id });
}

/** The channel goes, with all that was said in it. */
export function deleteChannel(world: World, channel: ChannelRecord): void {
  emit(world, channel, { type: `${kindOf(channel)}_deleted`, channel: channel.id });
  world.channels.delete(channel.id);
  world.messages.delete(channel.id);
  world.touched();
}

type Command = (world: World, by: { person: PersonRecord; channel: ChannelRecord; text: string }) => ActResult;

const named = (world: World, text: string): PersonRecord | undefined => {
  const handle = text.trim().replace(/^@/, '');
  return [...world.people.values()].find((one) => one.handle === handle && !one.deleted);
};

const changing =
  (change: (text: string) => ChannelChange): Command =>
  (world, { person, channel, text }) => {
    changeChannel(world, channel, change(text), person.id);
    return done;
  };

/** Slack's own commands, by name. */
const commands = new Map<string, Command>([
  [
    '/invite',
    (world, { person, channel, text }) => {
      const guest = named(world, text);
      if (!guest) return notice(`We could not find anybody called "${text.trim()}".`);
      join(world, channel, guest.id, person.id);
      return done;
    },
  ],
  [
    '/remove',
    (world, { channel, text }) => {
      const leaver = named(world, text);
      if (!leaver || !isMember(channel, leaver.id)) return notice(`"${text.trim()}" is not in this channel.`);
      leave(world, channel, leaver.id);
      return done;
    },
  ],
  ['/rename', changing((text) => ({ name: text.trim().replace(/^#/, '').toLowerCase().replaceAll(/\s+/g, '-') }))],
  ['/archive', changing(() => ({ isArchived: true }))],
  ['/unarchive', changing(() => ({ isArchived: false }))],
]);

/** Runs one of Slack's own commands; undefined when it is none of them. */
export function manage(
  world: World,
  command: string,
  by: { person: PersonRecord; channel: ChannelRecord; text: string },
): ActResult | undefined {
  const run = commands.get(command);
  if (!run) return undefined;
  return by.channel.kind === 'im' || by.channel.kind === 'mpim'
    ? notice(`${command} does not work in direct messages.`)
    : run(world, by);
}
