import { momentOf } from '../../../model/dates/time.ts';
import type { CardStyle, DisplayOptions } from '../../../model/subscriptions/display-options.ts';
import * as cards from '../../../store/notifications/cards.ts';
import type { OutboxItem } from '../../../store/outbox/outbox.ts';
import type { Crm } from '../../context/index.ts';

export type { Card, CardKey, NewCard } from '../../../store/notifications/cards.ts';

type CardItem = Pick<OutboxItem, 'team' | 'channel' | 'lane' | 'kind' | 'payload'>;

/** The card an item belongs to. */
export function keyOf({ team, channel, lane }: CardItem): cards.CardKey {
  const about = cards.recordOfOrderingKey(lane);
  if (!about) throw new Error(`nothing has a card in the lane “${lane}”`);
  return { team, channel, ...about };
}

const displayOptionsOf = ({ payload }: CardItem): Partial<DisplayOptions> =>
  (JSON.parse(payload) as { display?: Partial<DisplayOptions> }).display ?? {};

export function styleOf(item: CardItem): CardStyle {
  return displayOptionsOf(item).style ?? 'full';
}

/** Is a reply shown in the channel as well? */
export function isAloud(item: CardItem): boolean {
  return displayOptionsOf(item).aloud === true;
}

/** What a card is posted with: an update, as the outbox holds it. */
export interface FirstUpdate {
  kind: string;
  payload: string;
}

/** @returns null where the card is posted for its own sake */
export function firstUpdateOf({ kind, payload }: CardItem): string | null {
  return kind === 'card' ? null : JSON.stringify({ kind, payload } satisfies FirstUpdate);
}

/** The card of a record in a channel, as far as anybody knows it is there. */
export function cardOf(crm: Crm, key: cards.CardKey): Promise<cards.Card | null> {
  return cards.findCard(crm.database.db, key);
}

export function cardById(crm: Crm, id: number): Promise<cards.Card | null> {
  return cards.cardById(crm.database.db, id);
}

/** @param shown a digest of what it shows now */
export function nowShows(crm: Crm, card: cards.Card, shown: string): Promise<void> {
  return cards.markShown(crm.database.db, card, shown);
}

/** Somebody deleted it in Slack, or it can't be reached any more: the next update is posted as a card again. */
export function isGone(crm: Crm, card: cards.Card): Promise<void> {
  return cards.markGone(crm.database.db, card, momentOf(crm.now()));
}
