import {
  payloadIn,
  type OutboxItem,
  type OutboxKind,
  type OutboxPayloads,
} from '../../crm/notifications/outbox/index.ts';
import { say, small, type Message } from '../messages/blocks.ts';
import type { MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';
import type { SlackContext } from '../slack-context.ts';
import { customerUpdateMessage, interactionUpdateMessage, interactionUpdateWords } from './added-update.ts';
import { followUpUpdateMessage, followUpUpdateWords, silentUpdateMessage } from './time-update.ts';
import { dealUpdateMessage, dealUpdateWords, type UpdateWords } from './deal-update.ts';

type Item = Pick<OutboxItem, 'team' | 'kind' | 'payload'>;

/** What can be said for each of some kinds of items, or of all of them. */
export type Renderers<Said, K extends OutboxKind = OutboxKind> = {
  readonly [P in K]: (slack: SlackContext, team: string, payload: OutboxPayloads[P]) => Promise<Said | null>;
};
export type Rendered = Message | MessageWithFallbacks;

/** What a table of renderers says of an item; undefined where it has none of that kind. */
export function renderWith<Said, K extends OutboxKind>(
  renderers: Renderers<Said, K>,
  slack: SlackContext,
  { team, kind, payload }: Item,
): Promise<Said | null> | undefined {
  const isIn = (name: string): name is K => Object.hasOwn(renderers, name);
  return isIn(kind) ? renderers[kind](slack, team, payloadIn(kind, payload)) : undefined;
}

type Update = 'deal-update' | 'interaction-update' | 'customer-update' | 'follow-up-update' | 'silent-update';

/** Updates: kind of outbox item -> message. */
export const UPDATES: Renderers<Message, Update> = {
  'deal-update': dealUpdateMessage,
  'interaction-update': interactionUpdateMessage,
  'customer-update': customerUpdateMessage,
  'follow-up-update': followUpUpdateMessage,
  'silent-update': silentUpdateMessage,
};

/** Renders an update; null when there is nothing left to post. */
export function renderUpdate(slack: SlackContext, item: Item): Promise<Message | null> {
  return renderWith(UPDATES, slack, item) ?? Promise.resolve(null);
}

/** Updates posted with a card: kind of outbox item -> words. */
const WORDS: Renderers<UpdateWords, 'deal-update' | 'interaction-update' | 'follow-up-update'> = {
  'deal-update': dealUpdateWords,
  'interaction-update': interactionUpdateWords,
  'follow-up-update': followUpUpdateWords,
};

/** The words of an update posted with a deal card; null when there is nothing left to post. */
export function wordsOf(slack: SlackContext, item: Item): Promise<UpdateWords | null> {
  return renderWith(WORDS, slack, item) ?? Promise.resolve(null);
}

/** The same as a reply in the thread of the card, which shows everything else. */
export async function renderReply(slack: SlackContext, item: Item): Promise<Message | null> {
  const words = await wordsOf(slack, item);
  return words && say(words.sentences.join('\n'), small(words.facts));
}
