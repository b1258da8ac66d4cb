import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import { refresh } from './card.ts';
import { MOST_RENDERS, put, type Means } from './delivery-deps.ts';
import type { Outcome } from './outcome.ts';
import { findPosted, post } from './post.ts';
import { tell } from './deliver-updates.ts';

/**
 * One attempt to deliver an item, which throws nothing but Unavailable. After an earlier one that ended unclear, the channel is searched
 * for it first, so that nothing comes twice.
 * @param stillOurs false when the claim is about to run out: then somebody else may be at it
 */
export async function attempt(means: Means, item: OutboxItem, stillOurs: () => boolean): Promise<Outcome | null> {
  switch (item.op) {
    case 'post':
      return say(means, item, stillOurs);
    case 'tell':
    case 'show':
      return tell(means, item, stillOurs);
    case 'refresh':
      return bringUpToDate(means, item);
  }
}

/** A message of its own. */
const say = async (means: Means, item: OutboxItem, stillOurs: () => boolean): Promise<Outcome | null> => {
  const found = item.attempts > 0 ? await findPosted(means.client, item) : null;
  if (found) return 'is' in found ? found : { is: 'delivered', ts: found.ts };
  const message = await put(() => means.render(item), item);
  if ('is' in message) return message;
  const posted = await post(means, item, message, { stillOurs });
  return posted === null || 'is' in posted ? posted : { is: 'delivered', ts: posted.ts };
};

/** The card again would be the same message: asking twice does no harm, so nothing is looked up. */
const bringUpToDate = async (means: Means, item: OutboxItem): Promise<Outcome> => {
  try {
    return await refresh(means, item);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    return { is: item.attempts < MOST_RENDERS ? 'unclear' : 'refused', error: String(error) };
  }
};
