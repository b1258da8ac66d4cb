/**
 * What the running totals are made of. A row that counts is first brought to one form, whatever its table: `source`,
 * `sign`, `at` (the moment it is counted under), `owner_id`, `stage_id`, `part`, `currency`, `closed_on`, `amount`,
 * `customer_id`. In this form a write leaves what it changed (`running_changes`); from it the lines of the totals are made (`running_totals`).
 */

/** Each column of that form, in SQL over a row `r` of the table. */
interface Form {
  at: string;
  part?: string;
  stage_id?: string;
  currency?: string;
  closed_on?: string;
  amount?: string;
  customer_id?: string;
}

export const SOURCES = {
  customers: { at: 'r.created_at' },
  contacts: { at: 'r.created_at' },
  deals: {
    at: 'r.created_at',
    stage_id: 'r.stage_id',
    currency: 'r.currency',
    closed_on: 'r.closed_on',
    amount: 'r.amount',
  },
  interactions: { at: 'r.happened_at', part: 'r.kind', customer_id: 'r.customer_id' },
} as const satisfies Record<string, Form>;
export type Source = keyof typeof SOURCES;

export const FORM = [
  'source',
  'sign',
  'at',
  'owner_id',
  'stage_id',
  'part',
  'currency',
  'closed_on',
  'amount',
  'customer_id',
] as const;

/** PostgreSQL wants to know of what there is none. */
const NO_DAY = 'cast(null as text)';
const NO_NUMBER = 'cast(null as bigint)';

/** The values of a row in that form. @param row its name in the SQL: `new`; @param sign 1 for one that comes, -1 for one that goes */
export const formOf = (source: Source, row: string, sign: 1 | -1): string[] => {
  const form: Form = SOURCES[source];
  const { at, stage_id = '0', part = `''`, currency = `''`, closed_on = NO_DAY } = form;
  const { amount = NO_NUMBER, customer_id = NO_NUMBER } = form;
  const values = [at, 'r.owner_id', stage_id, part, currency, closed_on, amount, customer_id];
  return [`'${source}'`, String(sign), ...values].map((value) => value.replace('r.', `${row}.`));
};

/** The columns of a table from which that form is made, and whether the row counts. */
export const columnsCounted = (source: Source): string[] => [
  ...Object.values(SOURCES[source]).map((sql: string) => sql.replace('r.', '')),
  'owner_id',
  'deleted_at',
];

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

/** What makes two lines one, and what is then added up: rows, their amounts in minor units, and how many have none. */
export const KEY = ['what', 'span', 'at', 'closed', 'owner_id', 'stage_id', 'part', 'currency'] as const;
export const SUMS = ['n', 'amount', 'blank'] as const;
export const LINE = [...KEY, ...SUMS].join(', ');

const spansAs = (name: string, spans: readonly number[]): string =>
  `(${spans.map((span) => `select ${span} as long`).join(' union all ')}) ${name}`;

const CLOSED = {
  spans: 'substr(r.closed_on, 1, c.long)',
  whether: `case when r.closed_on is null then '' else 'closed' end`,
};

const linesOf = (what: TallyName, rows: string): string => {
  const { from, time, spans, closed, only }: Tally = TALLIES[what];
  const tables = [`${rows} r`, spansAs('a', spans), ...(closed === 'spans' ? [spansAs('c', [7, 10])] : [])];
  const conditions = [`r.source = '${from}'`, ...(only ? [only] : [])];
  return `select '${what}' as what, a.long as span, substr(r.${time}, 1, a.long) as at, ${closed ? CLOSED[closed] : `''`} as closed,
      r.owner_id, r.stage_id, r.part, r.currency,
      r.sign as n, r.sign * coalesce(r.amount, 0) as amount, case when r.amount is null then r.sign else 0 end as blank
    from ${tables.join(' cross join ')} where ${conditions.join(' and ')}`;
};

/** The lines that rows of that form add up to, as a query. @param rows a table or a query in brackets */
export const totalsOf = (rows: string, source?: Source): string => {
  const names = (Object.keys(TALLIES) as TallyName[]).filter((name) => !source || TALLIES[name].from === source);
  return `select ${KEY.join(', ')}, ${SUMS.map((sum) => `sum(${sum}) as ${sum}`).join(', ')}
    from (${names.map((name) => linesOf(name, rows)).join(' union all ')}) lines
    group by ${KEY.join(', ')} having sum(n) <> 0 or sum(amount) <> 0 or sum(blank) <> 0`;
};

/** All rows of a table that count, in that form. */
export const rowsCounted = (source: Source): string =>
  `(select ${formOf(source, 'r', 1)
    .map((value, index) => `${value} as ${FORM[index]}`)
    .join(', ')} from ${source} r where r.deleted_at is null)`;
