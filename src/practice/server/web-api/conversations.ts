/** conversations.* and users.conversations */
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { channelObject, isMember, join, openGroup } from '../state/channels.ts';
import type { ChannelRecord } from '../state/records.ts';
import { messageObject } from '../state/messages.ts';
import type { MessageRecord } from '../state/records.ts';
import { directWith, findChannel, findPerson, mustBeIn, scopeFor } from './find.ts';
import { ApiError, flag, needScope, page, required, text, type Methods } from './method.ts';

export const conversations: Methods = {
  'conversations.open': {
    tier: 3,
    run(world, args) {
      const users = text(args, 'users').split(',').filter(Boolean);
      if (users.length > 8) throw new ApiError('too_many_users');
      needScope(world, users.length > 1 ? 'mpim:write' : 'im:write');
      const people = users.map((id) => findPerson(world, id));
      const [first] = people;
      const channel =
        people.length > 1
          ? openGroup(world, users)
          : first
            ? directWith(world, first)
            : findChannel(world, required(args, 'channel'));
      return { channel: flag(args, 'return_im') ? channelObject(world, channel) : { id: channel.id } };
    },
  },
  'conversations.info': {
    tier: 3,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      needScope(world, scopeFor(channel, 'read'));
      const { num_members, ...shown } = channelObject(world, channel);
      const counted = flag(args, 'include_num_members') && num_members !== undefined;
      return { channel: { ...shown, ...(counted ? { num_members } : {}) } };
    },
  },
  'conversations.list': {
    tier: 2,
    run: (world, args) => listed(world, args, (channel) => channel.kind !== 'im' || isMine(world, channel)),
  },
  'users.conversations': {
    tier: 3,
    run(world, args) {
      const person = text(args, 'user') || world.app.botUserId;
      return listed(world, args, (channel) => isMember(channel, person));
    },
  },
  'conversations.members': {
    tier: 4,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      needScope(world, scopeFor(channel, 'read'));
      const { items, more } = page(
        channel.members.map((id) => ({ id })),
        args,
      );
      return { members: items.map(({ id }) => id!), ...more };
    },
  },
  'conversations.history': {
    tier: 3,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      needScope(world, scopeFor(channel, 'history'));
      mustBeIn(world, channel);
      const shown = visible(world, channel).filter(({ threadTs, broadcast }) => !threadTs || broadcast);
      return messagePage(world, shown.toReversed(), args);
    },
  },
  'conversations.replies': {
    tier: 3,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      needScope(world, scopeFor(channel, 'history'));
      mustBeIn(world, channel);
      const root = required(args, 'ts');
      const thread = visible(world, channel).filter(({ ts, threadTs }) => ts === root || threadTs === root);
      if (thread.length === 0) throw new ApiError('thread_not_found');
      return messagePage(world, thread, args);
    },
  },
  'conversations.join': {
    scopes: ['channels:join'],
    tier: 3,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
      if (channel.isArchived) throw new ApiError('is_archived');
      join(world, channel, world.app.botUserId);
      return { channel: channelObject(world, channel) };
    },
  },
};

const isMine = (world: World, channel: ChannelRecord): boolean => isMember(channel, world.app.botUserId);

const typeOf = (channel: ChannelRecord): string =>
  ({ public: 'public_channel', private: 'private_channel', im: 'im', mpim: 'mpim' })[channel.kind];

const scopesOfTypes: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

function listed(world: World, args: JsonObject, wanted: (channel: ChannelRecord) => boolean): JsonObject {
  const types = (text(args, 'types') || 'public_channel').split(',').map((type) => type.trim());
  if (types.some((type) => !(type in scopesOfTypes))) throw new ApiError('invalid_types');
  needScope(world, ...types.map((type) => scopesOfTypes[type]!));
  const found = [...world.channels.values()].filter(
    (channel) =>
      types.includes(typeOf(channel)) &&
      (channel.kind === 'public' || isMine(world, channel)) &&
      !(channel.isArchived && flag(args, 'exclude_archived')) &&
      wanted(channel),
  );
  const { items, more } = page(
    found.map((channel) => channelObject(world, channel)),
    args,
  );
  return { channels: items, ...more };
}

const visible = (world: World, channel: ChannelRecord): MessageRecord[] =>
  (world.messages.get(channel.id) ?? []).filter(({ ephemeralFor }) => !ephemeralFor);

function messagePage(world: World, messages: MessageRecord[], args: JsonObject): JsonObject {
  const [oldest, latest, inclusive] = [text(args, 'oldest'), text(args, 'latest'), flag(args, 'inclusive')];
  const inside = messages.filter(
    ({ ts }) =>
      (!oldest || Number(ts) > Number(oldest) || (inclusive && ts === oldest)) &&
      (!latest || Number(ts) < Number(latest) || (inclusive && ts === latest)),
  );
  const withMetadata = flag(args, 'include_all_metadata');
  const { items, more } = page(
    inside.map((message) => messageObject(world, message, withMetadata)),
    args,
    999,
  );
  const next = (more['response_metadata'] as JsonObject)['next_cursor'] !== '';
  return { messages: items, has_more: next, pin_count: 0, ...(next ? more : {}) };
}
