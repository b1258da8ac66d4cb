import type { Block, KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { OutboxItem } from '../../crm/outbox.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

/** A message as Slack takes it; `text` is what notifications and screen readers say. */
export interface Message {
  text: string;
  blocks: (KnownBlock | Block)[];
}

/** By this, and the outbox item's id, a message of ours is known again in a channel's history. */
const EVENT_TYPE = 'customerhub_update';

/** Pages of 200 messages that are looked through: further back, a message is taken for not posted. */
const MOST_PAGES = 5;

/** How far Slack's clock may be behind ours, in seconds. */
const SKEW = 300;

const isItem = (id: number, metadata: { event_type?: string; event_payload?: object } | undefined): boolean =>
  metadata?.event_type === EVENT_TYPE && new Map(Object.entries(metadata.event_payload ?? {})).get('outbox_id') === id;

/**
 * Looks for an item in the history of its channel since it was written.
 * @returns the message's ts; null when it is not there
 */
const lookUp = async (client: WebClient, { id, channel, createdAt }: OutboxItem): Promise<string | null> => {
  const oldest = String(Date.parse(createdAt) / 1000 - SKEW);
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor && { cursor }) };
    const { messages = [], response_metadata: rest } = await client.conversations.history(query);
    const found = messages.find(({ metadata }) => isItem(id, metadata));
    if (found?.ts !== undefined) return found.ts;
    cursor = rest?.next_cursor;
    if (!cursor) return null;
  }
  return null;
};

/**
 * Whether an earlier attempt reached the channel after all.
 * @returns null when it did not, or when this kind of channel keeps its history from the app: then better twice than never
 */
export const findPosted = async (client: WebClient, item: OutboxItem): Promise<Outcome | null> => {
  try {
    const ts = await lookUp(client, item);
    return ts === null ? null : { is: 'delivered', ts };
  } catch (error) {
    const outcome = outcomeOf(error);
    const unreadable = outcome.is === 'refused' || (outcome.is === 'shut out' && outcome.error === 'missing_scope');
    return unreadable ? null : outcome;
  }
};

/** Posts the message once, marked as this outbox item. */
export const post = async (client: WebClient, { id, channel }: OutboxItem, message: Message): Promise<Outcome> => {
  try {
    const metadata = { event_type: EVENT_TYPE, event_payload: { outbox_id: id } };
    const { text, blocks } = message;
    const answer = await client.chat.postMessage({
      channel,
      text,
      blocks,
      metadata,
      unfurl_links: false,
      unfurl_media: false,
    });
    return { is: 'delivered', ts: answer.ts ?? null };
  } catch (error) {
    return outcomeOf(error);
  }
};
