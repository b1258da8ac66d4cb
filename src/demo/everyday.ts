import type { Act } from './act.ts';
import { MINUTE, officeMoment } from './calendar.ts';
import { ANA, MAYA, type CastMember } from './cast.ts';
import { repAt } from './desks.ts';
import type { Subject } from './notes.ts';
import type { Topic } from './words/talk.ts';
import type { Saga } from './saga.ts';
import type { Desktop } from './working-deals.ts';

/** A talk between the turns, and what it was about. */
export interface Talk extends Act {
  topic: Topic;
  subject: Subject;
}

type Find = () => { topic: Topic; saga: Saga; deal: Subject['deal']; at: number } | null;

const DAY = 24 * 60 * MINUTE;

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
  const closed = ({ fate }: { fate: string }): boolean => fate === 'won' || fate === 'lost';
  const open = luck.deck(dealsThat((deal) => !closed(deal) && !deal.stale));
  const past = luck.deck(dealsThat(closed));
  const buyer = luck.deck(sagas.filter((saga) => saga.buysSince < now));
  const stranger = luck.deck(sagas.filter((saga) => saga.buysSince > now));
  const ago = (days: number, saga: Saga) => officeMoment(now, luck, days, repAt(saga.desk, now - days * DAY).tz);
  return {
    open: () => {
      const found = open();
      return { topic: 'waiting', ...found, at: ago(Math.floor(luck.between(0, 640) ** 2 / 10_240), found.saga) };
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
      const at = ago(luck.between(0, luck.chance(0.5) ? 45 : 340), saga);
      return at > saga.buysSince && at < saga.leaves ? { topic: 'care', saga, deal: null, at } : null;
    },
    prospect: () => {
      const saga = stranger();
      return { topic: 'prospect', saga, deal: null, at: ago(luck.between(1, 200), saga) };
    },
  };
};

/** So many talks that lead to no new stage: most of what people do all day. */
export const everyday = (desktop: Desktop, sagas: readonly Saga[], count: number): Talk[] => {
  const finders = findersOf(desktop, sagas);
  const topics = desktop.luck.deck([
    finders.open,
    finders.open,
    finders.open,
    finders.past,
    finders.care,
    finders.care,
    finders.care,
    finders.prospect,
  ]);
  const talks: Talk[] = [];
  while (talks.length < count) {
    const found = topics()();
    if (!found || found.at <= Math.max(found.saga.at, found.deal?.at ?? 0) + 45 * MINUTE) continue;
    const { topic, saga, deal, at } = found;
    const subject: Subject = { saga, deal, at, person: whoListens(desktop, saga, deal, at) };
    talks.push({ at, by: whoTalks(desktop, saga, at), writes: [desktop.notes.talk(topic, subject)], topic, subject });
  }
  return talks;
};
