import type { AnyRecord, Stage } from '../entity.ts';
import type { Filter } from '../filter/filter.ts';
import { matches, type Circumstances } from '../filter/matches.ts';
import { LAST_TOUCH } from '../filter/names.ts';
import { parseFilter, piecesIn } from '../filter/parse.ts';
import { patienceOf, USUAL_PATIENCE, type Patience } from './time-conditions.ts';
import { readEvents, USUAL, type EventName } from './events.ts';
import { heard, type Fact } from './facts.ts';
import { USUAL_WAYS, waysOf, type Ways } from './display-options.ts';
import { contextOf, type Meaning } from './references.ts';
import { paceOf, USUAL_PACE, type Pace } from './frequency.ts';
import { TOLD, toldDeal } from './notified-deal.ts';

/** A subscription, as far as it decides what is heard. */
export interface Listener {
  events: readonly EventName[];
  /** The words of the filter; blank for all. */
  filter: string;
  meaning: Meaning;
  automatic: boolean;
  ways: Ways;
  patience: Patience;
  pace: Pace;
  /** Slack channel id, or the user id of the one person it speaks to. */
  channel: string;
}

/** Something that happened, to be held against subscriptions. */
export interface News {
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
export const isPersonal = (channel: string): boolean => /^[UW]/.test(channel);

const NOBODY: Meaning = { me: 0, refs: {}, stages: {} };

/** What somebody who says nothing hears. */
export const USUAL_LISTENER: Omit<Listener, 'channel'> = {
  events: USUAL,
  filter: '',
  automatic: false,
  ways: USUAL_WAYS,
  patience: USUAL_PATIENCE,
  pace: USUAL_PACE,
  meaning: NOBODY,
};

/** A stored subscription. @throws SyntaxError when what it means cannot be read any more */
export const listenerOf = (subscription: AnyRecord): Listener => ({
  events: readEvents(subscription['events']),
  filter: String(subscription['filter'] ?? ''),
  meaning: subscription['meaning'] === null ? NOBODY : (JSON.parse(String(subscription['meaning'])) as Meaning),
  automatic: subscription['automatic'] === 'yes',
  ways: waysOf(subscription),
  patience: patienceOf(subscription),
  pace: paceOf(subscription),
  channel: String(subscription['channel']),
});

const understood = new WeakMap<Listener, { today: string; stages: readonly Stage[]; filter: Filter }>();

/** What the filter means on that day; understood anew only when the day or the pipeline is another. */
const filterOf = (listener: Listener, around: Around): Filter => {
  const known = understood.get(listener);
  if (known?.today === around.today && known.stages === around.stages) return known.filter;
  const { filter } = parseFilter(TOLD, listener.filter, contextOf(listener.meaning, around));
  understood.set(listener, { today: around.today, stages: around.stages, filter });
  return filter;
};

const asksForTouch = ({ conditions }: Filter): boolean => conditions.some(({ field }) => field === LAST_TOUCH);

/** What a subscription makes of news, and why. */
export type Verdict =
  | { is: 'heard'; facts: Fact[] }
  /** None of the events that it tells of. */
  | { is: 'unwanted' }
  /** No person did it by hand. */
  | { is: 'automatic' }
  /** In private nobody hears of what they did themselves. */
  | { is: 'own' }
  /** The filter lets it not through. */
  | { is: 'filtered' };

const fits = async (filter: Filter, news: News, around: Around): Promise<boolean> => {
  const lastTouch = asksForTouch(filter) ? await around.lastTouch() : null;
  return matches(TOLD, filter, toldDeal(news.deal, news.by), { lastTouch, currency: around.currency });
};

/**
 * The one predicate that decides what is told, asked when something happens and by whoever wants to know why.
 * @throws Unclear when the filter cannot be understood any more
 */
export const verdictOf = async (listener: Listener, news: News, around: Around): Promise<Verdict> => {
  const facts = heard(news.facts, listener.events);
  if (facts.length === 0) return { is: 'unwanted' };
  if (news.automatic && !listener.automatic) return { is: 'automatic' };
  if (isPersonal(listener.channel) && listener.channel === news.person) return { is: 'own' };
  if (listener.filter === '' || (await fits(filterOf(listener, around), news, around))) return { is: 'heard', facts };
  return { is: 'filtered' };
};

/** Those of the facts that the subscription tells; none when it does not hear of them. @throws Unclear as verdictOf */
export const hears = async (listener: Listener, news: News, around: Around): Promise<Fact[]> => {
  const verdict = await verdictOf(listener, news, around);
  return verdict.is === 'heard' ? verdict.facts : [];
};

/** A condition or word of a filter by itself. */
export interface Part {
  /** As it was typed: `amount>50k`. */
  words: string;
  /** Property of the deal that it asks about; null for a word. */
  field: string | null;
  holds: boolean;
}

/** Each condition and word of the filter, with whether it lets the news through. @throws Unclear as verdictOf */
export const partsOf = (listener: Listener, news: News, around: Around): Promise<Part[]> => {
  const { clauses, words } = piecesIn(TOLD, listener.filter);
  const pieces = [...clauses, ...words].toSorted((a, b) => a.from - b.from);
  return Promise.all(
    pieces.map(async ({ from, to }) => {
      const part = listener.filter.slice(from, to);
      const { filter } = parseFilter(TOLD, part, contextOf(listener.meaning, around));
      return { words: part, field: filter.conditions[0]?.field ?? null, holds: await fits(filter, news, around) };
    }),
  );
};
