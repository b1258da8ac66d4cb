import type { Db } from '../dialect.ts';
import { rawRows } from '../raw-rows.ts';
import { piecesOf, type Pieces, type Stretch } from './spans.ts';
import { rowsCounted } from './sources.ts';
import { EVERYBODY, TALLIES, type Tally, type TallyName } from './tallies.ts';

/** A question to the totals: how many rows, and what their amounts are. */
export interface Question {
  of: TallyName;
  /** Moments (of `closings`: days), the first included, the second not; null: without end. */
  from: string | null;
  to: string | null;
  /** Of `deals`: only those that have a closing day. */
  everClosed?: true;
  /** Of `backdated`: only those whose closing day lies before this one. */
  closedBefore?: string;
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

interface Sql {
  text: string;
  values: (string | number)[];
}

const all = (...parts: readonly Sql[]): Sql => ({
  text: parts.map(({ text }) => text).join(' and '),
  values: parts.flatMap(({ values }) => values),
});

const within = (column: string, { from, to }: Pick<Stretch, 'from' | 'to'>): Sql[] => [
  ...(from === null ? [] : [{ text: `${column} >= ?`, values: [from] }]),
  ...(to === null ? [] : [{ text: `${column} < ?`, values: [to] }]),
];
const is = (column: string, value: string | number): Sql => ({ text: `${column} = ?`, values: [value] });

const among = (column: string, values: readonly number[]): Sql => ({
  text: values.length === 0 ? '1 = 0' : `${column} in (${values.map(() => '?').join(', ')})`,
  values: [...values],
});

/** Long before anything. */
const EVER = '0001-01-01';
const momentOf = (time: string | null): string | null => (time?.length === 10 ? `${time}T00:00:00.000Z` : time);

/** Which lines of the totals answer, each with its sign. */
const lines = ({ of, everClosed, closedBefore }: Question, pieces: Pieces): [sign: number, Sql][] => {
  const closed: (Stretch & { span?: number })[] =
    closedBefore === undefined
      ? [{ sign: 1, from: null, to: null }]
      : piecesOf(momentOf(EVER), momentOf(closedBefore)).lines;
  return pieces.lines.flatMap(({ sign, span, ...at }) =>
    closed.map((day): [number, Sql] => [
      sign * day.sign,
      all(
        ...[is('what', of), is('span', span), ...within('at', at)],
        ...(everClosed ? [is('closed', 'closed')] : []),
        ...(day.span ? [is('length(closed)', day.span), ...within('closed', day)] : []),
      ),
    ]),
  );
};

/** The same for rows in the form of `running_changes`. */
const rows = ({ of, everClosed, closedBefore }: Question, stretches: readonly Stretch[]): [sign: number, Sql][] => {
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
    ),
  ]);
};

/** Which lines are read: everybody's, or those of owners. */
const ownersOf = (by: readonly By[], owners: readonly number[] | null): Sql => {
  if (owners) return among('owner_id', owners);
  return by.includes('owner_id')
    ? { text: 'owner_id in (select id from employees)', values: [] }
    : is('owner_id', EVERYBODY);
};

const OF_LINES = 'n, amount, blank';
const OF_ROWS =
  'sign as n, sign * coalesce(amount, 0) as amount, case when amount is null then sign else 0 end as blank';

/**
 * Answers several questions in one statement. The totals, what was changed since they were brought up to date, and the rows
 * of a few hours are read; call it in a snapshot, so that they belong together.
 * @param by what the lines of the answers are told apart by
 * @param owners only what is theirs (employee ids); null for everybody's
 */
export const askTotals = async <Q extends string>(
  db: Db,
  questions: Readonly<Record<Q, Question>>,
  by: readonly By[],
  owners: readonly number[] | null,
): Promise<Record<Q, Line[]>> => {
  const names = Object.keys(questions) as Q[];
  const group = by.length > 0 ? `, ${by.join(', ')}` : '';
  const parts = names.flatMap((name, index) => {
    const question = questions[name];
    const pieces = piecesOf(momentOf(question.from), momentOf(question.to));
    const theirs = owners ? [among('owner_id', owners)] : [];
    const select =
      (from: string, sums: string, whose: readonly Sql[]) =>
      ([sign, where]: [number, Sql]): Sql => {
        const condition = all(where, ...whose);
        return {
          text: `select ${index} as q, ${sign} as side${group}, ${sums} from ${from} r where ${condition.text}`,
          values: condition.values,
        };
      };
    return [
      ...lines(question, pieces).map(select('running_totals', OF_LINES, [ownersOf(by, owners)])),
      ...rows(question, pieces.whole).map(select('running_changes', OF_ROWS, theirs)),
      ...rows(question, pieces.rows).map(select(rowsCounted(TALLIES[question.of].from), OF_ROWS, theirs)),
    ];
  });
  const text = `select q${group}, sum(side * n) as n, sum(side * amount) as amount, sum(side * blank) as blank
    from (${parts.map((part) => part.text).join(' union all ')}) parts group by q${group}`;
  const found = await rawRows<Line & { q: number }>(
    db,
    text,
    parts.flatMap(({ values }) => values),
  );
  const answer = (_: Q, index: number): Line[] => found.filter(({ q }) => q === index);
  return Object.fromEntries(names.map((name, index) => [name, answer(name, index)])) as Record<Q, Line[]>;
};
