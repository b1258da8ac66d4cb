import { COUNTRIES, type Country, type Phone } from './countries.ts';
import { bodyOf, type Block } from './bodies.ts';
import { plusDays } from './moments.ts';
import { seeded, type Seeded } from './seeded.ts';
import { SELLERS, type Seller } from './sellers.ts';
import * as words from './words.ts';

export interface Company {
  n: number;
  name: string;
  domain: string;
  country: Country;
  phone: Phone | null;
  street: string;
  industry: string | null;
  /** null: whoever imports. */
  owner: Seller | null;
  about: string | null;
  createdAt: string;
}

export interface Contact {
  n: number;
  first: string;
  last: string;
  company: Company | null;
  country: Country;
  emails: readonly string[];
  phones: readonly Phone[];
  job: string | null;
  owner: Seller | null;
  createdAt: string;
}

export interface Deal {
  n: number;
  name: string;
  company: Company | null;
  contact: Contact | null;
  outcome: 'open' | 'won' | 'lost';
  /** Step of the pipeline on which it is, or was when it was closed; from 0. */
  step: number;
  /** Minor units; null where nobody entered one. */
  amount: number | null;
  expectedOn: string;
  closedAt: string | null;
  reason: string | null;
  owner: Seller | null;
  createdAt: string;
}

export interface Activity {
  n: number;
  kind: 'note' | 'call' | 'meeting' | 'task';
  title: string;
  body: readonly Block[];
  company: Company | null;
  contacts: readonly Contact[];
  deal: Deal | null;
  owner: Seller | null;
  /** When it was, or is due. */
  at: string;
  isDone: boolean;
}

export interface World {
  companies: readonly Company[];
  contacts: readonly Contact[];
  deals: readonly Deal[];
  activities: readonly Activity[];
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at + 1));

/** A moment of the working day in UTC. */
const momentOn = (seed: Seeded, day: string): string =>
  `${day}T${String(seed.int(8, 15)).padStart(2, '0')}:${String(seed.int(0, 59)).padStart(2, '0')}:00.000Z`;

const FIRST_DAY = '2022-01-10';
/** Two days before the clock of the tests. */
const TODAY = '2026-11-14';

/** Two companies of one name that are two: their system knows them by two ids. All that happened was with the first. */
export const NAMESAKES = { first: 7, second: 140 };

const firmName = (n: number): string => {
  const at = n === NAMESAKES.second ? NAMESAKES.first : n;
  const odd = words.ODD_NAMES[at - 30];
  if (odd !== undefined) return odd;
  const [first, second] = [words.FIRM_FIRST[at % 20], words.FIRM_SECOND[Math.floor(at / 20) % 10]];
  return `${first} ${second} ${words.LEGAL_FORMS[at % 5]}`;
};

const ownerIn = (seed: Seeded): Seller | null => (seed.oneIn(8) ? null : seed.pick(SELLERS));

const companyIn = (seed: Seeded, n: number): Company => {
  const country = seed.pick(COUNTRIES);
  return {
    n,
    name: firmName(n),
    domain: `firm-${n}.example`,
    country,
    phone: seed.oneIn(5) ? null : country.phone(n),
    street: seed.oneIn(10) ? `Unit ${n}, "The Works"\n${n} Mill Lane` : `${n} ${seed.pick(words.STREETS)} Street`,
    industry: seed.oneIn(6) ? null : seed.pick(words.INDUSTRIES),
    owner: ownerIn(seed),
    about: seed.oneIn(3) ? `Makes parts, "good ones", for others.\nSince ${1900 + (n % 100)}.` : null,
    createdAt: momentOn(seed, plusDays(FIRST_DAY, seed.int(0, 300))),
  };
};

