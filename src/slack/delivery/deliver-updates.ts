import { hasTrait } from '../../model/registry.ts';
import {
  cardOf,
  isAloud,
  isGone,
  keyOf,
  firstUpdateOf,
  styleOf,
  type Card,
  type CardKey,
} from '../../crm/notifications/cards/index.ts';
import { isMuted } from '../../crm/notifications/channels/index.ts';
import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import type { Message } from '../messages/blocks.ts';
import type { MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';
import { digestOf, renew } from './card.ts';
import { put, type Means } from './delivery-deps.ts';
import type { Outcome } from './outcome.ts';
import { findPosted, post } from './post.ts';

/** Slack's answers to a reply in a thread that is not there. */
const NO_THREAD: ReadonlySet<string> = new Set(['thread_not_found', 'cannot_reply_to_message', 'message_not_found']);

/** Delivers an update: the first with the record's card, later ones in its thread. */
export async function tell(means: Means, item: OutboxItem, stillOurs: () => boolean): Promise<Outcome | null> {
  const key = keyOf(item);
  const card = await cardOf(means.crm, key);
  const found = item.attempts > 0 ? await asFound(means, item, key, card) : null;
  if (found) return found;
  if (item.op === 'show') return show(means, item, { key, card, stillOurs });
  if (hasTrait(key.entity, 'isMutable') && (await isMuted(means.crm, { ...key, dealId: key.recordId })))
    return { is: 'delivered', ts: null };
  const reply = await put(() => means.render(item), item);
  if ('is' in reply) return reply;
  const answered = card && (await answer(means, item, card, { reply, stillOurs }));
  if (answered && answered !== 'gone') return answered;
  return postCard(means, item, key, stillOurs);
}

/** The card for its own sake, pinned: brought up to date where it is there, or posted. */
const show = async (
  means: Means,
  item: OutboxItem,
  { key, card, stillOurs }: { key: CardKey; card: Card | null; stillOurs: () => boolean },
): Promise<Outcome | null> => {
  const message = card && (await put(() => means.renderCard(card), item));
  if (message && 'is' in message) return message;
  const fresh = card && message && (await renew(means, card, message));
  if (fresh && fresh.is !== 'delivered') return fresh;
  const outcome = fresh ?? (await postCard(means, item, key, stillOurs));
  if (!outcome) return null;
  const place = 'card' in outcome && outcome.card ? outcome.card : card;
  if (outcome.is === 'delivered' && place) await pin(means, place);
  return outcome;
};

/** A card that cannot be pinned is there all the same. */
const pin = async ({ client }: Means, { postedIn, ts }: Pick<Card, 'postedIn' | 'ts'>): Promise<void> => {
  await client.pins.add({ channel: postedIn, timestamp: ts }).catch(() => {});
};

/** An earlier attempt that reached the channel after all: as a reply, or as the card. */
const asFound = async (means: Means, item: OutboxItem, key: CardKey, card: Card | null): Promise<Outcome | null> => {
  const found = await findPosted(means.client, item, card);
  if (!found || 'is' in found) return found;
  const { ts, threadTs } = found;
  if (threadTs !== null && threadTs !== ts) return { is: 'delivered', ts };
  const face = { style: styleOf(item), lead: firstUpdateOf(item), shown: null };
  if (item.op === 'show') await pin(means, { postedIn: item.channel, ts });
  return { is: 'delivered', ts, card: { ...key, ...face, postedIn: item.channel, ts } };
};

/**
 * Brings the card up to date, which shows that it is still there, and replies in its thread. The reply does not wait where
 * it is the turn of other cards: whatever changed the record asked for this one as well.
 */
const answer = async (
  means: Means,
  item: OutboxItem,
  card: Card,
  { reply, stillOurs }: { reply: Message | MessageWithFallbacks; stillOurs: () => boolean },
): Promise<Outcome | 'gone' | null> => {
  const message = await put(() => means.renderCard(card), item);
  if ('is' in message) return message;
  const fresh = await renew(means, card, message);
  if (!fresh) return 'gone';
  if (fresh.is !== 'delivered' && fresh.is !== 'turn') return fresh;
  const posted = await post(means, item, reply, { stillOurs, reply: { ...card, aloud: isAloud(item) } });
  if (posted === null) return null;
  if (!('is' in posted)) return { is: 'delivered', ts: posted.ts };
  if (posted.is !== 'refused' || !NO_THREAD.has(posted.error)) return posted;
  await isGone(means.crm, card);
  return 'gone';
};

const postCard = async (
  means: Means,
  item: OutboxItem,
  key: CardKey,
  stillOurs: () => boolean,
): Promise<Outcome | null> => {
  const face = { style: styleOf(item), lead: firstUpdateOf(item) };
  const message = await put(() => means.renderCard({ ...key, ...face }), item);
  if ('is' in message) return message;
  const posted = await post(means, item, message, { stillOurs });
  if (posted === null || 'is' in posted) return posted;
  return { is: 'delivered', ts: posted.ts, card: { ...key, ...face, ...posted, shown: digestOf(message) } };
};
