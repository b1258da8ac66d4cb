/** Looking up what a call names, with the errors Slack has for what the app may not see. */
import type { World } from '../state/world.ts';
import { isMember, openDirect } from '../state/channels.ts';
import type { ChannelRecord } from '../state/records.ts';
import { findMessage } from '../state/messages.ts';
import type { MessageRecord } from '../state/records.ts';
import type { PersonRecord } from '../state/people.ts';
import { ApiError } from './method.ts';

/** By the id in the workspace or the one in the organisation. */
const personNamed = (world: World, id: string): PersonRecord | undefined =>
  world.people.get(id) ?? [...world.people.values()].find(({ enterpriseUserId }) => enterpriseUserId === id);

export function findPerson(world: World, id: string): PersonRecord {
  const person = personNamed(world, id);
  if (!person) throw new ApiError('user_not_found');
  return person;
}

/** A channel that exists and that the app knows of: private ones only when it is a member. */
export function findChannel(world: World, id: string): ChannelRecord {
  const channel = world.channels.get(id);
  if (!channel || (channel.kind !== 'public' && !isMember(channel, world.app.botUserId)))
    throw new ApiError('channel_not_found');
  return channel;
}

/** The channel to post to, by id or name; a person's id stands for their direct message with the app. */
export function findTarget(world: World, name: string): ChannelRecord {
  const person = personNamed(world, name);
  if (person) return directWith(world, person);
  const bare = name.replace(/^#/, '');
  const named = [...world.channels.values()].find((one) => one.name === bare && one.kind !== 'im');
  return findChannel(world, named?.id ?? name);
}

export function directWith(world: World, person: PersonRecord): ChannelRecord {
  if (person.deleted) throw new ApiError('user_disabled');
  if (person.isBot) throw new ApiError('cannot_dm_bot');
  if (!world.manifest.messagesTab) throw new ApiError('messages_tab_disabled');
  return openDirect(world, person.id);
}

export function mayPost(world: World, channel: ChannelRecord): void {
  if (channel.isArchived) throw new ApiError('is_archived');
  if (isMember(channel, world.app.botUserId)) return;
  if (channel.kind !== 'public' || !world.manifest.scopes.has('chat:write.public'))
    throw new ApiError('not_in_channel');
}

export function mustBeIn(world: World, channel: ChannelRecord): void {
  if (!isMember(channel, world.app.botUserId)) throw new ApiError('not_in_channel');
}

/** A message that everybody in the channel can see. */
export function findShown(world: World, channel: string, ts: string): MessageRecord {
  const message = findMessage(world, channel, ts);
  if (!message || message.ephemeralFor) throw new ApiError('message_not_found');
  return message;
}

/** `channels:read`, `im:history` … : conversation scopes are per kind. */
export function scopeFor(channel: ChannelRecord, what: 'read' | 'history'): string {
  const family = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[channel.kind];
  return `${family}:${what}`;
}
