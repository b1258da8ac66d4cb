import type { AnyRecord } from '../../../model/record.ts';
import { blankDeal } from '../../../model/subscriptions/notified-deal.ts';
import { messageOf, type ClockUpdate, type DealUpdate, type Idleness } from '../../../store/outbox/payloads.ts';
import { withCard, type DomainEvent } from './domain-event.ts';

/** Caused by time, not by a person or an import: every matching subscription is notified. */
const NOBODY = { by: 0, person: '', automatic: false } as const;

/** Nobody touched an open deal for so long. @param at ISO moment in UTC */
export function stalled(deal: AnyRecord, idle: Idleness, at: string): DomainEvent {
  return {
    news: [{ ...NOBODY, facts: ['stalled'], deal }],
    tell: (_facts, display) => {
      const by = [{ name: 'CustomerHub', slackUserId: 'app' }];
      const update: DealUpdate = { dealId: deal.id, events: ['stalled'], changes: {}, by, at, display, idle };
      return { ...messageOf('deal-update', update), ...withCard(deal.id) };
    },
  };
}

/** Nobody was in touch with a customer for so long. */
export function silent(customer: AnyRecord, idle: Idleness, at: string): DomainEvent {
  const { id, createdAt, updatedAt, owner = null } = customer;
  return {
    news: [{ ...NOBODY, facts: ['silent'], deal: blankDeal({ createdAt, updatedAt, customer: id, owner }) }],
    tell: (_facts, display) => {
      const update: ClockUpdate = { id, at, display, idle };
      return messageOf('silent-update', update);
    },
  };
}

/** A follow-up is due. @param deal the one it is about, if any */
export function due(followUp: AnyRecord, deal: AnyRecord | null, at: string): DomainEvent {
  const { id, createdAt, updatedAt, customer = null, owner = null } = followUp;
  return {
    news: [{ ...NOBODY, facts: ['due'], deal: deal ?? blankDeal({ createdAt, updatedAt, customer, owner }) }],
    tell: (_facts, display) => {
      const update: ClockUpdate = { id, at, display };
      return { ...messageOf('follow-up-update', update), ...(deal && withCard(deal.id)) };
    },
  };
}
