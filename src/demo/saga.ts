import { Draft } from './act.ts';
import { arcsFor, type Arc } from './arcs.ts';
import { DAY, MINUTE, officeMoment } from './calendar.ts';
import { desksAt, repAt, type Desk } from './desks.ts';
import type { Random } from './luck.ts';
import type { Firm } from './words/firms/firm.ts';

export interface DemoPerson {
  draft: Draft;
  name: string;
  role: string;
  /** Before the @. */
  mailbox: string;
  /** As the reps call them in their notes. */
  called: string;
  /** When they became known. */
  at: number;
}

export interface Deal {
  draft: Draft;
  name: string;
  product: string;
  site: string;
  fate: Arc['fate'];
  stale: boolean;
  person: DemoPerson;
  /** When it was entered. */
  at: number;
  turns: { at: number; to: Arc['turns'][number]['to'] }[];
}

/** All that happens between Rampwerk and one firm. Moments are milliseconds since 1970. */
export interface AccountHistory {
  firm: Firm;
  desk: Desk;
  draft: Draft;
  at: number;
  people: DemoPerson[];
  deals: Deal[];
  /** When their first deal was won; Infinity for those who have not bought. */
  buysSince: number;
  /** When they left; Infinity for those who stay. */
  leaves: number;
}

export function isOpen({ fate }: Pick<Deal, 'fate'>): boolean {
  return fate !== 'won' && fate !== 'lost';
}

const LATIN: Readonly<Record<string, string>> = { ı: 'i', ð: 'd', þ: 'th', đ: 'd', ł: 'l', ø: 'o', æ: 'ae' };

/** `declan.o.suilleabhain` of `Declan Ó Súilleabháin`. */
const mailboxOf = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[ıðþđłøæ]/g, (sign) => LATIN[sign] ?? '')
    .replace(/[^a-z ]/g, '')
    .replace(/ +/g, '.');

/** Whom we knew from the start, and whom we met later; `metSince` draws when. */
const peopleOf = ({ people, old }: Firm, at: number, metSince: () => number): DemoPerson[] =>
  Object.entries(people).map(([name, about], index) => ({
    draft: new Draft('contact'),
    name,
    ...(typeof about === 'string'
      ? { role: about, mailbox: mailboxOf(name), called: name.split(' ')[0] ?? name }
      : about),
    at: index === 0 || old ? at : Math.max(at, metSince()),
  }));

/** When the firm was entered, in days ago: shortly before its first deal. */
const metDaysAgo = (random: Random, { old }: Firm, arcs: readonly Arc[]): number => {
  if (old) return random.between(356, 361);
  if (arcs.length === 0) return random.between(9, 20);
  return Math.min(354, Math.max(...arcs.map(({ born }) => born)) + random.between(1, 18));
};

/** Turns the arc’s days into moments of the rep’s working day, each after the one before. */
const dealOf = (
  history: Pick<AccountHistory, 'at' | 'people'>,
  arc: Arc,
  random: Random,
  moment: (daysAgo: number) => number,
): Deal => {
  const [product = '', site = ''] = arc.name.split(' for ');
  const at = Math.max(moment(arc.born), history.at + 40 * MINUTE);
  let latest = at;
  const turns = arc.turns.map(({ daysAgo, to }) => {
    latest = Math.max(moment(daysAgo), latest + 50 * MINUTE);
    return { at: latest, to };
  });
  const known = history.people.filter((person) => person.at <= at);
  const person = (random.chance(0.3) ? random.pick(known) : known[0]) as DemoPerson;
  return {
    draft: new Draft('deal'),
    name: arc.name,
    product,
    site,
    fate: arc.fate,
    stale: arc.stale,
    person,
    at,
    turns,
  };
};

const sagaOf = (now: number, random: Random, desk: Desk, firm: Firm, arcs: readonly Arc[]): AccountHistory => {
  const moment = (daysAgo: number) => officeMoment(now, random, daysAgo, repAt(desk, now - daysAgo * DAY).tz);
  const met = metDaysAgo(random, firm, arcs);
  const at = moment(met);
  const people = peopleOf(firm, at, () => moment(random.between(1, met)));
  const deals = arcs.map((arc) => dealOf({ at, people }, arc, random, moment));
  const turns = deals.flatMap((deal) => deal.turns);
  const firstWon = Math.min(...turns.filter(({ to }) => to === 'won').map((turn) => turn.at));
  const ended = Math.max(at, ...turns.map((turn) => turn.at));
  return {
    firm,
    desk,
    draft: new Draft('customer'),
    at,
    people,
    deals,
    buysSince: firm.old ? at : firstWon,
    leaves: firm.former ? Math.max(moment(random.between(1, 60)), ended + 30 * MINUTE) : Infinity,
  };
};

/** Everything that will have happened with every customer by now. */
export function historiesUntil(now: number, random: Random): AccountHistory[] {
  const desks = desksAt(now);
  const arcsOf = arcsFor(
    now,
    random,
    desks.flatMap(({ firms }) => firms),
  );
  return desks.flatMap((desk) => desk.firms.map((firm) => sagaOf(now, random, desk, firm, arcsOf(firm))));
}
