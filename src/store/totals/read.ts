import type { Db } from '../dialect.ts';
import { rawRows } from '../connection/raw-rows.ts';
import { keepPlans } from './plans.ts';
import { piecesOf, type Pieces, type Stretch } from './spans.ts';
import { rowsCounted } from './sources.ts';
import { EVERYBODY, TALLIES, type Tally, type TallyName } from './tallies.ts';

/** A question to the totals: how many rows, and what their amounts are. */
export interface TotalsQuestion {
  of: TallyName;
  /** Moments (of `closings`: days), the first included, the second not; null: without end. */
  from: string | null;
  to: string | null;
  /** Of `deals`: only those that have a closing day. */
  everClosed?: true;
  /** Of `backdated`: only those whose closing day lies before this one. */
  closedBefore?: string;
  /** Only those of which it is known when they began, or only those of which it is not. */
  start?: 'known' | 'unknown';
}

export type By = 'owner_id' | 'stage_id' | 'part' | 'currency';

/** A line of an answer: how many rows, their amounts in minor units, and how many have none. What was not asked by is missing. */
export interface Line {
  owner_id: number;
  stage_id: number;
  part: string;
  currency: string;
  n: number;
  amount: number;
  blank: number;
}

interface SqlPart {
  text: string;
  values: (string | number)[];
}

const all = (...parts: readonly SqlPart[]): SqlPart => ({
  text: parts.map(({ text }) => text).join(' and '),
  values: parts.flatMap(({ values }) => values),
});

const within = (column: string, { from, to }: Pick<Stretch, 'from' | 'to'>): SqlPart[] => [
  ...(from === null ? [] : [{ text: `${column} >= ?`, values: [from] }]),
  ...(to === null ? [] : [{ text: `${column} < ?`, values: [to] }]),
];
const is = (column: string, value: string | number): SqlPart => ({ text: `${column} = ?`, values: [value] });

const among = (column: string, values: readonly number[]): SqlPart => ({
  text: values.length === 0 ? '1 = 0' : `${column} in (${values.map(() => '?').join(', ')})`,
  values: [...values],
});

const startIs = (start: TotalsQuestion['start']): SqlPart[] =>
  start === undefined ? [] : [{ text: `part ${start === 'unknown' ? '=' : '<>'} ?`, values: ['unknown'] }];

/** Long before anything. */
const EVER = '0001-01-01';
const momentOf = (time: string | null): string | null => (time?.length === 10 ? `${time}T00:00:00.000Z` : time);

/** Which lines of the totals answer, each with its sign. */
const lines = ({ of, everClosed, closedBefore, start }: TotalsQuestion, pieces: Pieces): [sign: number, SqlPart][] => {
  const closed: (Stretch & { span?: number })[] =
    closedBefore === undefined
      ? [{ sign: 1, from: null, to: null }]
      : piecesOf(momentOf(EVER), momentOf(closedBefore)).lines;
  return pieces.lines.flatMap(({ sign, span, ...at }) =>
    closed.map((day): [number, SqlPart] => [
      sign * day.sign,
      all(
        ...[is('what', of), is('span', span), ...within('at', at)],
        ...(everClosed ? [is('closed', 'closed')] : []),
        ...startIs(start),
        ...(day.span ? [is('length(closed)', day.span), ...within('closed', day)] : []),
      ),
    ]),
  );
};

/** The same for rows in the form of `running_changes`. */
const rows = (
  { of, everClosed, closedBefore, start }: TotalsQuestion,
  stretches: readonly Stretch[],
): [sign: number, SqlPart][] => {
  const { from, time, only }: Tally = TALLIES[of];
  const cut = (moment: string | null): string | null => (time === 'at' ? moment : (moment?.slice(0, 10) ?? null));
  return stretches.map((stretch) => [
    stretch.sign,
    all(
      is('source', from),
      ...within(time, { from: cut(stretch.from), to: cut(stretch.to) }),
      ...(only || everClosed
        ? [{ text: [only, everClosed && 'closed_on is not null'].filter(Boolean).join(' and '), values: [] }]
        : []),
      ...(closedBefore === undefined ? [] : [{ text: 'closed_on < ?', values: [closedBefore] }]),
      ...startIs(start),
    ),
  ]);
};

