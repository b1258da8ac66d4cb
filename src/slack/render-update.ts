import type { OutboxItem } from '../crm/outbox.ts';
import type { AddedUpdate, DealUpdate } from '../crm/announce.ts';
import type { Message } from './blocks.ts';
import type { Desk } from './desk.ts';
import { customerUpdateMessage, interactionUpdateMessage } from './show/added-update.ts';
import { dealUpdateMessage } from './show/deal-update.ts';

type Item = Pick<OutboxItem, 'team' | 'kind' | 'payload'>;
export type Renderer = (desk: Desk, item: Item) => Promise<Message | null>;

/** What subscriptions tell: kind of outbox item -> message. */
export const UPDATES: Readonly<Record<string, Renderer>> = {
  'deal-update': (desk, { team, payload }) => dealUpdateMessage(desk, team, JSON.parse(payload) as DealUpdate),
  'interaction-update': (desk, { team, payload }) =>
    interactionUpdateMessage(desk, team, JSON.parse(payload) as AddedUpdate),
  'customer-update': (desk, { team, payload }) => customerUpdateMessage(desk, team, JSON.parse(payload) as AddedUpdate),
};

/** What an update says; null when there is nothing to say any more. */
export const renderUpdate: Renderer = (desk, item) => UPDATES[item.kind]?.(desk, item) ?? Promise.resolve(null);
