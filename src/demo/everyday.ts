import type { Act } from './act.ts';
import { DAY, MINUTE, officeMoment } from './calendar.ts';
import { ANA, MAYA, type CastMember } from './cast.ts';
import { repAt } from './desks.ts';
import type { Subject } from './notes.ts';
import type { Topic } from './words/talk.ts';
import { isOpen, type Saga } from './saga.ts';
import type { Desktop } from './working-deals.ts';

/** A talk between the turns, and what it was about. */
export interface Talk extends Act {
  topic: Topic;
  subject: Subject;
}

interface Found {
  topic: Topic;
  saga: Saga;
  deal: Subject['deal'];
  at: number;
}

type Find = () => Found | null;

/** Now and then the boss takes the call, and Ana takes hers. */
const whoTalks = ({ luck }: Desktop, saga: Saga, at: number): CastMember => {
  const rep = repAt(saga.desk, at);
  return luck.chance(0.92) ? rep : rep === MAYA ? ANA : MAYA;
};

const whoListens = ({ luck }: Desktop, { people }: Saga, deal: Subject['deal'], at: number): Subject['person'] => {
  const known = people.filter((person) => person.at < at);
  return deal && luck.chance(0.75) ? deal.person : luck.pick(known.length > 0 ? known : people.slice(0, 1));
};

/** What there is to talk about: open deals of late, closed ones in their time, customers who have bought, the others. */
const findersOf = (
  desktop: Desktop,
  sagas: readonly Saga[],
): { open: Find; past: Find; care: Find; prospect: Find } => {
  const { now, luck } = desktop;
  const dealsThat = (fits: (deal: Saga['deals'][number]) => boolean) =>
    sagas.flatMap((saga) => saga.deals.filter(fits).map((deal) => ({ saga, deal })));
  const open = luck.deck(dealsThat((deal) => isOpen(deal) && !deal.stale));
  const past = luck.deck(dealsThat((deal) => !isOpen(deal)));
  const buyer = luck.deck(sagas.filter((saga) => saga.buysSince < now));
  const stranger = luck.deck(sagas.filter((saga) => saga.buysSince > now));
  const lately = (): number => (luck.chance(0.1) ? 0 : Math.min(luck.between(0, 55), luck.between(0, 55)));
  const ago = (days: number, saga: Saga) => officeMoment(now, luck, days, repAt(saga.desk, now - days * DAY).tz);
  return {
    open: () => {
      const found = open();
      return { topic: 'waiting', ...found, at: ago(lately(), found.saga) };
    },
    past: () => {
      const found = past();
      const end = found.deal.turns.at(-1)?.at ?? now;
      const days = Math.round((now - luck.between(found.deal.at / MINUTE, end / MINUTE) * MINUTE) / DAY);
      const at = ago(days, found.saga);
      return at < end ? { topic: 'waiting', ...found, at } : null;
    },
    care: () => {
      const saga = buyer();
      const at = ago(luck.between(0, luck.chance(0.35) ? 45 : 350), saga);
      return at > saga.buysSince && at < saga.leaves ? { topic: 'care', saga, deal: null, at } : null;
    },
    prospect: () => {
      const saga = stranger();
      return { topic: 'prospect', saga, deal: null, at: ago(luck.between(1, 200), saga) };
    },
  };
};

/** So many talks that lead to no new stage: most of what people do all day. The words are found in order of time. */
export const everyday = (desktop: Desktop, sagas: readonly Saga[], count: number): Talk[] => {
  const { open, past, care, prospect } = findersOf(desktop, sagas);
  const finders = desktop.luck.deck([open, open, open, past, past, care, care, care, care, prospect]);
  const found: Found[] = [];
  while (found.length < count) {
    const next = finders()();
    if (next && next.at > Math.max(next.saga.at, next.deal?.at ?? 0) + 45 * MINUTE) found.push(next);
  }
  return found.toSorted((one, other) => one.at - other.at).map((next) => talkOf(desktop, next));
};

const talkOf = (desktop: Desktop, { topic, saga, deal, at }: Found): Talk => {
  const subject: Subject = { saga, deal, at, person: whoListens(desktop, saga, deal, at) };
  return { at, by: whoTalks(desktop, saga, at), writes: [desktop.notes.talk(topic, subject)], topic, subject };
};
