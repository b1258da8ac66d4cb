import type { Actor } from '../../../model/actor.ts';
import type { AnyRecord, EntityName, Stage } from '../../../model/entity.ts';
import { dealFacts, type DealFact, type Fact } from '../../../model/subscriptions/facts.ts';
import type { Manner } from '../../../model/subscriptions/display-options.ts';
import { hears, type Around, type Listener, type News } from '../../../model/subscriptions/subscription.ts';
import { blankDeal } from '../../../model/subscriptions/notified-deal.ts';
import type { Changes } from '../../../store/audit/audit-log.ts';
import { laneOf } from '../../../store/notifications/cards.ts';
import type { NewOutboxItem } from '../../../store/outbox/outbox.ts';

/** One write of the audit trail, with the record as it stood after it. */
export interface Deed {
  entity: EntityName;
  verb: string;
  record: AnyRecord;
  changes: Changes;
  by: Pick<Actor, 'employeeId' | 'name' | 'slackUserId'>;
  source: string;
  /** ISO moment in UTC. */
  at: string;
}

type Teller = Pick<Actor, 'name' | 'slackUserId'>;

/** Payload of an outbox item of kind `deal-update`: facts, made into sentences when it is delivered. */
export interface DealUpdate {
  dealId: number;
  events: DealFact[];
  changes: Changes;
  /** Whoever did it, in the order in which they did. */
  by: Teller[];
  /** ISO moment in UTC. */
  at: string;
  manner?: Manner;
  /** The first and the last entry of the audit trail that it tells of, where it settled. */
  entries?: [number, number];
  /** Of a deal that stalled: for how many days nobody touched it, and when somebody last did (ISO moment in UTC). */
  idle?: Idleness;
}

export interface Idleness {
  days: number;
  last: string;
}

/** Payload of `interaction-update` and `customer-update`: the record that was added. */
export interface AddedUpdate {
  id: number;
  by: Teller;
  /** ISO moment in UTC. */
  at: string;
  manner?: Manner;
}

type Told = Pick<NewOutboxItem, 'kind' | 'payload' | 'op' | 'lane'>;

/** What is told of a deal is told with its card, one after the other. */
export const withCard = (deal: number): Pick<Told, 'op' | 'lane'> => ({ op: 'tell', lane: laneOf('deal', deal) });

/** Something that happened: what subscriptions are asked about, and how it is told to those that hear it. */
export interface Happening {
  /** The same for each who did it. */
  news: readonly [News, ...News[]];
  /** @param facts those that are heard */
  tell: (facts: readonly Fact[], manner: Manner) => Told;
}

/** Nobody did it by hand. What the people of the practice company did counts as done by them. */
const isAutomatic = ({ source, by }: Deed): boolean => source === 'import' || by.employeeId === 0;

const newsOf = (deed: Deed, facts: readonly Fact[], deal: AnyRecord): News => ({
  facts,
  deal,
  by: deed.by.employeeId,
  person: deed.by.slackUserId,
  automatic: isAutomatic(deed),
});

const tellerOf = ({ by: { name, slackUserId } }: Deed): Teller => ({ name, slackUserId });

const added = (kind: string, deed: Deed, fact: Fact, deal: AnyRecord): Happening => {
  const update: AddedUpdate = { id: deed.record.id, by: tellerOf(deed), at: deed.at };
  const card = deal.id > 0 ? withCard(deal.id) : {};
  return {
    news: [newsOf(deed, [fact], deal)],
    tell: (_facts, manner) => ({ kind, payload: JSON.stringify({ ...update, manner }), ...card }),
  };
};

/** @param deeds what was done, once for each who had a hand in it @param entries of the trail, where it settled */
export const dealHappening = (
  deeds: readonly [Deed, ...Deed[]],
  stages: readonly Stage[],
  entries?: [number, number],
): Happening | null => {
  const [deed, ...others] = deeds;
  const { record, changes, at, verb } = deed;
  const facts = dealFacts(verb, changes, stages);
  if (facts.length === 0) return null;
  const names = new Map(deeds.map((one) => [one.by.slackUserId, tellerOf(one)]));
  const tell = (heard: readonly Fact[], manner: Manner): Told => {
    const events = heard as DealFact[];
    const by = [...names.values()];
    const update: DealUpdate = { dealId: record.id, events, changes, by, at, manner, ...(entries && { entries }) };
    return { kind: 'deal-update', payload: JSON.stringify(update), ...withCard(record.id) };
  };
  const newsBy = (one: Deed): News => newsOf(one, facts, record);
  return { news: [newsBy(deed), ...others.map(newsBy)], tell };
};

/** Those of the facts that the subscription tells, if it tells them of anybody who had a hand in it. @throws Unclear */
export const hearsAny = async (listener: Listener, { news }: Happening, around: Around): Promise<Fact[]> => {
  for (const one of news) {
    const facts = await hears(listener, one, around);
    if (facts.length > 0) return facts;
  }
  return [];
};

/** Can anything of this kind be heard of? */
export const isHeardOf = ({ entity, verb }: Pick<Deed, 'entity' | 'verb'>): boolean =>
  entity === 'deal' || (verb === 'create' && (entity === 'interaction' || entity === 'customer'));

/**
 * What a deed is to those who subscribed; null when it is nothing to them.
 * @param stages those that are gone as well
 * @param dealById the deal as it stands at that moment
 */
export const happeningOf = async (
  deed: Deed,
  stages: readonly Stage[],
  dealById: (id: number) => Promise<AnyRecord | null>,
): Promise<Happening | null> => {
  if (!isHeardOf(deed)) return null;
  if (deed.entity === 'deal') return dealHappening([deed], stages);
  const { id, createdAt, updatedAt, customer = null, contact = null, owner = null, deal } = deed.record;
  if (deed.entity === 'customer')
    return added('customer-update', deed, 'customer', blankDeal({ createdAt, updatedAt, customer: id, owner }));
  const about = typeof deal === 'number' ? await dealById(deal) : null;
  const blank = (): AnyRecord => blankDeal({ createdAt, updatedAt, customer, contact, owner });
  return added('interaction-update', deed, 'logged', about ?? blank());
};
