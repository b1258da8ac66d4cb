import type { OutboxItem } from '../../crm/outbox.ts';
import type { CardTools } from './card.ts';
import type { Outcome } from './outcome.ts';
import type { Message } from './post.ts';

/** Makes the message of an item; null when there is nothing left to say. */
export type Render = (item: OutboxItem) => Promise<Message | null>;

/** What attempts are made with. */
export interface Means extends CardTools {
  render: Render;
}

/** How often an item is put into words that can't be. */
export const MOST_RENDERS = 5;

/** Puts an item into words; what can't be is tried again a few times. */
export const put = async (
  render: () => Promise<Message | null>,
  { attempts }: OutboxItem,
): Promise<Message | Outcome> => {
  try {
    return (await render()) ?? { is: 'delivered', ts: null };
  } catch (cause) {
    const error = `could not be put into words: ${String(cause)}`;
    return { is: attempts < MOST_RENDERS ? 'unclear' : 'refused', error };
  }
};
