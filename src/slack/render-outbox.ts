import type { OutboxItem } from '../crm/outbox.ts';
import type { DealUpdate } from '../crm/announce.ts';
import type { LeaverNews } from '../crm/leavers.ts';
import type { Message } from './blocks.ts';
import type { Desk } from './desk.ts';
import { dealUpdateMessage } from './show/deal-update.ts';
import { leaverMessage } from './show/leaver.ts';

type Renderer = (desk: Desk, item: OutboxItem) => Promise<Message | null>;

/** Kind of outbox item -> message. */
const RENDERERS: Readonly<Record<string, Renderer>> = {
  'deal-update': (desk, { team, payload }) => dealUpdateMessage(desk, team, JSON.parse(payload) as DealUpdate),
  leaver: (desk, { payload }) => leaverMessage(desk, JSON.parse(payload) as LeaverNews),
};

/** What an item says, at the moment it is delivered; null when there is nothing to say any more. */
export const renderOutbox =
  (desk: Desk) =>
  (item: OutboxItem): Promise<Message | null> => {
    const renderer = RENDERERS[item.kind];
    if (!renderer) throw new Error(`nothing renders outbox items of kind ${item.kind}`);
    return renderer(desk, item);
  };