/** Which lines are read: everybody's, or those of owners. */
const ownersOf = (by: readonly By[], owners: readonly number[] | null): SqlPart => {
  if (owners) return among('owner_id', owners);
  return by.includes('owner_id')
    ? { text: 'owner_id in (select id from employees)', values: [] }
    : is('owner_id', EVERYBODY);
};

const OF_LINES = 'n, amount, blank';
const OF_ROWS =
  'sign as n, sign * coalesce(amount, 0) as amount, case when amount is null then sign else 0 end as blank';

/** A statement, and which of its parts add up to each answer. */
interface TotalsStatement {
  sql: SqlPart;
  answers: readonly (readonly [sign: number, part: number])[][];
}

const planFor = keepPlans(
  (questions: readonly TotalsQuestion[], by: readonly By[], owners: readonly number[] | null): TotalsStatement => {
    // Questions share parts, such as the hours between two midnights: each is read once.
    const parts = new Map<string, { number: number; sql: SqlPart }>();
    const theirs = owners ? [among('owner_id', owners)] : [];
    const part = (from: string, sums: string, where: SqlPart): number => {
      const sql = {
        ...where,
        text: `${by.map((column) => `${column}, `).join('')}${sums} from ${from} r where ${where.text}`,
      };
      const key = JSON.stringify(sql);
      const known = parts.get(key) ?? { number: parts.size, sql };
      parts.set(key, known);
      return known.number;
    };
    const answers = questions.map((question) => {
      const pieces = piecesOf(momentOf(question.from), momentOf(question.to));
      const from =
        (table: string, sums: string, whose: readonly SqlPart[]) =>
        ([sign, where]: [number, SqlPart]) =>
          [sign, part(table, sums, all(where, ...whose))] as const;
      return [
        ...lines(question, pieces).map(from('running_totals', OF_LINES, [ownersOf(by, owners)])),
        ...rows(question, pieces.whole).map(from('running_changes', OF_ROWS, theirs)),
        ...rows(question, pieces.rows).map(from(rowsCounted(TALLIES[question.of].from), OF_ROWS, theirs)),
      ];
    });
    const each = [...parts.values()];
    const group = ['part_number', ...by].join(', ');
    const text = `select ${group}, sum(n) as n, sum(amount) as amount, sum(blank) as blank
    from (${each.map(({ number, sql }) => `select ${number} as part_number, ${sql.text}`).join(' union all ')}) parts group by ${group}`;
    return { sql: { text, values: each.flatMap(({ sql }) => sql.values) }, answers };
  },
);

type AnswerLine = Line & { part_number: number };

/** The lines of some parts, added up. */
const addUp = (
  found: ReadonlyMap<number, readonly AnswerLine[]>,
  parts: TotalsStatement['answers'][number],
  by: readonly By[],
): Line[] => {
  const sums = new Map<string, Line>();
  for (const [sign, part] of parts)
    for (const line of found.get(part) ?? []) {
      const key = by.map((column) => line[column]).join(' ');
      const sum = sums.get(key) ?? { ...line, n: 0, amount: 0, blank: 0 };
      sum.n += sign * line.n;
      sum.amount += sign * line.amount;
      sum.blank += sign * line.blank;
      sums.set(key, sum);
    }
  return [...sums.values()];
};

/**
 * Answers several questions in one statement. The totals, what was changed since they were brought up to date, and the rows
 * of a few hours are read; call it in a snapshot, so that they belong together.
 * @param by what the lines of the answers are told apart by
 * @param owners only what is theirs (employee ids); null for everybody's
 */
export async function askTotals<Q extends string>(
  db: Db,
  questions: Readonly<Record<Q, TotalsQuestion>>,
  by: readonly By[],
  owners: readonly number[] | null,
): Promise<Record<Q, Line[]>> {
  const names = Object.keys(questions) as Q[];
  const asked = names.map((name) => questions[name]);
  const { sql, answers } = planFor(asked, by, owners);
  const found = new Map<number, AnswerLine[]>();
  for (const line of await rawRows<AnswerLine>(db, sql.text, sql.values)) {
    const others = found.get(line.part_number);
    if (others) others.push(line);
    else found.set(line.part_number, [line]);
  }
  return Object.fromEntries(names.map((name, q) => [name, addUp(found, answers[q] ?? [], by)])) as Record<Q, Line[]>;
}
