import type { ChatPostMessageArguments, ConversationsHistoryResponse, WebClient } from '@slack/web-api';
import type { Card } from '../../crm/notifications/cards/index.ts';
import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import { isLoss } from '../../crm/notifications/channels/index.ts';
import { isPersonal } from '../../model/subscriptions/subscription.ts';
import type { Message } from '../messages/blocks.ts';
import {
  inFull,
  inTurn,
  withFallbacks,
  worthTrying,
  type MessageWithFallbacks,
  type Acceptance,
} from '../messages/message-with-fallbacks.ts';
import type { Means } from './delivery-deps.ts';
import { isAboutBlocks, outcomeOf, type Outcome } from './outcome.ts';

/** By this, and the outbox item's id, a message of ours is known again in a channel's history. */
const EVENT_TYPE = 'customerhub_update';

/** Pages of 200 messages that are looked through: further back, a message is taken for not posted. */
const MOST_PAGES = 5;

/** How far Slack's clock may be behind ours, in seconds. */
const SKEW = 300;

const isItem = (id: number, metadata: { event_type?: string; event_payload?: object } | undefined): boolean =>
  metadata?.event_type === EVENT_TYPE && new Map(Object.entries(metadata.event_payload ?? {})).get('outbox_id') === id;

/** Where a message of ours was found: its ts, and that of the thread it is a reply in. */
interface Trace {
  ts: string;
  threadTs: string | null;
}

type HistoryPage = Pick<ConversationsHistoryResponse, 'messages' | 'response_metadata'>;

const since = ({ createdAt }: OutboxItem): string => String(Date.parse(createdAt) / 1000 - SKEW);

/** Leafs through messages for that of an item. @param read one page of them, from a cursor on */
const lookIn = async (
  id: number,
  read: (cursor: { cursor?: string }) => Promise<HistoryPage>,
): Promise<Trace | null> => {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { messages = [], response_metadata: rest } = await read(cursor ? { cursor } : {});
    const found = messages.find(({ metadata }) => isItem(id, metadata));
    if (found?.ts !== undefined) return { ts: found.ts, threadTs: found.thread_ts ?? null };
    cursor = rest?.next_cursor;
    if (!cursor) return null;
  }
  return null;
};

/** Looks for an item in its channel since it was written, and in the thread of the card where its reply would stand. */
const lookUp = async (client: WebClient, item: OutboxItem, card: Thread | null): Promise<Trace | null> => {
  const query = { oldest: since(item), limit: 200, include_all_metadata: true };
  const { channel } = item;
  const seen = await lookIn(item.id, (from) => client.conversations.history({ ...query, channel, ...from }));
  if (seen || !card) return seen;
  const thread = { ...query, channel: card.postedIn, ts: card.ts };
  return lookIn(item.id, (from) => client.conversations.replies({ ...thread, ...from }));
};

/** The card in whose thread replies stand. */
export type Thread = Pick<Card, 'postedIn' | 'ts'>;

/**
 * What it means that Slack shows no history. Conversations of two are kept from the app, and so is everything where it
 * was not given the scope. A channel that takes nothing any more would not take the message either; any other refusal
 * says nothing of the message, so it is asked again.
 */
const unread = ({ channel }: OutboxItem, outcome: Outcome): Outcome | null => {
  if (outcome.is === 'shut out' && outcome.error === 'missing_scope') return null;
  if (outcome.is !== 'refused') return outcome;
  if (isPersonal(channel)) return null;
  return isLoss(outcome.error) ? outcome : { is: 'unclear', error: outcome.error };
};

/**
 * Whether an earlier attempt reached the channel after all.
 * @returns null when it did not, or when this kind of channel keeps its history from the app: then better twice than never
 */
export async function findPosted(
  client: WebClient,
  item: OutboxItem,
  card: Thread | null = null,
): Promise<Trace | Outcome | null> {
  try {
    return await lookUp(client, item, card);
  } catch (error) {
    return unread(item, outcomeOf(error));
  }
}

/** Where a message went: the conversation and its ts. */
export interface Posted {
  postedIn: string;
  ts: string;
}

/** Posts one message, marked as this outbox item. */
const postOne = async (
  client: WebClient,
  { id, channel }: OutboxItem,
  { text, blocks }: Message,
  reply?: Reply,
): Promise<Posted | Outcome> => {
  try {
    const metadata = { event_type: EVENT_TYPE, event_payload: { outbox_id: id } };
    const plain = { text, blocks, metadata, unfurl_links: false, unfurl_media: false };
    const answer = reply
      ? await client.chat.postMessage({
          ...plain,
          channel: reply.postedIn,
          thread_ts: reply.ts,
          reply_broadcast: reply.aloud,
        } as ChatPostMessageArguments)
      : await client.chat.postMessage({ ...plain, channel });
    if (answer.ts === undefined) return { is: 'delivered', ts: null };
    return { postedIn: answer.channel ?? channel, ts: answer.ts };
  } catch (error) {
    return outcomeOf(error);
  }
};

/** In whose thread it is a reply, and whether the channel sees it as well. */
type Reply = Thread & { aloud: boolean };

export interface Posting {
  /** False when the claim is about to run out: then somebody else may be at it. */
  stillOurs: () => boolean;
  reply?: Reply;
}

const evaluate = (outcome: Posted | Outcome | null): Acceptance => {
  if (outcome === null) return 'unclear';
  if (!('is' in outcome) || outcome.is === 'delivered') return 'taken';
  return isAboutBlocks(outcome) ? 'refused' : 'unclear';
};

/**
 * Posts the best that Slack takes, once: a plainer one only after it refused what was in the one before, which is nowhere
 * then.
 * @returns null when nothing was posted because the claim ran out, or CustomerHub goes down
 */
export async function post(
  means: Means,
  item: OutboxItem,
  said: Message | MessageWithFallbacks,
  { stillOurs, reply }: Posting,
): Promise<Posted | Outcome | null> {
  let outcome: Posted | Outcome | null = null;
  const send = async (message: Message): Promise<Acceptance> => {
    if (outcome !== null) await means.pause();
    outcome = stillOurs() ? await postOne(means.client, item, message, reply) : null;
    return evaluate(outcome);
  };
  const told = withFallbacks(said);
  const messages = worthTrying(await inFull(told), means.tables);
  // The next start posts it with its charts.
  if (told.charts && means.closing.aborted) return null;
  await inTurn(means.tables, messages, send, means.wait);
  return outcome;
}
