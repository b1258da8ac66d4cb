import { refOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { type OutboxItem, TROUBLE, type DeliveryTroublePayload } from '../../crm/notifications/outbox/index.ts';
import type { OutsidersPayload, ChannelPayload } from '../../crm/notifications/channels/index.ts';
import type { WeeklyLimitPayload, InvalidFilterPayload } from '../../crm/notifications/announce/index.ts';
import type { DigestPayload } from '../../crm/notifications/digests/index.ts';
import type { DepartedMemberPayload } from '../../crm/team/index.ts';
import type { ScheduledSummaryPayload, ScheduleStoppedPayload } from '../../crm/notifications/schedules/index.ts';
import type { StoppedImport } from '../../crm/import/index.ts';
import { contextFor } from '../audience/audience.ts';
import { menu, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { renderReply, UPDATES, type Renderer } from './render-update.ts';
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

type Telling = (...of: Parameters<Renderer>) => Promise<Message | MessageWithFallbacks | null>;

/** Kind of outbox item -> message. */
export const RENDERERS: Readonly<Record<string, Telling>> = {
  ...UPDATES,
  leaver: (slack, { payload }) => departedMemberMessage(slack, JSON.parse(payload) as DepartedMemberPayload),
  outsiders: (slack, { payload }) => outsidersMessage(slack, JSON.parse(payload) as OutsidersPayload),
  'import-stopped': (slack, { payload }) => stoppedImportMessage(slack, JSON.parse(payload) as StoppedImport),
  unheard: (slack, { payload }) => undeliverableMessage(slack, JSON.parse(payload) as ChannelPayload),
  'heard-again': (slack, { payload }) => heardAgainMessage(slack, JSON.parse(payload) as ChannelPayload),
  [TROUBLE]: (_desk, { payload }) => Promise.resolve(troubleMessage(JSON.parse(payload) as DeliveryTroublePayload)),
  'subscription-broken': (slack, { payload }) =>
    invalidFilterMessage(slack, JSON.parse(payload) as InvalidFilterPayload),
  'scheduled-summary': (slack, { payload }) => scheduledSummary(slack, JSON.parse(payload) as ScheduledSummaryPayload),
  digest: (slack, { team, payload }) => digestMessage(slack, team, JSON.parse(payload) as DigestPayload),
  'budget-reached': (slack, { payload }) => weeklyLimitMessage(slack, JSON.parse(payload) as WeeklyLimitPayload),
  'schedule-stopped': (slack, { payload }) => stoppedMessage(slack, JSON.parse(payload) as ScheduleStoppedPayload),
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

/** A card as its record is now, for those who read in its channel: where that takes long to know, it hides first. */
export function renderCard(slack: SlackContext) {
  return async (face: CardSubject): Promise<Message | null> => {
    const message = await (face.entity === 'customer' ? customerCard : livingCard)(
      await contextFor(slack, face.channel),
      face,
    );
    return message && withWhy(message, 'why', refOf(entityOf(face.entity), face.recordId));
  };
}

/**
 * Renders an outbox item when it is delivered; null when there is nothing left to post. Where external people
 * read, a masked context hides confidential values, whatever the renderer.
 */
export function renderOutbox(slack: SlackContext) {
  return async (item: OutboxItem): Promise<Message | MessageWithFallbacks | null> => {
    const renderer: Telling | undefined = item.op === 'tell' ? renderReply : RENDERERS[item.kind];
    if (!renderer) throw new Error(`nothing renders outbox items of kind ${item.kind}`);
    const message = await renderer(await contextFor(slack, item.channel, slack.patience), item);
    const isUpdate = item.subscriptionId !== null || item.op === 'tell';
    return message && isUpdate ? eachOf(message, (one) => withWhy(one, 'why-this', String(item.id))) : message;
  };
}
