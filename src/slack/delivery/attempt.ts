import type { WebClient } from '@slack/web-api';
import type { OutboxItem } from '../../crm/outbox.ts';
import type { Outcome } from './outcome.ts';
import { findPosted, post, type Message } from './post.ts';

/** Makes the message of an item; null when there is nothing left to say. */
export type Render = (item: OutboxItem) => Promise<Message | null>;

/** How often an item is put into words that can't be. */
const MOST_RENDERS = 5;

const put = async (render: Render, item: OutboxItem): Promise<Message | Outcome> => {
  try {
    return (await render(item)) ?? { is: 'delivered', ts: null };
  } catch (cause) {
    const error = `could not be put into words: ${String(cause)}`;
    return { is: item.attempts < MOST_RENDERS ? 'unclear' : 'refused', error };
  }
};

/**
 * One attempt to deliver an item, which never throws. After an earlier one that ended unclear, the channel is searched
 * for it first, so that nothing comes twice.
 * @param stillOurs false when the claim is about to run out: then somebody else may be at it
 */
export const attempt = async (
  client: WebClient,
  render: Render,
  item: OutboxItem,
  stillOurs: () => boolean,
): Promise<Outcome | null> => {
  const posted = item.attempts > 0 ? await findPosted(client, item) : null;
  if (posted) return posted;
  const message = await put(render, item);
  if ('is' in message) return message;
  return stillOurs() ? post(client, item, message) : null;
};
