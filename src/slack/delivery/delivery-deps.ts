import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import type { CardTools } from './card.ts';
import type { Outcome } from './outcome.ts';
import type { Message } from '../messages/blocks.ts';
import type { Tables } from '../messages/table-support.ts';
import type { MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';

/** Makes the message of an item, or several of which the best that Slack takes is posted; null when there is nothing left to say. */
export type Render = (item: OutboxItem) => Promise<Message | MessageWithFallbacks | null>;

/** What attempts are made with. */
export interface Means extends CardTools {
  render: Render;
  tables: Tables;
  /** Keeps the distance between two tries to post to a channel. */
  pause: () => Promise<void>;
  /** Waits that many milliseconds before a message is tried again. */
  wait: (ms: number) => Promise<void>;
  /** Aborted when CustomerHub goes down: charts that are not ready then are not waited for any more. */
  closing: AbortSignal;
}

/** How often an item is put into words that can't be. */
export const MOST_RENDERS = 5;

/** Puts an item into words; what can't be is tried again a few times. @throws Unavailable, which is no fault of the item */
export async function put<M extends Message | MessageWithFallbacks>(
  render: () => Promise<M | null>,
  { attempts }: OutboxItem,
): Promise<M | Outcome> {
  try {
    return (await render()) ?? { is: 'delivered', ts: null };
  } catch (cause) {
    if (cause instanceof Unavailable) throw cause;
    const error = `could not be put into words: ${String(cause)}`;
    return { is: attempts < MOST_RENDERS ? 'unclear' : 'refused', error };
  }
}
