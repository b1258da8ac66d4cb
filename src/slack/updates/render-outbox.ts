import { refOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import type { OutboxItem } from '../../crm/notifications/outbox/outbox.ts';
import type { OutsidersNews } from '../../crm/notifications/channels/channels.ts';
import { TROUBLE, type TroubleNews } from '../../crm/notifications/outbox/failed-messages.ts';
import type { ChannelNews } from '../../crm/notifications/channels/lost-channels.ts';
import type { BudgetNews } from '../../crm/notifications/announce/weekly-limit.ts';
import type { DigestNews } from '../../crm/notifications/digests/run.ts';
import type { LeaverNews } from '../../crm/team/departed-members.ts';
import type { ScheduledNews, StoppedNews } from '../../crm/notifications/schedules/run.ts';
import type { StoppedImport } from '../../crm/import/stopped.ts';
import type { BrokenNews } from '../../crm/notifications/announce/invalid-filter.ts';
import { deskFor } from '../audience/audience.ts';
import { menu, type Message } from '../messages/blocks.ts';
import type { Desk } from '../slack-context.ts';
import { renderReply, UPDATES, type Renderer } from './render-update.ts';
import { outsidersMessage } from '../commands/channels/audience-view.ts';
import { stoppedImportMessage } from '../commands/import/import-view.ts';
import { customerCard } from './customer-card.ts';
import { livingCard, type Face } from './living-card.ts';
import { budgetMessage, digestMessage } from './digest.ts';
import { leaverMessage } from './departed-member.ts';
import { scheduledSummary } from './scheduled-summary.ts';
import { stoppedMessage } from '../commands/schedules/schedule-list.ts';
import { troubleMessage } from '../commands/settings/settings-delivery.ts';
import { heardAgainMessage, unheardMessage } from './undeliverable.ts';
import { brokenMessage } from './invalid-filter.ts';
import { eachOf, type Told } from '../messages/message-with-fallbacks.ts';

type Telling = (...of: Parameters<Renderer>) => Promise<Message | Told | null>;

/** Kind of outbox item -> message. */
export const RENDERERS: Readonly<Record<string, Telling>> = {
  ...UPDATES,
  leaver: (desk, { payload }) => leaverMessage(desk, JSON.parse(payload) as LeaverNews),
  outsiders: (desk, { payload }) => outsidersMessage(desk, JSON.parse(payload) as OutsidersNews),
  'import-stopped': (desk, { payload }) => stoppedImportMessage(desk, JSON.parse(payload) as StoppedImport),
  unheard: (desk, { payload }) => unheardMessage(desk, JSON.parse(payload) as ChannelNews),
  'heard-again': (desk, { payload }) => heardAgainMessage(desk, JSON.parse(payload) as ChannelNews),
  [TROUBLE]: (_desk, { payload }) => Promise.resolve(troubleMessage(JSON.parse(payload) as TroubleNews)),
  'subscription-broken': (desk, { payload }) => brokenMessage(desk, JSON.parse(payload) as BrokenNews),
  'scheduled-summary': (desk, { payload }) => scheduledSummary(desk, JSON.parse(payload) as ScheduledNews),
  digest: (desk, { team, payload }) => digestMessage(desk, team, JSON.parse(payload) as DigestNews),
  'budget-reached': (desk, { payload }) => budgetMessage(desk, JSON.parse(payload) as BudgetNews),
  'schedule-stopped': (desk, { payload }) => stoppedMessage(desk, JSON.parse(payload) as StoppedNews),
};

const WHY = 'Why am I seeing this?';

/** Beside what an update says: why it is told here. @param verb with its words, what answers that */
const withWhy = (message: Message, verb: string, words: string): Message => {
  const at = message.blocks.findIndex((block) => block.type === 'section' && !block.accessory);
  const accessory = menu(verb, words, [[WHY, words]]);
  const beside = (block: Message['blocks'][number]): Message['blocks'][number] =>
    block.type === 'section' ? { ...block, accessory } : block;
  return message.with(message.blocks.map((block, index) => (index === at ? beside(block) : block)));
};

/** A card as its record is now, for those who read in its channel: where that takes long to know, it hides first. */
export const renderCard =
  (desk: Desk) =>
  async (face: Face): Promise<Message | null> => {
    const message = await (face.entity === 'customer' ? customerCard : livingCard)(
      await deskFor(desk, face.channel),
      face,
    );
    return message && withWhy(message, 'why', refOf(entityOf(face.entity), face.recordId));
  };

/**
 * What an item says, at the moment it is delivered; null when there is nothing to say any more. Where people from outside
 * read along, it is said from a desk that hides what is not for them, whatever the renderer.
 */
export const renderOutbox =
  (desk: Desk) =>
  async (item: OutboxItem): Promise<Message | Told | null> => {
    const renderer: Telling | undefined = item.op === 'tell' ? renderReply : RENDERERS[item.kind];
    if (!renderer) throw new Error(`nothing renders outbox items of kind ${item.kind}`);
    const message = await renderer(await deskFor(desk, item.channel, desk.patience), item);
    const isUpdate = item.subscriptionId !== null || item.op === 'tell';
    return message && isUpdate ? eachOf(message, (one) => withWhy(one, 'why-this', String(item.id))) : message;
  };
