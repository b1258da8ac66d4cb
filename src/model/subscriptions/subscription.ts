import type { SubscriptionRecord } from '../entities/subscriptions.ts';
import type { AnyRecord, Stage } from '../record.ts';
import type { Filter } from '../filter/filter.ts';
import { matches, type Circumstances } from '../filter/matches.ts';
import { LAST_TOUCH } from '../filter/names.ts';
import { parseFilter, piecesIn } from '../filter/parse.ts';
import { patienceOf, USUAL_PATIENCE, type Patience } from './time-conditions.ts';
import { readEvents, USUAL, type EventName } from './events.ts';
import { heard, type Fact } from './facts.ts';
import { DEFAULT_DELIVERY_OPTIONS, waysOf, type DeliveryOptions } from './display-options.ts';
import { contextOf, type ResolvedReferences } from './references.ts';
import { frequencyOf, USUAL_PACE, type Frequency } from './frequency.ts';
import { TOLD, toldDeal } from './notified-deal.ts';

/** A subscription, as far as it decides what is heard. */
export interface Subscription {
  events: readonly EventName[];
  /** The words of the filter; blank for all. */
  filter: string;
  meaning: ResolvedReferences;
  automatic: boolean;
  ways: DeliveryOptions;
  patience: Patience;
  pace: Frequency;
  /** Slack channel id, or the user id of the one person it speaks to. */
  channel: string;
}

/** Something that happened, to be held against subscriptions. */
export interface DealFacts {
  facts: readonly Fact[];
  /** The deal as it stands after it; a blank one where it is about a customer alone. */
  deal: AnyRecord;
  /** Who did it: employee id, 0 for CustomerHub itself, and Slack user id. */
  by: number;
  person: string;
  /** Nobody did it by hand. */
  automatic: boolean;
}

/** What filters depend on beside the deal, at the moment of the news. */
export interface Around extends Omit<Circumstances, 'lastTouch'> {
  /** `YYYY-MM-DD` where CustomerHub is at home. */
  today: string;
  timeZone: string;
  /** Those that are gone as well. */
  stages: readonly Stage[];
  /** When the deal was last touched; asked only where a filter names it. */
  lastTouch: () => Promise<string | null>;
}

/** Subscriptions of a person alone speak to their Slack user id. */
export function isPersonal(channel: string): boolean {
  return /^[UW]/.test(channel);
}

const NOBODY: ResolvedReferences = { me: 0, refs: {}, stages: {} };

/** What somebody who says nothing hears. */
export const USUAL_LISTENER: Omit<Subscription, 'channel'> = {
  events: USUAL,
  filter: '',
  automatic: false,
  ways: DEFAULT_DELIVERY_OPTIONS,
  patience: USUAL_PATIENCE,
  pace: USUAL_PACE,
  meaning: NOBODY,
};

/** A stored subscription. @throws SyntaxError when what it means cannot be read any more */
export function subscriptionOf(subscription: SubscriptionRecord): Subscription {
  return {
    events: readEvents(subscription.events),
    filter: subscription.filter ?? '',
    meaning: subscription.meaning === null ? NOBODY : (JSON.parse(subscription.meaning) as ResolvedReferences),
    automatic: subscription.automatic === 'yes',
    ways: waysOf(subscription),
    patience: patienceOf(subscription),
    pace: frequencyOf(subscription),
    channel: subscription.channel,
  };
}

const understood = new WeakMap<Subscription, { today: string; stages: readonly Stage[]; filter: Filter }>();

/** What the filter means on that day; understood anew only when the day or the pipeline is another. */
const filterOf = (parsed: Subscription, around: Around): Filter => {
  const known = understood.get(parsed);
  if (known?.today === around.today && known.stages === around.stages) return known.filter;
  const { filter } = parseFilter(TOLD, parsed.filter, contextOf(parsed.meaning, around));
  understood.set(parsed, { today: around.today, stages: around.stages, filter });
  return filter;
};

const asksForTouch = ({ conditions }: Filter): boolean => conditions.some(({ field }) => field === LAST_TOUCH);

/** What a subscription makes of news, and why. */
export type Evaluation =
  | { is: 'heard'; facts: Fact[] }
  /** None of the events that it tells of. */
  | { is: 'unwanted' }
  /** No person did it by hand. */
  | { is: 'automatic' }
  /** In private nobody hears of what they did themselves. */
  | { is: 'own' }
  /** The filter lets it not through. */
  | { is: 'filtered' };

const fits = async (filter: Filter, news: DealFacts, around: Around): Promise<boolean> => {
  const lastTouch = asksForTouch(filter) ? await around.lastTouch() : null;
  return matches(TOLD, filter, toldDeal(news.deal, news.by), { lastTouch, currency: around.currency });
};

/**
 * The one predicate that decides what is told, asked when something happens and by whoever wants to know why.
 * @throws Unclear when the filter cannot be understood any more
 */
export async function evaluate(parsed: Subscription, news: DealFacts, around: Around): Promise<Evaluation> {
  const facts = heard(news.facts, parsed.events);
  if (facts.length === 0) return { is: 'unwanted' };
  if (news.automatic && !parsed.automatic) return { is: 'automatic' };
  if (isPersonal(parsed.channel) && parsed.channel === news.person) return { is: 'own' };
  if (parsed.filter === '' || (await fits(filterOf(parsed, around), news, around))) return { is: 'heard', facts };
  return { is: 'filtered' };
}

/** Those of the facts that the subscription tells; none when it does not hear of them. @throws Unclear as verdictOf */
export async function matchesSubscription(parsed: Subscription, news: DealFacts, around: Around): Promise<Fact[]> {
  const verdict = await evaluate(parsed, news, around);
  return verdict.is === 'heard' ? verdict.facts : [];
}

/** A condition or word of a filter by itself. */
export interface ConditionResult {
  /** As it was typed: `amount>50k`. */
  words: string;
  /** Property of the deal that it asks about; null for a word. */
  field: string | null;
  holds: boolean;
}

/** Each condition and word of the filter, with whether it lets the news through. @throws Unclear as verdictOf */
export function partsOf(parsed: Subscription, news: DealFacts, around: Around): Promise<ConditionResult[]> {
  const { clauses, words } = piecesIn(TOLD, parsed.filter);
  const pieces = [...clauses, ...words].toSorted((a, b) => a.from - b.from);
  return Promise.all(
    pieces.map(async ({ from, to }) => {
      const part = parsed.filter.slice(from, to);
      const { filter } = parseFilter(TOLD, part, contextOf(parsed.meaning, around));
      return { words: part, field: filter.conditions[0]?.field ?? null, holds: await fits(filter, news, around) };
    }),
  );
}
