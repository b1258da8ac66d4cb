/** Messages: posting, changing and removing them, and who gets to know. */
import { type MessageRecord } from './records.ts';
import type { JsonObject, Message } from '../../protocol.ts';
import type { World } from './world.ts';
import { unreadOf } from './channels.ts';
import type { ChannelRecord } from './records.ts';
import { emit } from '../delivery/events.ts';
import { withBlockIds } from '../elements.ts';
import { fileObject } from './files.ts';
import type { FileRecord } from './records.ts';
import { newBlockId } from './ids.ts';

export interface MessageDraft {
  user: string;
  text: string;
  blocks?: JsonObject[];
  files?: FileRecord[];
  threadTs?: string;
  broadcast?: boolean;
  subtype?: string;
  metadata?: JsonObject;
  ephemeralFor?: string;
}

export function postMessage(world: World, channel: ChannelRecord, draft: MessageDraft): MessageRecord {
  const { files = [], blocks = [], ...rest } = draft;
  const message: MessageRecord = {
    ...rest,
    channel: channel.id,
    ts: world.timestamps.next(world.clock()),
    blocks: withBlockIds(blocks, newBlockId),
    files: files.map(({ card }) => card),
    ...(draft.user === world.app.botUserId ? { botId: world.app.botId } : {}),
    reactions: [],
    pinned: false,
  };
  const all = world.messages.get(channel.id);
  if (all) all.push(message);
  else world.messages.set(channel.id, [message]);
  world.record.post(messageCard(message));
  tell(world, channel, message);
  for (const reader of readers(channel, message)) {
    const count = unreadOf(world, channel, reader);
    if (reader !== message.user) world.changes.tell([reader], { type: 'unread', channel: channel.id, count });
  }
  if (!message.ephemeralFor) emitPosted(world, channel, message);
  return message;
}

export function changeMessage(
  world: World,
  channel: ChannelRecord,
  message: MessageRecord,
  to: Partial<MessageDraft>,
): void {
  const previous = messageObject(world, message);
  const { files, blocks, ...rest } = to;
  Object.assign(message, rest, { edited: true });
  if (blocks) message.blocks = withBlockIds(blocks, newBlockId);
  if (files) message.files = files.map(({ card }) => card);
  tell(world, channel, message);
  const changed = { message: messageObject(world, message), previous_message: previous };
  if (!message.ephemeralFor) emitMessage(world, channel, { subtype: 'message_changed', hidden: true, ...changed });
}

/** What stands above replies whose parent was deleted, as in Slack. */
const TOMBSTONE = { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' };

export function removeMessage(world: World, channel: ChannelRecord, message: MessageRecord): void {
  if (hasReplies(world, message)) return bury(world, channel, message);
  const left = (world.messages.get(channel.id) ?? []).filter((one) => one !== message);
  world.messages.set(channel.id, left);
  world.touched();
  world.changes.tell(readers(channel, message), { type: 'message_removed', channel: channel.id, ts: message.ts });
  const previous = { deleted_ts: message.ts, previous_message: messageObject(world, message) };
  if (!message.ephemeralFor) emitMessage(world, channel, { subtype: 'message_deleted', hidden: true, ...previous });
}

const hasReplies = (world: World, { channel, ts }: MessageRecord): boolean =>
  (world.messages.get(channel) ?? []).some((one) => one.threadTs === ts && one.ts !== ts);

/** A thread keeps its place: Slack says that its parent was changed, not that it was deleted. */
function bury(world: World, channel: ChannelRecord, message: MessageRecord): void {
  const previous = messageObject(world, message);
  for (const key of ['botId', 'metadata', 'edited'] as const) delete message[key];
  Object.assign(message, { ...TOMBSTONE, blocks: [], files: [], reactions: [], pinned: false });
  tell(world, channel, message);
  const changed = { message: { ...messageObject(world, message), hidden: true }, previous_message: previous };
  emitMessage(world, channel, { subtype: 'message_changed', hidden: true, ...changed });
}

export function findMessage(world: World, channel: string, ts: string): MessageRecord | undefined {
  return world.messages.get(channel)?.find((message) => message.ts === ts);
}

export function messagesFor(world: World, channel: string, person: string): MessageRecord[] {
  return (world.messages.get(channel) ?? []).filter(({ ephemeralFor }) => !ephemeralFor || ephemeralFor === person);
}

/** As the page shows it. */
export function messageCard(message: MessageRecord): Message {
  const { botId: _bot, subtype: _subtype, metadata: _metadata, reactions: _reactions, pinned, ...card } = message;
  return pinned ? { ...card, pinned } : card;
}

/** Slack's message object. Metadata is only in it when it was asked for. */
export function messageObject(world: World, message: MessageRecord, metadata = false): JsonObject {
  const { botId, threadTs, blocks, files, reactions } = message;
  const subtype = message.subtype ?? (message.broadcast ? 'thread_broadcast' : undefined);
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: world.team.id,
    ...(botId ? { bot_id: botId, app_id: world.app.id, bot_profile: botProfile(world) } : {}),
    ...(subtype ? { subtype } : {}),
    ...(threadTs ? { thread_ts: threadTs } : {}),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(files.length > 0 ? { files: files.map(({ id }) => fileObject(world, world.files.get(id)!)) } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(reactions.length > 0 ? { reactions: reactions.map((one) => ({ ...one, count: one.users.length })) } : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

export function botProfile(world: World): JsonObject {
  return {
    id: world.app.botId,
    app_id: world.app.id,
    user_id: world.app.botUserId,
    name: world.manifest.botName,
    deleted: false,
    updated: 0,
    icons: {},
    team_id: world.team.id,
  };
}

const readers = (channel: ChannelRecord, { ephemeralFor }: MessageRecord): string[] =>
  ephemeralFor ? [ephemeralFor] : channel.members;

/** Lets everybody's page draw a message anew. */
export function showAgain(world: World, channel: ChannelRecord, message: MessageRecord): void {
  return tell(world, channel, message);
}

function tell(world: World, channel: ChannelRecord, message: MessageRecord): void {
  world.touched();
  world.changes.tell(readers(channel, message), { type: 'message', message: structuredClone(messageCard(message)) });
}

function emitPosted(world: World, channel: ChannelRecord, message: MessageRecord): void {
  emitMessage(world, channel, messageObject(world, message, true));
  const mentioned = message.text.includes(`<@${world.app.botUserId}>`) && message.user !== world.app.botUserId;
  if (mentioned && channel.kind !== 'im') {
    const { subtype: _subtype, ...said } = messageObject(world, message);
    emit(world, channel, { ...said, type: 'app_mention', channel: channel.id, event_ts: message.ts });
  }
}

function emitMessage(world: World, channel: ChannelRecord, message: JsonObject): void {
  const kind = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' }[channel.kind];
  const when = typeof message['ts'] === 'string' ? { event_ts: message['ts'] } : {};
  emit(world, channel, { ts: '', ...message, type: 'message', channel: channel.id, channel_type: kind, ...when });
}
