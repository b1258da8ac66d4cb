import { dialectOf, type Db, type Dialect } from '../dialect.ts';
import { rawRows } from '../raw-rows.ts';
import { countedOn, dayOf, gainsOf, SETS, unpack, type Change, type SetName } from './sets.ts';
import { rowsCounted, type Source } from './sources.ts';

/** A question to the sets: whom they hold between two moments, the first included, the second not; null: without end. */
export interface SetQuestion {
  of: SetName;
  from: string;
  to: string | null;
}

/** Lists of ids in rising order; an id may stand in several. All of one kind, because loops over them are the most of the work. */
export type Lists = readonly Uint32Array[];

const DAY_MS = 86_400_000;
const MIDNIGHT = 'T00:00:00.000Z';
/** After all moments. */
const NO_END = '9999-12-31';

/** The first midnight of UTC that is not before a moment, as a day. */
const midnightFrom = (moment: string): string =>
  moment.endsWith(MIDNIGHT) ? dayOf(moment) : new Date(Date.parse(dayOf(moment)) + DAY_MS).toISOString().slice(0, 10);

/** Midnights of UTC cut whole days out of the time; the hours that are left are read from the rows. */
interface Pieces {
  /** The first day, and the first one after. */
  days: [from: string, to: string] | null;
  hours: [from: string, to: string][];
}

const piecesOf = ({ from, to }: SetQuestion): Pieces => {
  const [end, first, last] = [to ?? NO_END, midnightFrom(from), dayOf(to ?? NO_END)];
  if (first >= last) return { days: null, hours: [[from, end]] };
  const ends: [string, string][] = [
    [from, `${first}${MIDNIGHT}`],
    [`${last}${MIDNIGHT}`, end],
  ];
  return { days: [first, last], hours: ends.filter(([a, b]) => a < b && b > a && b !== NO_END) };
};

interface Row {
  /** Which question it answers. */
  q: number;
  /** The day that was kept, or the moment of a change since; null for the rows of some hours. */
  at: string | null;
  /** Of a day. */
  members: Uint8Array | null;
  /** Numbers with commas between: of a change its id, sign and member, of hours their members. A row for each would cost more than the reading. */
  numbers: string | null;
}

const AS_TEXT: Record<Dialect, (column: string) => string> = {
  sqlite: (column) => `group_concat(${column})`,
  postgres: (column) => `string_agg(cast(${column} as text), ',')`,
};
const numbersIn = (text: string | null): number[] => text?.split(',').map(Number) ?? [];

const statementFor = (questions: readonly SetQuestion[], dialect: Dialect) => {
  const [parts, values]: [string[], string[]] = [[], []];
  const read = (sql: string, bound: readonly string[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
  for (const [q, question] of questions.entries()) {
    const { days, hours } = piecesOf(question);
    const source = SETS[question.of];
    if (days) {
      read(
        `select ${q} as q, day as at, members, cast(null as text) as numbers from day_sets
          where name = '${question.of}' and day >= ? and day < ?`,
        days,
      );
      read(
        `select ${q}, at, null, id || ',' || sign || ',' || member_id from running_changes
          where source = '${source}' and at >= ? and at < ?`,
        days,
      );
    }
    for (const stretch of hours)
      read(
        `select ${q}, null, null, ${AS_TEXT[dialect]('member_id')} from ${rowsCounted(source)} r where at >= ? and at < ?`,
        stretch,
      );
  }
  return { sql: parts.join(' union all '), values };
};

const changeIn = (source: Source, at: string, numbers: string): Change => {
  const [id = 0, sign = 0, member = 0] = numbersIn(numbers);
  return { id, source, sign, at, member_id: member };
};

const listsFor = async (db: Db, { of }: SetQuestion, rows: readonly Row[]): Promise<Lists> => {
  const [kept, others, changes]: [Map<string, Uint32Array>, number[], Change[]] = [new Map(), [], []];
  for (const { at, members, numbers } of rows) {
    if (at !== null && members) kept.set(at, unpack(members));
    else if (at !== null && numbers !== null) changes.push(changeIn(SETS[of], at, numbers));
    else others.push(...numbersIn(numbers));
  }
  changes.sort((a, b) => a.id - b.id);
  for (const [day, gained] of gainsOf(of, changes)) {
    if (gained) others.push(...gained);
    else kept.set(day, Uint32Array.from(await countedOn(db, of, day)).sort());
  }
  return [Uint32Array.from(others).sort(), ...kept.values()];
};

/** Answers several questions in one statement: what was kept, what was changed since, and rows of a few hours. Call it in a snapshot. */
export const askSets = async <Q extends string>(
  db: Db,
  questions: Readonly<Record<Q, SetQuestion>>,
): Promise<Record<Q, Lists>> => {
  const names = Object.keys(questions) as Q[];
  const asked = names.map((name) => questions[name]);
  const { sql, values } = statementFor(asked, dialectOf(db));
  const rows = names.length === 0 ? [] : await rawRows<Row>(db, sql, values);
  const answers: [string, Lists][] = [];
  for (const [q, question] of asked.entries())
    answers.push([
      names[q] as Q,
      await listsFor(
        db,
        question,
        rows.filter((row) => row.q === q),
      ),
    ]);
  return Object.fromEntries(answers) as Record<Q, Lists>;
};

/** Ids of what is deleted, by an index that holds nothing else. */
export const idsDeleted = async (db: Db, table: 'customers' | 'deals'): Promise<Uint32Array> => {
  const [row] = await rawRows<{ ids: string | null }>(
    db,
    `select ${AS_TEXT[dialectOf(db)]('id')} as ids from ${table} where deleted_at is not null`,
  );
  return Uint32Array.from(numbersIn(row?.ids ?? null)).sort();
};

/** A byte for each id there can be. It stays, and is zero between two countings, because new memory costs more than they do. */
let marks = new Uint8Array(0);

/** Sets marks to 0 or 1. @returns how many were otherwise before */
const mark = (on: Uint8Array, lists: Lists, as: 0 | 1): number => {
  let changed = 0;
  for (const list of lists) {
    const { length } = list;
    for (let at = 0; at < length; at += 1) {
      const id = list[at] ?? 0;
      if (on[id] !== 1 - as) continue;
      changed += 1;
      on[id] = as;
    }
  }
  return changed;
};

/** How many different ids stand in lists and in none of the others: a hundred thousand are marked sooner than a tenth is put into a Set. */
export const countOnly = (lists: Lists, others: Lists): number => {
  const end = 1 + lists.reduce((most, list) => Math.max(most, list.at(-1) ?? 0), 0);
  if (end > marks.length) marks = new Uint8Array(2 * end);
  const count = mark(marks, lists, 1) - mark(marks, others, 0);
  // Where few are marked among many, to look for these is less than to write over all.
  if (16 * lists.reduce((sum, { length }) => sum + length, 0) < end) mark(marks, lists, 0);
  else marks.fill(0, 0, end);
  return count;
};
