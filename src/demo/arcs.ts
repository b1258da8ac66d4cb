import { addDays, dayOf } from '../model/dates/time.ts';
import type { Random } from './luck.ts';
import type { DeliveryStatus, Firm } from './words/firms/firm.ts';

/** When a deal began and turned, in days ago: the larger, the longer ago. */
export interface Arc {
  name: string;
  fate: DeliveryStatus;
  born: number;
  /** Where each turn led: a rung of the open stages (1 is the second), or the end. */
  turns: { daysAgo: number; to: number | 'won' | 'lost' }[];
  /** Open, and nobody has cared for weeks. */
  stale: boolean;
}

/** How willingly customers sign, January to December: quarters end well, August sleeps. */
const SEASON = [6, 8, 15, 8, 9, 15, 7, 4, 14, 10, 11, 13];
const OLDEST = 352;
const LONGEST_AGO = 340;

/**
 * Days on which deals end, oldest first: a few of late, so that this month has news, the rest spread over the year as
 * the seasons want it.
 */
const endings = (now: number, random: Random, count: number, recent: readonly number[]): number[] => {
  const days = Array.from({ length: LONGEST_AGO - 21 }, (_, index) => LONGEST_AGO - index);
  const month = (daysAgo: number): number => Number(addDays(dayOf(now, 'UTC'), -daysAgo).slice(5, 7));
  const tickets = days.flatMap((day) => Array<number>(SEASON[month(day) - 1] ?? 1).fill(day));
  const share = tickets.length / (count - recent.length);
  const spread = Array.from(
    { length: count - recent.length },
    (_, nth) => tickets[Math.floor(nth * share + (random.between(0, 99) / 100) * share)] as number,
  );
  return [...spread, ...recent];
};

/** Takes a day out of them; firms that were there from the start end their first deals early. */
const takeFrom = (random: Random, days: number[], early: boolean): number =>
  days.splice(random.between(0, Math.min(days.length - 1, early ? 3 : days.length)), 1)[0] ?? 1;

const rungsUpTo = (top: number): number[] => Array.from({ length: top }, (_, index) => index + 1);

/** Turns between two days, about evenly, the last one exactly at the end. */
const spread = (random: Random, from: number, until: number, to: Arc['turns'][number]['to'][]): Arc['turns'] =>
  to.map((target, index) => {
    const nth = index + 1 === to.length ? to.length : index + random.between(75, 115) / 100;
    return { daysAgo: Math.round(from - ((from - until) * nth) / to.length), to: target };
  });

const closedArc = (random: Random, name: string, fate: 'won' | 'lost', end: number): Arc => {
  const born = Math.min(OLDEST, end + random.between(25, 105));
  const top = fate === 'won' ? random.between(2, 3) : random.between(0, 3);
  return { name, fate, born, turns: spread(random, born, end, [...rungsUpTo(top), fate]), stale: false };
};

const OPEN = {
  new: { rung: 0, age: [4, 40] },
  qualified: { rung: 1, age: [18, 70] },
  proposal: { rung: 2, age: [35, 110] },
  negotiation: { rung: 3, age: [60, 150] },
} as const;

const openArc = (random: Random, name: string, fate: keyof typeof OPEN, stale: boolean): Arc => {
  const { rung, age } = OPEN[fate];
  const born = random.between(age[0], age[1]) + (stale ? 75 : 0);
  const latest = stale ? random.between(50, 70) : random.between(2, Math.min(26, Math.floor(born / 2)));
  return { name, fate, born, turns: spread(random, born, latest, rungsUpTo(rung)), stale };
};

const isClosed = (fate: DeliveryStatus): fate is 'won' | 'lost' => fate === 'won' || fate === 'lost';

/** Draws the arcs of one firm after the other, each firm’s endings in the order in which its deals are told. */
export function arcsFor(now: number, random: Random, firms: readonly Firm[]): (firm: Firm) => Arc[] {
  const statuses = firms.flatMap(({ deals }) => Object.values(deals));
  const count = (wanted: DeliveryStatus): number => statuses.filter((fate) => fate === wanted).length;
  const ends = {
    won: endings(now, random, count('won'), [16, 9, 3]),
    lost: endings(now, random, count('lost'), [13, 5]),
  };
  const neglected = random.deck([true, false, false, false, false, false]);
  return ({ deals, old }) => {
    const told = Object.entries(deals);
    const days = told
      .flatMap(([, fate], index) => (isClosed(fate) ? [takeFrom(random, ends[fate], index === 0 && old === true)] : []))
      .sort((one, other) => other - one);
    return told.map(([name, fate]) =>
      isClosed(fate) ? closedArc(random, name, fate, days.shift() ?? 1) : openArc(random, name, fate, neglected()),
    );
  };
}
