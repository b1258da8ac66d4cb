/** chat.* */
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { isMember } from '../state/channels.ts';
import type { ChannelRecord } from '../state/records.ts';
import {
  changeMessage,
  findMessage,
  messageObject,
  postMessage,
  removeMessage,
  type MessageDraft,
} from '../state/messages.ts';
import type { MessageRecord } from '../state/records.ts';
import { readContent } from './content.ts';
import { findChannel, findPerson, findShown, findTarget, mayPost } from './find.ts';
import { ApiError, flag, RateLimited, required, text, type Methods } from './method.ts';

export const chat: Methods = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    tier: 0, // one message per second and channel instead
    run(world, args) {
      const channel = findTarget(world, required(args, 'channel'));
      mayPost(world, channel);
      const draft = { user: world.app.botUserId, ...readContent(world, args), ...readThread(world, channel, args) };
      const wait = world.rateLimits.post(channel.id);
      if (wait > 0) throw new RateLimited(wait);
      const message = postMessage(world, channel, draft);
      return { channel: channel.id, ts: message.ts, message: messageObject(world, message, true) };
    },
  },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    tier: 4,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      const reader = findPerson(world, required(args, 'user'));
      mayPost(world, channel);
      if (!isMember(channel, reader.id)) throw new ApiError('user_not_in_channel');
      const thread = readThread(world, channel, args);
      const { metadata: _none, ...content } = readContent(world, args);
      const draft = { user: world.app.botUserId, ...content, ...thread, ephemeralFor: reader.id };
      return { message_ts: postMessage(world, channel, draft).ts };
    },
  },
  'chat.update': {
    scopes: ['chat:write'],
    tier: 3,
    run(world, args) {
      const { channel, message } = findOwn(world, args, 'cant_update_message');
      if (Array.from(text(args, 'text')).length > 4000) throw new ApiError('msg_too_long');
      changeMessage(world, channel, message, readContent(world, args));
      const shown = messageObject(world, message, true);
      return { channel: channel.id, ts: message.ts, text: message.text, message: shown };
    },
  },
  'chat.delete': {
    scopes: ['chat:write'],
    tier: 3,
    run(world, args) {
      const { channel, message } = findOwn(world, args, 'cant_delete_message');
      removeMessage(world, channel, message);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    tier: 0,
    run(world, args) {
      const channel = findChannel(world, required(args, 'channel'));
      const message = findShown(world, channel.id, required(args, 'message_ts'));
      const permalink = `${world.baseUrl()}/archives/${channel.id}/p${message.ts.replace('.', '')}`;
      return { channel: channel.id, permalink };
    },
  },
};

function readThread(
  world: World,
  channel: ChannelRecord,
  args: JsonObject,
): Pick<MessageDraft, 'threadTs' | 'broadcast'> {
  const threadTs = text(args, 'thread_ts');
  if (threadTs === '') return {};
  const parent = findMessage(world, channel.id, threadTs);
  if (!parent) throw new ApiError('thread_not_found');
  if (parent.ephemeralFor) throw new ApiError('cannot_reply_to_message');
  return { threadTs: parent.threadTs ?? threadTs, ...(flag(args, 'reply_broadcast') ? { broadcast: true } : {}) };
}

function findOwn(world: World, args: JsonObject, error: string): { channel: ChannelRecord; message: MessageRecord } {
  const channel = findChannel(world, required(args, 'channel'));
  const message = findShown(world, channel.id, required(args, 'ts'));
  if (message.user !== world.app.botUserId) throw new ApiError(error);
  return { channel, message };
}
