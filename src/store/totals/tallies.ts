import type { Source } from './sources.ts';

/**
 * How much of a moment or a day is kept: its first 7 signs are a month, 10 a day (of UTC), none all time. A question about a
 * year then adds up months, and days at its ends.
 */
export type Span = 0 | 7 | 10;

/** One way of counting. `r` is a row in the form above. */
export interface Tally {
  from: Source;
  /** The time by which it can be asked for. */
  time: 'at' | 'closed_on';
  spans: readonly Span[];
  /** What is told of the day on which it was closed: its month and its day, or whether there is one. */
  closed?: 'spans' | 'whether';
  /** Only such rows. */
  only?: string;
}

export const TALLIES = {
  customers: { from: 'customers', time: 'at', spans: [0, 7, 10] },
  contacts: { from: 'contacts', time: 'at', spans: [0, 7, 10] },
  interactions: { from: 'interactions', time: 'at', spans: [7, 10] },
  deals: { from: 'deals', time: 'at', spans: [0, 7, 10], closed: 'whether' },
  closings: { from: 'deals', time: 'closed_on', spans: [7, 10], only: 'r.closed_on is not null' },
  /** Closed before it was made, or on the same day: wherever else one is told from the other, these are the exceptions. */
  backdated: {
    from: 'deals',
    time: 'at',
    spans: [7, 10],
    closed: 'spans',
    only: 'r.closed_on <= substr(r.at, 1, 10)',
  },
} as const satisfies Record<string, Tally>;
export type TallyName = keyof typeof TALLIES;

/** Each line is kept for its owner, and once more for everybody together, so that who asks for all reads few. */
export const EVERYBODY = 0;

/** What makes two lines one, and what is then added up: rows, their amounts in minor units, and how many have none. */
export const KEY = ['what', 'span', 'owner_id', 'at', 'closed', 'stage_id', 'part', 'currency'] as const;
export const SUMS = ['n', 'amount', 'blank'] as const;
export const LINE = [...KEY, ...SUMS].join(', ');

/** A table of that name whose one column `kept` holds these. */
const eachOf = (name: string, values: readonly (string | number)[]): string =>
  `(${values.map((value) => `select ${value} as kept`).join(' union all ')}) ${name}`;

/** What is told of the closing day: once as fine as any line has it, then for each line. */
const CLOSED = {
  spans: { finest: 'r.closed_on', each: 'substr(r.closed, 1, c.kept)' },
  whether: { finest: `case when r.closed_on is null then '' else 'closed' end`, each: 'r.closed' },
};

/** Days of each owner, which all other lines add up from. */
const daysOf = ({ time, only, from, closed }: Tally, rows: string): string => `(
  select substr(r.${time}, 1, 10) as at, ${closed ? CLOSED[closed].finest : `''`} as closed,
    r.owner_id, r.stage_id, r.part, r.currency, sum(r.sign) as n, sum(r.sign * coalesce(r.amount, 0)) as amount,
    sum(case when r.amount is null then r.sign else 0 end) as blank
  from ${rows} r where r.source = '${from}'${only ? ` and ${only}` : ''} group by 1, 2, 3, 4, 5, 6)`;

const linesOf = (what: TallyName, rows: string): string => {
  const tally: Tally = TALLIES[what];
  const { spans, closed } = tally;
  const tables = [
    `${daysOf(tally, rows)} r`,
    eachOf('a', spans),
    eachOf('o', ['true', 'false']),
    ...(closed === 'spans' ? [eachOf('c', [7, 10])] : []),
  ];
  return `select '${what}' as what, a.kept as span, case when o.kept then r.owner_id else ${EVERYBODY} end as owner_id,
      substr(r.at, 1, a.kept) as at, ${closed ? CLOSED[closed].each : `''`} as closed, r.stage_id, r.part, r.currency,
      r.n, r.amount, r.blank
    from ${tables.join(' cross join ')}`;
};

/** The lines that rows of that form add up to, as a query; null when a source has none. @param rows a table or a query in brackets */
export function totalsOf(rows: string, source?: Source): string | null {
  const names = (Object.keys(TALLIES) as TallyName[]).filter((name) => !source || TALLIES[name].from === source);
  if (names.length === 0) return null;
  return `select ${KEY.join(', ')}, ${SUMS.map((sum) => `sum(${sum}) as ${sum}`).join(', ')}
    from (${names.map((name) => linesOf(name, rows)).join(' union all ')}) lines
    group by ${KEY.join(', ')} having sum(n) <> 0 or sum(amount) <> 0 or sum(blank) <> 0`;
}
