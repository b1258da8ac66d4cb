import { WebAPIPlatformError } from '@slack/web-api';
import { Unclear } from '../model/errors.ts';
import { say, type Message } from './messages/blocks.ts';
import type { SlackRequest, SlackContext } from './slack-context.ts';
import { refusalInWords } from './refused.ts';

/** Where updates go. */
export interface ListeningPlace {
  /** Slack channel id, or the user id for direct messages. */
  channel: string;
  /** Updates go to a direct message. */
  personal: boolean;
}

/** What Slack says of a channel; null where it hides it from the app. @throws Unclear when Slack does not say */
const lookAt = async ({ client }: SlackContext, channel: string) => {
  try {
    return (await client.conversations.info({ channel })).channel ?? null;
  } catch (cause) {
    if (cause instanceof WebAPIPlatformError && cause.data.error === 'channel_not_found') return null;
    const passing = 'Slack didn’t answer, so nothing was changed. Try again in a moment.';
    throw new Unclear(refusalInWords(cause) ?? passing, { cause });
  }
};

/** Group direct messages are named after who is in them. Nobody can be invited there by a command. */
const isGroup = (name: string): boolean => name.startsWith('mpdm-');

/**
 * Why CustomerHub can't post in that channel, and what helps; null when it can.
 * @param name as payloads call it, where known
 * @throws Unclear when Slack does not say
 */
export async function blockerIn(slack: SlackContext, channel: string, name = ''): Promise<Message | null> {
  const info = await lookAt(slack, channel);
  if (info?.is_archived) return say(':warning: This channel is archived. Unarchive it first.');
  if (info?.is_member === true) return null;
  const bot = `<@${slack.botUserId}>`;
  if (isGroup(name))
    return say(
      `:warning: ${bot} isn’t in this group message, so it can’t post here. Start a group message that includes ${bot}, or turn this one into a private channel and type \`/invite ${bot}\` there.`,
    );
  return say(`:warning: CustomerHub isn’t in that channel. Type \`/invite ${bot}\` in <#${channel}>, then try again.`);
}

/** A conversation of two: what is subscribed to there, one person hears in their conversation with the app. */
const isPrivate = (channel: string): boolean => channel.startsWith('D');

/**
 * Where the person who asks is: in a channel, or with the app alone; or why deals are not told there. Slack lets a bot
 * speak only where it was invited.
 * @throws Unclear when Slack does not answer, or there is no channel
 */
export async function placeOf(
  { slack, actor, channel }: SlackRequest,
  toMe = false,
): Promise<ListeningPlace | Message> {
  if (toMe) return { channel: actor.slackUserId, personal: true };
  if (!channel) throw new Unclear('Run this in the channel it’s for.');
  if (isPrivate(channel.id)) return { channel: actor.slackUserId, personal: true };
  return (await blockerIn(slack, channel.id, channel.name)) ?? { channel: channel.id, personal: false };
}

/** What somebody subscribes to there, they hear under this id: the channel's, or their own. */
export function subscriptionAt({ actor, channel }: SlackRequest): string {
  return channel === null || isPrivate(channel.id) ? actor.slackUserId : channel.id;
}

const TO_ME = /(?<!\S)to\s?[:=]\s?@?me(?!\S)/i;

/** `to:me` among the words asks about what somebody hears alone, wherever it is typed. @returns the place asked about, the other words */
export function placeAsked(request: SlackRequest, words: string): { request: SlackRequest; words: string } {
  return TO_ME.test(words)
    ? { request: { ...request, channel: null }, words: words.replace(TO_ME, ' ').trim() }
    : { request, words };
}

/** Ids under which subscriptions of that place are kept. */
export function channelsOf(request: SlackRequest): string[] {
  const { id = '' } = request.channel ?? {};
  if (!isPrivate(id)) return id === '' ? [request.actor.slackUserId] : [id];
  return [id, request.actor.slackUserId];
}
