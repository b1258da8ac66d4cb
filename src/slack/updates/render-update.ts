import type { OutboxItem } from '../../crm/notifications/outbox/outbox.ts';
import type { ClockUpdate } from '../../crm/notifications/announce/time-event.ts';
import type { AddedUpdate, DealUpdate } from '../../crm/notifications/announce/announce.ts';
import { say, small, type Message } from '../messages/blocks.ts';
import type { Desk } from '../slack-context.ts';
import { customerUpdateMessage, interactionUpdateMessage, interactionUpdateWords } from './added-update.ts';
import { followUpUpdateMessage, followUpUpdateWords, silentUpdateMessage } from './time-update.ts';
import { dealUpdateMessage, dealUpdateWords, type Words } from './deal-update.ts';

type Item = Pick<OutboxItem, 'team' | 'kind' | 'payload'>;
export type Renderer = (desk: Desk, item: Item) => Promise<Message | null>;

/** What subscriptions tell: kind of outbox item -> message. */
export const UPDATES: Readonly<Record<string, Renderer>> = {
  'deal-update': (desk, { team, payload }) => dealUpdateMessage(desk, team, JSON.parse(payload) as DealUpdate),
  'interaction-update': (desk, { team, payload }) =>
    interactionUpdateMessage(desk, team, JSON.parse(payload) as AddedUpdate),
  'customer-update': (desk, { team, payload }) => customerUpdateMessage(desk, team, JSON.parse(payload) as AddedUpdate),
  'follow-up-update': (desk, { team, payload }) =>
    followUpUpdateMessage(desk, team, JSON.parse(payload) as ClockUpdate),
  'silent-update': (desk, { team, payload }) => silentUpdateMessage(desk, team, JSON.parse(payload) as ClockUpdate),
};

/** What an update says; null when there is nothing to say any more. */
export const renderUpdate: Renderer = (desk, item) => UPDATES[item.kind]?.(desk, item) ?? Promise.resolve(null);

/** What can be told with a card: kind of outbox item -> words. */
const WORDS: Readonly<Record<string, (desk: Desk, item: Item) => Promise<Words | null>>> = {
  'deal-update': (desk, { team, payload }) => dealUpdateWords(desk, team, JSON.parse(payload) as DealUpdate),
  'interaction-update': (desk, { team, payload }) =>
    interactionUpdateWords(desk, team, JSON.parse(payload) as AddedUpdate),
  'follow-up-update': (desk, { team, payload }) => followUpUpdateWords(desk, team, JSON.parse(payload) as ClockUpdate),
};

/** An update of a deal, to be told with its card; null when there is nothing to say any more. */
export const wordsOf = (desk: Desk, item: Item): Promise<Words | null> =>
  WORDS[item.kind]?.(desk, item) ?? Promise.resolve(null);

/** The same as a reply in the thread of the card, which shows everything else. */
export const renderReply: Renderer = async (desk, item) => {
  const words = await wordsOf(desk, item);
  return words && say(words.sentences.join('\n'), small(words.facts));
};
