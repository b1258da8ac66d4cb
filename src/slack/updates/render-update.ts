import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import type { ClockUpdate, AddedUpdate, DealUpdate } from '../../crm/notifications/announce/index.ts';
import { say, small, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { customerUpdateMessage, interactionUpdateMessage, interactionUpdateWords } from './added-update.ts';
import { followUpUpdateMessage, followUpUpdateWords, silentUpdateMessage } from './time-update.ts';
import { dealUpdateMessage, dealUpdateWords, type Words } from './deal-update.ts';

type Item = Pick<OutboxItem, 'team' | 'kind' | 'payload'>;
export type Renderer = (slack: SlackContext, item: Item) => Promise<Message | null>;

/** Updates: kind of outbox item -> message. */
export const UPDATES: Readonly<Record<string, Renderer>> = {
  'deal-update': (slack, { team, payload }) => dealUpdateMessage(slack, team, JSON.parse(payload) as DealUpdate),
  'interaction-update': (slack, { team, payload }) =>
    interactionUpdateMessage(slack, team, JSON.parse(payload) as AddedUpdate),
  'customer-update': (slack, { team, payload }) =>
    customerUpdateMessage(slack, team, JSON.parse(payload) as AddedUpdate),
  'follow-up-update': (slack, { team, payload }) =>
    followUpUpdateMessage(slack, team, JSON.parse(payload) as ClockUpdate),
  'silent-update': (slack, { team, payload }) => silentUpdateMessage(slack, team, JSON.parse(payload) as ClockUpdate),
};

/** Renders an update; null when there is nothing left to post. */
export const renderUpdate: Renderer = (slack, item) => UPDATES[item.kind]?.(slack, item) ?? Promise.resolve(null);

/** Updates posted with a card: kind of outbox item -> words. */
const WORDS: Readonly<Record<string, (slack: SlackContext, item: Item) => Promise<Words | null>>> = {
  'deal-update': (slack, { team, payload }) => dealUpdateWords(slack, team, JSON.parse(payload) as DealUpdate),
  'interaction-update': (slack, { team, payload }) =>
    interactionUpdateWords(slack, team, JSON.parse(payload) as AddedUpdate),
  'follow-up-update': (slack, { team, payload }) =>
    followUpUpdateWords(slack, team, JSON.parse(payload) as ClockUpdate),
};

/** The words of an update posted with a deal card; null when there is nothing left to post. */
export function wordsOf(slack: SlackContext, item: Item): Promise<Words | null> {
  return WORDS[item.kind]?.(slack, item) ?? Promise.resolve(null);
}

/** The same as a reply in the thread of the card, which shows everything else. */
export const renderReply: Renderer = async (slack, item) => {
  const words = await wordsOf(slack, item);
  return words && say(words.sentences.join('\n'), small(words.facts));
};
