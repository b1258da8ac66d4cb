import type { OutboxItem } from '../crm/outbox.ts';
import type { LeaverNews } from '../crm/leavers.ts';
import type { BrokenNews } from '../crm/updates/broken.ts';
import type { Message } from './blocks.ts';
import type { Desk } from './desk.ts';
import { UPDATES, type Renderer } from './render-update.ts';
import { leaverMessage } from './show/leaver.ts';
import { brokenMessage } from './show/subscription-broken.ts';

/** Kind of outbox item -> message. */
const RENDERERS: Readonly<Record<string, Renderer>> = {
  ...UPDATES,
  leaver: (desk, { payload }) => leaverMessage(desk, JSON.parse(payload) as LeaverNews),
  'subscription-broken': (desk, { payload }) => brokenMessage(desk, JSON.parse(payload) as BrokenNews),
};

/** What an item says, at the moment it is delivered; null when there is nothing to say any more. */
export const renderOutbox =
  (desk: Desk) =>
  (item: OutboxItem): Promise<Message | null> => {
    const renderer = RENDERERS[item.kind];
    if (!renderer) throw new Error(`nothing renders outbox items of kind ${item.kind}`);
    return renderer(desk, item);
  };
