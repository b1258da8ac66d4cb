import { addDays, dayOf } from '../model/time.ts';
import type { Luck } from './luck.ts';
import type { Fate, Firm } from './words/firms/firm.ts';

/** When a deal began and turned, in days ago: the larger, the longer ago. */
export interface Arc {
  name: string;
  fate: Fate;
  born: number;
  /** Where each turn led: a rung of the open stages (1 is the second), or the end. */
  turns: { daysAgo: number; to: number | 'won' | 'lost' }[];
  /** Open, and nobody has cared for weeks. */
  stale: boolean;
}

/** How willingly customers sign, January to December: quarters end well, August sleeps. */
const SEASON = [0.6, 0.8, 1.5, 0.8, 0.9, 1.5, 0.7, 0.4, 1.4, 1, 1.1, 1.3];
const OLDEST = 352;

/** Some endings are recent, so that this month always has news; the rest follow the seasons. */
const endings = (now: number, luck: Luck, recent: readonly number[]) => {
  const waiting = [...recent];
  return (): number => {
    if (waiting.length > 0 && luck.chance(0.35)) return waiting.shift() as number;
    for (;;) {
      const daysAgo = luck.between(22, 320);
      const month = Number(addDays(dayOf(now, 'UTC'), -daysAgo).slice(5, 7));
      if (luck.chance((SEASON[month - 1] ?? 1) / 1.5)) return daysAgo;
    }
  };
};

const rungsUpTo = (top: number): number[] => Array.from({ length: top }, (_, index) => index + 1);

/** Turns between two days, about evenly, the last one exactly at the end. */
const spread = (luck: Luck, from: number, until: number, to: Arc['turns'][number]['to'][]): Arc['turns'] =>
  to.map((target, index) => {
    const nth = index + 1 === to.length ? to.length : index + luck.between(75, 115) / 100;
    return { daysAgo: Math.round(from - ((from - until) * nth) / to.length), to: target };
  });

const closedArc = (luck: Luck, name: string, fate: 'won' | 'lost', end: number): Arc => {
  const born = Math.min(OLDEST, end + luck.between(25, 105));
  const top = fate === 'won' ? luck.between(2, 3) : luck.between(0, 3);
  return { name, fate, born, turns: spread(luck, born, end, [...rungsUpTo(top), fate]), stale: false };
};

const OPEN = {
  new: { rung: 0, age: [4, 40] },
  qualified: { rung: 1, age: [18, 70] },
  proposal: { rung: 2, age: [35, 110] },
  negotiation: { rung: 3, age: [60, 150] },
} as const;

const openArc = (luck: Luck, name: string, fate: keyof typeof OPEN, stale: boolean): Arc => {
  const { rung, age } = OPEN[fate];
  const born = luck.between(age[0], age[1]) + (stale ? 75 : 0);
  const latest = stale ? luck.between(50, 70) : luck.between(2, Math.min(26, Math.floor(born / 2)));
  return { name, fate, born, turns: spread(luck, born, latest, rungsUpTo(rung)), stale };
};

/** Draws the arcs of one firm after the other, each firm's endings in the order in which its deals are told. */
export const arcsFor = (now: number, luck: Luck): ((firm: Firm) => Arc[]) => {
  const ends = { won: endings(now, luck, [3, 9, 16]), lost: endings(now, luck, [5, 13]) };
  const neglected = luck.deck([true, false, false, false, false, false]);
  return ({ deals }) => {
    const told = Object.entries(deals);
    const days = told
      .flatMap(([, fate]) => (fate === 'won' || fate === 'lost' ? [ends[fate]()] : []))
      .sort((one, other) => other - one);
    return told.map(([name, fate]) =>
      fate === 'won' || fate === 'lost'
        ? closedArc(luck, name, fate, days.shift() ?? 0)
        : openArc(luck, name, fate, neglected()),
    );
  };
};
