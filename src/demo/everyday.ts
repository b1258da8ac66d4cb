import type { Act } from './act.ts';
import { DAY, MINUTE, officeMoment } from './calendar.ts';
import { ANA, MAYA, type CastMember } from './cast.ts';
import { repAt } from './desks.ts';
import type { Subject } from './notes.ts';
import type { Topic } from './words/talk.ts';
import { isOpen, type AccountHistory } from './saga.ts';
import type { Desktop } from './working-deals.ts';

/** A talk between the turns, and what it was about. */
export interface Talk extends Act {
  topic: Topic;
  subject: Subject;
}

interface OpenDeal {
  topic: Topic;
  history: AccountHistory;
  deal: Subject['deal'];
  at: number;
}

type Find = () => OpenDeal | null;

/** Now and then the boss takes the call, and Ana takes hers. */
const whoTalks = ({ random }: Desktop, history: AccountHistory, at: number): CastMember => {
  const rep = repAt(history.desk, at);
  return random.chance(0.92) ? rep : rep === MAYA ? ANA : MAYA;
};

const whoListens = (
  { random }: Desktop,
  { people }: AccountHistory,
  deal: Subject['deal'],
  at: number,
): Subject['person'] => {
  const known = people.filter((person) => person.at < at);
  return deal && random.chance(0.75) ? deal.person : random.pick(known.length > 0 ? known : people.slice(0, 1));
};

/** What there is to talk about: open deals of late, closed ones in their time, customers who have bought, the others. */
const findersOf = (
  desktop: Desktop,
  histories: readonly AccountHistory[],
): { open: Find; past: Find; care: Find; prospect: Find } => {
  const { now, random } = desktop;
  const dealsThat = (fits: (deal: AccountHistory['deals'][number]) => boolean) =>
    histories.flatMap((history) => history.deals.filter(fits).map((deal) => ({ history, deal })));
  const open = random.deck(dealsThat((deal) => isOpen(deal) && !deal.stale));
  const past = random.deck(dealsThat((deal) => !isOpen(deal)));
  const buyer = random.deck(histories.filter((history) => history.buysSince < now));
  const stranger = random.deck(histories.filter((history) => history.buysSince > now));
  const lately = (): number => (random.chance(0.1) ? 0 : Math.min(random.between(0, 55), random.between(0, 55)));
  const ago = (days: number, history: AccountHistory) =>
    officeMoment(now, random, days, repAt(history.desk, now - days * DAY).tz);
  return {
    open: () => {
      const found = open();
      return { topic: 'waiting', ...found, at: ago(lately(), found.history) };
    },
    past: () => {
      const found = past();
      const end = found.deal.turns.at(-1)?.at ?? now;
      const days = Math.round((now - random.between(found.deal.at / MINUTE, end / MINUTE) * MINUTE) / DAY);
      const at = ago(days, found.history);
      return at < end ? { topic: 'waiting', ...found, at } : null;
    },
    care: () => {
      const history = buyer();
      const at = ago(random.between(0, random.chance(0.35) ? 45 : 350), history);
      return at > history.buysSince && at < history.leaves ? { topic: 'care', history, deal: null, at } : null;
    },
    prospect: () => {
      const history = stranger();
      return { topic: 'prospect', history, deal: null, at: ago(random.between(1, 200), history) };
    },
  };
};

/** So many talks that lead to no new stage: most of what people do all day. The words are found in order of time. */
export function everyday(desktop: Desktop, histories: readonly AccountHistory[], count: number): Talk[] {
  const { open, past, care, prospect } = findersOf(desktop, histories);
  const finders = desktop.random.deck([open, open, open, past, past, care, care, care, care, prospect]);
  const found: OpenDeal[] = [];
  while (found.length < count) {
    const next = finders()();
    if (next && next.at > Math.max(next.history.at, next.deal?.at ?? 0) + 45 * MINUTE) found.push(next);
  }
  return found.toSorted((one, other) => one.at - other.at).map((next) => talkOf(desktop, next));
}

const talkOf = (desktop: Desktop, { topic, history, deal, at }: OpenDeal): Talk => {
  const subject: Subject = { history, deal, at, person: whoListens(desktop, history, deal, at) };
  return { at, by: whoTalks(desktop, history, at), writes: [desktop.notes.talk(topic, subject)], topic, subject };
};
