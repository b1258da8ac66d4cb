import { refOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import type { OutboxItem } from '../../crm/notifications/outbox/index.ts';
import { contextFor } from '../audience/audience.ts';
import { menu, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { renderReply, renderWith, UPDATES, type Rendered, type Renderers } from './render-update.ts';
import { outsidersMessage } from '../commands/channels/index.ts';
import { stoppedImportMessage } from '../commands/import/index.ts';
import { customerCard } from './customer-card.ts';
import { livingCard, type CardSubject } from './living-card.ts';
import { weeklyLimitMessage, digestMessage } from './digest.ts';
import { departedMemberMessage } from './departed-member.ts';
import { scheduledSummary } from './scheduled-summary.ts';
import { stoppedMessage } from '../commands/summary/index.ts';
import { troubleMessage } from '../commands/settings/index.ts';
import { heardAgainMessage, undeliverableMessage } from './undeliverable.ts';
import { invalidFilterMessage } from './invalid-filter.ts';
import { eachOf, type MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';

/** Kind of outbox item -> message. */
export const RENDERERS: Renderers<Rendered> = {
  ...UPDATES,
  digest: digestMessage,
  'budget-reached': (slack, _team, news) => weeklyLimitMessage(slack, news),
  'subscription-broken': (slack, _team, news) => invalidFilterMessage(slack, news),
  unheard: (slack, _team, news) => undeliverableMessage(slack, news),
  'heard-again': (slack, _team, news) => heardAgainMessage(slack, news),
  outsiders: (slack, _team, news) => outsidersMessage(slack, news),
  leaver: (slack, _team, news) => departedMemberMessage(slack, news),
  'import-stopped': (slack, _team, news) => stoppedImportMessage(slack, news),
  'scheduled-summary': (slack, _team, news) => scheduledSummary(slack, news),
  'schedule-stopped': (slack, _team, news) => stoppedMessage(slack, news),
  'delivery-trouble': (_slack, _team, news) => Promise.resolve(troubleMessage(news)),
};

const WHY = 'Why am I seeing this?';

/** Adds “Why am I seeing this?” to an update. @param verb the command that answers it, with its words */
const withWhy = (message: Message, verb: string, words: string): Message => {
  const at = message.blocks.findIndex((block) => block.type === 'section' && !block.accessory);
  const accessory = menu(verb, words, [[WHY, words]]);
  const beside = (block: Message['blocks'][number]): Message['blocks'][number] =>
    block.type === 'section' ? { ...block, accessory } : block;
  return message.with(message.blocks.map((block, index) => (index === at ? beside(block) : block)));
};

const CARDS: Readonly<Record<CardSubject['entity'], typeof livingCard>> = { deal: livingCard, customer: customerCard };

/** A card as its record is now, for those who read in its channel: where that takes long to know, it hides first. */
export function renderCard(slack: SlackContext) {
  return async (face: CardSubject): Promise<Message | null> => {
    const message = await CARDS[face.entity](await contextFor(slack, face.channel), face);
    return message && withWhy(message, 'why', refOf(entityOf(face.entity), face.recordId));
  };
}

/**
 * Renders an outbox item when it is delivered; null when there is nothing left to post. Where external people
 * read, a masked context hides confidential values, whatever the renderer.
 */
export function renderOutbox(slack: SlackContext) {
  return async (item: OutboxItem): Promise<Message | MessageWithFallbacks | null> => {
    const context = await contextFor(slack, item.channel, slack.patience);
    const rendered = item.op === 'tell' ? renderReply(context, item) : renderWith(RENDERERS, context, item);
    if (!rendered) throw new Error(`nothing renders outbox items of kind ${item.kind}`);
    const message = await rendered;
    const isUpdate = item.subscriptionId !== null || item.op === 'tell';
    return message && isUpdate ? eachOf(message, (one) => withWhy(one, 'why-this', String(item.id))) : message;
  };
}
