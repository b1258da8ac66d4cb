import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import {
  cardById,
  isGone,
  nowShows,
  type Card,
  type CardKey,
  type NewCard,
} from '../../crm/notifications/cards/index.ts';
import type { Crm } from '../../crm/context/index.ts';
import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Message } from '../messages/blocks.ts';
import type { Turns } from './card-turns.ts';

/** Makes a card as its record is now; null when there is none. */
export type RenderCard = (face: CardKey & Pick<NewCard, 'style' | 'lead'>) => Promise<Message | null>;

/** What cards are delivered with. */
export interface CardTools {
  crm: Crm;
  client: WebClient;
  renderCard: RenderCard;
  /** Who changes a card when. */
  turns: Turns;
}

/** By which it is known whether a card shows something else now. */
export function digestOf({ text, blocks }: Message): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('base64url');
}

/** Slack's answers that mean: this message cannot be changed any more, not now and not later. */
const isLost = (outcome: Outcome): boolean => outcome.is === 'refused';

/**
 * Puts the newest state into a card that was posted.
 * @returns null when the card is not there any more; what it shows needs no message
 */
export async function renew(
  { crm, client, turns }: Pick<CardTools, 'crm' | 'client' | 'turns'>,
  card: Card,
  message: Message,
): Promise<Outcome | null> {
  const wait = turns.take(card.id);
  if (wait > 0) return { is: 'turn', wait };
  try {
    const { text, blocks } = message;
    await client.chat.update({ channel: card.postedIn, ts: card.ts, text, blocks });
  } catch (error) {
    const outcome = outcomeOf(error);
    if (!isLost(outcome)) return outcome;
    await isGone(crm, card);
    return null;
  }
  await nowShows(crm, card, digestOf(message));
  return { is: 'delivered', ts: card.ts };
}

/** Brings a card up to date, if it shows something else than what is. */
export async function refresh(tools: CardTools, { cardId }: OutboxItem): Promise<Outcome> {
  const nothing: Outcome = { is: 'delivered', ts: null };
  const card = cardId === null ? null : await cardById(tools.crm, cardId);
  const message = card && (await tools.renderCard(card));
  if (!card || !message || digestOf(message) === card.shown) return nothing;
  return (await renew(tools, card, message)) ?? nothing;
}
