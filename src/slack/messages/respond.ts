import type { Message } from './blocks.ts';
import { isAboutBlocks, outcomeOf } from '../delivery/outcome.ts';
import type { SlackContext } from '../slack-context.ts';
import type { ResponseUrl } from './response-url.ts';

/** Somebody who waits for an answer, and what is known of how to reach them. */
export interface Recipient {
  userId: string;
  /** Where they asked; null where that was no channel. */
  channel: string | null;
  /** null where Slack gave none. */
  url: ResponseUrl | null;
  /** The message whose button they pressed, where an answer may take its place. */
  original: string | null;
}

/** Somebody to whom nothing but their own conversation with the app leads. */
export function inPrivateOnly(userId: string): Recipient {
  return { userId, channel: null, url: null, original: null };
}

/** Where an answer stands, for what comes after it. */
export type SentMessage =
  /** In place of the message whose button was pressed, until another answer takes it. */
  | { in: 'original'; isLatest: () => boolean }
  /** In the person's conversation with the app, where it can be changed. */
  | { in: 'conversation'; channel: string; ts: string }
  /** A message of its own that nothing can change. */
  | { in: 'passing' };

/** Once more when it fails, because most of what goes wrong between two servers is over a moment later. */
export function twice<T>(call: () => Promise<T>): Promise<T> {
  return call().catch(call);
}

/** How often something is tried, and how long it waits where Slack asks for a pause, in milliseconds. */
interface Persistence {
  tries: number;
  pause: number;
}

/** Waits between tries, in milliseconds. */
const PAUSES_MS = [0, 1000, 3000];

/** Tries as often as is worth it: what is out of reach for a moment, or asks to wait a little. @throws what Slack said last */
export async function insist<T>(
  { sleep, closing }: SlackContext,
  call: () => Promise<T>,
  { tries, pause }: Persistence,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (error) {
      const outcome = outcomeOf(error);
      const passes = outcome.is === 'wait' || outcome.is === 'unclear';
      const wait = outcome.is === 'wait' ? outcome.wait : (PAUSES_MS[tried - 1] ?? 0);
      if (!passes || tried >= tries || wait > pause) throw error;
      if (wait > 0) await sleep(wait, closing);
    }
  }
}

interface Way extends Persistence {
  name: string;
  go: (message: Message) => Promise<SentMessage>;
}

const byUrl = (slack: SlackContext, { url, original }: Recipient, replace: boolean): Way[] => {
  if (!url || url.left() === 0) return [];
  const place = replace ? original : null;
  const go = async (message: Message): Promise<SentMessage> => {
    const isLatest = place === null ? null : slack.latest.claim(place);
    await url.post({ response_type: 'ephemeral', replace_original: place !== null, ...message });
    return isLatest ? { in: 'original', isLatest } : { in: 'passing' };
  };
  return [{ name: 'response_url', tries: 2, pause: 3000, go }];
};

const byEphemeral = ({ slowClient }: SlackContext, { userId: user, channel }: Recipient): Way[] => {
  if (channel === null) return [];
  const go = async (message: Message): Promise<SentMessage> => {
    await slowClient.chat.postEphemeral({ channel, user, ...message });
    return { in: 'passing' };
  };
  return [{ name: 'chat.postEphemeral', tries: 2, pause: 3000, go }];
};

const byConversation = ({ slowClient }: SlackContext, { userId }: Recipient): Way => ({
  name: 'chat.postMessage',
  tries: 4,
  pause: 60_000,
  go: async (message) => {
    const { channel, ts } = await slowClient.chat.postMessage({ channel: userId, ...message });
    return channel && ts ? { in: 'conversation', channel, ts } : { in: 'passing' };
  },
});

/** Slack takes no such message, rather than none here. */
export function isRefusal(error: unknown): boolean {
  return isAboutBlocks(outcomeOf(error));
}

/**
 * Says something to one person alone: through the response URL, else as a message in the channel that only they see, else
 * in their conversation with the app.
 * @returns where it stands; null where nothing led to them, which the log tells
 * @throws what Slack said where it refused what is in the message: a plainer one may be taken
 */
export async function send(
  slack: SlackContext,
  to: Recipient,
  message: Message,
  replace = false,
): Promise<SentMessage | null> {
  for (const way of [...byUrl(slack, to, replace), ...byEphemeral(slack, to), byConversation(slack, to)]) {
    try {
      return await insist(slack, () => way.go(message), way);
    } catch (err) {
      if (isRefusal(err)) throw err;
      if (way.name === 'response_url') to.url?.close();
      slack.log.warn({ err, way: way.name }, 'Slack did not take an answer this way');
    }
  }
  slack.log.error({ user: to.userId }, 'an answer reached nobody: Slack took it in no way; what was saved is saved');
  return null;
}
