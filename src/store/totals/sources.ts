/**
 * What the running totals are made of. A row that counts is first brought to one form, whatever its table: `source`,
 * `sign`, `at` (the moment it is counted under), `owner_id`, `stage_id`, `part`, `currency`, `closed_on`, `amount`,
 * `member_id`. `part` tells rows apart by what they are: interactions by their kind, records by where they began. In this form a write leaves what it changed (`running_changes`); from it the lines of the totals (`running_totals`,
 * see tallies.ts) and the sets of each day (`day_sets`, see sets.ts) are made.
 */

/** Each column of that form, in SQL over a row `r` of the table; what a table does not have is missing. */
interface Form {
  at: string;
  owner_id?: string;
  part?: string;
  stage_id?: string;
  currency?: string;
  closed_on?: string;
  amount?: string;
  /** Whom or what the row puts into a set of its day. */
  member_id?: string;
}

/** Which rows of a table count, and the columns that say so. */
interface Counts {
  if: string;
  columns: readonly string[];
}

const UNLESS_DELETED: Counts = { if: 'r.deleted_at is null', columns: ['deleted_at'] };
const IF_PUT_OFF: Counts = {
  if: 'r.taken_back = 0 and r.to_day > r.from_day',
  columns: ['taken_back', 'from_day', 'to_day'],
};

export const SOURCES = {
  customers: {
    form: { at: 'r.created_at', owner_id: 'r.owner_id', part: 'r.started', member_id: 'r.id' },
    counts: UNLESS_DELETED,
  },
  contacts: { form: { at: 'r.created_at', owner_id: 'r.owner_id', part: 'r.started' }, counts: UNLESS_DELETED },
  deals: {
    form: {
      at: 'r.created_at',
      owner_id: 'r.owner_id',
      part: 'r.started',
      stage_id: 'r.stage_id',
      currency: 'r.currency',
      closed_on: 'r.closed_on',
      amount: 'r.amount',
    },
    counts: UNLESS_DELETED,
  },
  interactions: {
    form: { at: 'r.happened_at', owner_id: 'r.owner_id', part: 'r.kind', member_id: 'r.customer_id' },
    counts: UNLESS_DELETED,
  },
  close_moves: { form: { at: 'r.at', member_id: 'r.deal_id' }, counts: IF_PUT_OFF },
} as const satisfies Record<string, { form: Form; counts: Counts }>;
export type Source = keyof typeof SOURCES;
export const SOURCE_NAMES = Object.keys(SOURCES) as Source[];

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
  'member_id',
] as const;

/** PostgreSQL wants to know of what there is none. */
const NO_DAY = 'cast(null as text)';
const NO_NUMBER = 'cast(null as bigint)';

const ofRow = (sql: string, row: string): string => sql.replaceAll('r.', `${row}.`);

/** The values of a row in that form. @param row its name in the SQL: `new`; @param sign 1 for one that comes, -1 for one that goes */
export function formOf(source: Source, row: string, sign: 1 | -1): string[] {
  const form: Form = SOURCES[source].form;
  const { at, owner_id = '0', stage_id = '0', part = `''`, currency = `''`, closed_on = NO_DAY } = form;
  const { amount = NO_NUMBER, member_id = NO_NUMBER } = form;
  const values = [at, owner_id, stage_id, part, currency, closed_on, amount, member_id];
  return [`'${source}'`, String(sign), ...values.map((value) => ofRow(value, row))];
}

/** Whether a row counts, as a condition. @param row its name in the SQL */
export function countsIf(source: Source, row: string): string {
  return ofRow(SOURCES[source].counts.if, row);
}

/** The columns of a table from which that form is made, and whether the row counts. */
export function columnsCounted(source: Source): string[] {
  return [
    ...Object.values(SOURCES[source].form).map((sql: string) => sql.replace('r.', '')),
    ...SOURCES[source].counts.columns,
  ];
}

/** All rows of a table that count, in that form. */
export function rowsCounted(source: Source): string {
  return `(select ${formOf(source, 'r', 1)
    .map((value, index) => `${value} as ${FORM[index]}`)
    .join(', ')} from ${source} r where ${countsIf(source, 'r')})`;
}
