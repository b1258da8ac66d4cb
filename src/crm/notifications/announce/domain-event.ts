import type { Actor } from '../../../model/actor.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import { entityOf, hasTrait, type EntityWith } from '../../../model/registry.ts';
import { dealFacts, type DealFact, type Fact } from '../../../model/subscriptions/facts.ts';
import type { DisplayOptions } from '../../../model/subscriptions/display-options.ts';
import {
  matchesSubscription,
  type Around,
  type Subscription,
  type DealFacts,
} from '../../../model/subscriptions/subscription.ts';
import { blankDeal } from '../../../model/subscriptions/notified-deal.ts';
import type { Changes } from '../../../store/audit/audit-row.ts';
import { orderingKeyOf } from '../../../store/notifications/cards.ts';
import { messageOf, type AddedUpdate, type DealUpdate, type Teller } from '../../../store/outbox/payloads.ts';
import type { NewOutboxItem } from '../../../store/outbox/outbox.ts';

/** One write of the audit trail, with the record as it stood after it. */
export interface OperationEffect {
  entity: EntityName;
  verb: string;
  record: AnyRecord;
  changes: Changes;
  by: Pick<Actor, 'employeeId' | 'name' | 'slackUserId'>;
  source: string;
  /** ISO moment in UTC. */
  at: string;
}

type OutboxDraft = Pick<NewOutboxItem, 'kind' | 'payload' | 'op' | 'lane'>;

/** Updates about a deal are delivered with its card, one after the other. */
export function withCard(deal: number): Pick<OutboxDraft, 'op' | 'lane'> {
  return {
    op: 'tell',
    lane: orderingKeyOf('deal', deal),
  };
}

/** Something that happened: what subscriptions are matched against, and its update for those that match. */
export interface DomainEvent {
  /** The same for each who did it. */
  news: readonly [DealFacts, ...DealFacts[]];
  /** @param facts the notified ones */
  tell: (facts: readonly Fact[], display: DisplayOptions) => OutboxDraft;
}

/** Nobody did it by hand. A backfill counts as done by those whose work it tells of. */
const isAutomatic = ({ source, by }: OperationEffect): boolean => source === 'import' || by.employeeId === 0;

const newsOf = (effect: OperationEffect, facts: readonly Fact[], deal: AnyRecord): DealFacts => ({
  facts,
  deal,
  by: effect.by.employeeId,
  person: effect.by.slackUserId,
  automatic: isAutomatic(effect),
});

const tellerOf = ({ by: { name, slackUserId } }: OperationEffect): Teller => ({ name, slackUserId });

const added = (
  kind: 'interaction-update' | 'customer-update',
  effect: OperationEffect,
  fact: Fact,
  deal: AnyRecord,
): DomainEvent => {
  const update: AddedUpdate = { id: effect.record.id, by: tellerOf(effect), at: effect.at };
  const card = deal.id > 0 ? withCard(deal.id) : {};
  return {
    news: [newsOf(effect, [fact], deal)],
    tell: (_facts, display) => ({ ...messageOf(kind, { ...update, display }), ...card }),
  };
};

/** @param deeds what was done, once for each who had a hand in it @param entries of the trail, where it settled */
export function dealEvent(
  effects: readonly [OperationEffect, ...OperationEffect[]],
  stages: readonly Stage[],
  entries?: [number, number],
): DomainEvent | null {
  const [effect, ...others] = effects;
  const { record, changes, at, verb } = effect;
  const facts = dealFacts(verb, changes, stages);
  if (facts.length === 0) return null;
  const names = new Map(effects.map((one) => [one.by.slackUserId, tellerOf(one)]));
  const tell = (heard: readonly Fact[], display: DisplayOptions): OutboxDraft => {
    const events = heard as DealFact[];
    const by = [...names.values()];
    const update: DealUpdate = { dealId: record.id, events, changes, by, at, display, ...(entries && { entries }) };
    return { ...messageOf('deal-update', update), ...withCard(record.id) };
  };
  const newsBy = (one: OperationEffect): DealFacts => newsOf(one, facts, record);
  return { news: [newsBy(effect), ...others.map(newsBy)], tell };
}

/** Facts this subscription is notified about, if it matches anyone who took part. @throws Unclear */
export async function matchesAny(parsed: Subscription, { news }: DomainEvent, around: Around): Promise<Fact[]> {
  for (const one of news) {
    const facts = await matchesSubscription(parsed, one, around);
    if (facts.length > 0) return facts;
  }
  return [];
}

/** Whether changes of this kind can be subscribed to. */
export function isHeardOf({ entity, verb }: Pick<OperationEffect, 'entity' | 'verb'>): boolean {
  const { announced } = entityOf(entity).traits;
  return announced === 'changes' || (announced === 'added' && verb === 'create');
}

/** What a change of a record is to those who subscribed, by the entity of the record. */
const EVENTS: Readonly<
  Record<EntityWith<'announced'>, (...of: Parameters<typeof eventOf>) => ReturnType<typeof eventOf>>
> = {
  deal: (effect, stages) => Promise.resolve(dealEvent([effect], stages)),
  customer: (effect) => {
    const { id, createdAt, updatedAt, owner = null } = effect.record;
    const blank = blankDeal({ createdAt, updatedAt, customer: id, owner });
    return Promise.resolve(added('customer-update', effect, 'customer', blank));
  },
  interaction: async (effect, _stages, dealById) => {
    const { createdAt, updatedAt, customer = null, contact = null, owner = null, deal } = effect.record;
    const about = typeof deal === 'number' ? await dealById(deal) : null;
    const blank = (): AnyRecord => blankDeal({ createdAt, updatedAt, customer, contact, owner });
    return added('interaction-update', effect, 'logged', about ?? blank());
  },
};

/**
 * What a deed is to those who subscribed; null when it is nothing to them.
 * @param stages those that are gone as well
 * @param dealById the deal as it stands at that moment
 */
export async function eventOf(
  effect: OperationEffect,
  stages: readonly Stage[],
  dealById: (id: number) => Promise<AnyRecord | null>,
): Promise<DomainEvent | null> {
  const { entity } = effect;
  return isHeardOf(effect) && hasTrait(entity, 'announced') ? EVENTS[entity](effect, stages, dealById) : null;
}