const contactIn = (seed: Seeded, companies: readonly Company[], n: number): Contact => {
  const company = n % 25 === 0 ? null : seed.pick(companies);
  const country = company?.country ?? seed.pick(COUNTRIES);
  const [first, last] = [words.FIRST_NAMES[n % 20] ?? '', words.LAST_NAMES[Math.floor(n / 20) % 20] ?? ''];
  const emails = [`${first}.${last}.${n}@mail.example`, `${first}${n}@home.example`].map((one) => one.toLowerCase());
  return {
    n,
    first,
    last,
    company,
    country,
    emails: emails.slice(0, n % 9 === 0 ? 2 : n % 7 === 0 ? 0 : 1),
    phones: [country.phone(n + 400), country.phone(n + 1000)].slice(0, n % 8 === 0 ? 2 : n % 3 === 0 ? 0 : 1),
    job: seed.oneIn(4) ? null : seed.pick(words.JOBS),
    owner: ownerIn(seed),
    createdAt: momentOn(seed, plusDays(FIRST_DAY, seed.int(300, 500))),
  };
};

/** Every seventh is round. */
const amountIn = (seed: Seeded, n: number): number =>
  n % 7 === 0 ? seed.int(3, 600) * 10_000 : seed.int(300, 60_000) * 100 + (seed.oneIn(4) ? 50 : 0);

const dealIn = (seed: Seeded, { companies, contacts }: Pick<World, 'companies' | 'contacts'>, n: number): Deal => {
  const company = n % 30 === 0 ? null : seed.pick(companies);
  const outcome = (['open', 'won', 'lost'] as const)[n % 3] ?? 'open';
  const createdOn = plusDays(FIRST_DAY, seed.int(500, 1200));
  const closedOn = plusDays(createdOn, seed.int(20, 400));
  const theirs = contacts.filter((one) => company !== null && one.company === company && one.n > 5);
  return {
    n,
    name: `${seed.pick(words.PRODUCTS)} ${n} for ${company?.name.slice(0, 60) ?? 'somebody'}`,
    company,
    contact: theirs.length > 0 && !seed.oneIn(3) ? seed.pick(theirs) : null,
    outcome,
    step: seed.int(0, 3),
    amount: outcome !== 'won' && seed.oneIn(9) ? null : amountIn(seed, n),
    expectedOn: outcome === 'open' ? plusDays(TODAY, seed.int(1, 400)) : plusDays(closedOn, seed.int(-30, 30)),
    closedAt: outcome === 'open' ? null : momentOn(seed, closedOn < TODAY ? closedOn : TODAY),
    reason: outcome === 'lost' && !seed.oneIn(4) ? seed.pick(words.REASONS) : null,
    owner: ownerIn(seed),
    createdAt: momentOn(seed, createdOn),
  };
};

const KINDS = ['note', 'call', 'meeting', 'task'] as const;

const activityIn = (seed: Seeded, { companies, contacts, deals }: Omit<World, 'activities'>, n: number): Activity => {
  const kind = KINDS[n % 4] ?? 'note';
  const isDone = kind === 'note' || !seed.oneIn(kind === 'task' ? 2 : 6);
  const company = n % 40 === 0 ? null : seed.pick(companies);
  const theirs = contacts.filter((one) => company !== null && one.company === company && one.n > 5);
  const open = deals.filter((deal) => company !== null && deal.company === company && deal.n > 5);
  const day = isDone ? plusDays(FIRST_DAY, seed.int(500, 1700)) : plusDays(TODAY, seed.int(5, 200));
  return {
    n,
    kind,
    title: `${{ note: 'Note', call: 'Call', meeting: 'Visit', task: 'Send papers' }[kind]} ${n}`,
    body: bodyOf(seed, `a${n}`, kind === 'note' && n % 100 === 0),
    company,
    contacts: theirs.slice(0, seed.oneIn(4) ? 2 : 1),
    deal: open[0] && seed.oneIn(2) ? open[0] : null,
    owner: ownerIn(seed),
    at: momentOn(seed, day),
    isDone,
  };
};

/** 200 companies, 250 contacts, 200 deals and 400 activities. @param seed a world of its own for each */
export const aWorld = (seed: number): World => {
  const random = seeded(seed);
  const companies = many(200, (n) => companyIn(random, n));
  const active = companies.filter(({ n }) => n !== NAMESAKES.second);
  const contacts = many(250, (n) => contactIn(random, active, n));
  const deals = many(200, (n) => dealIn(random, { companies: active, contacts }, n));
  const activities = many(400, (n) => activityIn(random, { companies: active, contacts, deals }, n));
  return { companies, contacts, deals, activities };
};
