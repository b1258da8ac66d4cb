import { dialectOf, type Db, type Dialect } from '../dialect.ts';
import { rawRows } from '../raw-rows.ts';
import { pack, unpack, type Packed } from './packed.ts';
import { kept } from './plans.ts';
import { countedOn, dayOf, gainsOf, SETS, type Change, type SetName } from './sets.ts';
import { rowsCounted, type Source } from './sources.ts';

/** A question to the sets: whom they hold between two moments, the first included, the second not; null: without end. */
export interface SetQuestion {
  of: SetName;
  from: string;
  to: string | null;
}

const DAY_MS = 86_400_000;
const MIDNIGHT = 'T00:00:00.000Z';
/** After all moments. */
const NO_END = '9999-12-31';

type Stretch = readonly [from: string, to: string];

/** A day that the question holds in part: the hours that it does not, and those that it does. */
interface Cut {
  day: string;
  off: Stretch;
  on: Stretch;
}

/**
 * Midnights of UTC cut whole days out of the time. What is left at its ends is read from the rows: a few hours as they are; of
 * more than half a day those that do not belong to it, which are fewer.
 */
interface Pieces {
  /** The first day, and the first one after; with the days that are cut. */
  days: Stretch | null;
  hours: Stretch[];
  cuts: Cut[];
}

const midnightOf = (day: string): string => `${day}${MIDNIGHT}`;
const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
const isShort = ([from, to]: Stretch): boolean => Date.parse(to) - Date.parse(from) <= DAY_MS / 2;

/** One end of a time, where its day is divided into two. */
const divided = (day: string, on: Stretch, off: Stretch): Pick<Pieces, 'hours' | 'cuts'> & { isDay: boolean } => {
  if (on[0] >= on[1]) return { hours: [], cuts: [], isDay: false };
  return isShort(on) ? { hours: [on], cuts: [], isDay: false } : { hours: [], cuts: [{ day, off, on }], isDay: true };
};

const piecesOf = ({ from, to }: SetQuestion): Pieces => {
  const end = to ?? NO_END;
  const [first, last] = [dayOf(from), dayOf(end)];
  if (first >= last) return { days: null, hours: [[from, end]], cuts: [] };
  const [second, next] = [dayAfter(first), to === null ? last : dayAfter(last)];
  const isWhole = from === midnightOf(first);
  const start = isWhole
    ? { hours: [], cuts: [], isDay: true }
    : divided(first, [from, midnightOf(second)], [midnightOf(first), from]);
  const finish =
    to === null
      ? { hours: [], cuts: [], isDay: false }
      : divided(last, [midnightOf(last), end], [end, midnightOf(next)]);
  return {
    days: [start.isDay ? first : second, finish.isDay ? next : last],
    hours: [...start.hours, ...finish.hours],
    cuts: [...start.cuts, ...finish.cuts],
  };
};

interface Row {
  /** Which question it answers. */
  q: number;
  /** What it is: a day that was kept, a change since, whom a day that is cut holds no more, or the rows of some hours. */
  is: 'day' | 'change' | 'cut' | 'hours';
  /** Of a change its moment, else the day; null of hours. */
  at: string | null;
  /** Of a day. */
  members: Packed | null;
  /** Numbers with commas between: of a change its id, sign and member, else members. A row for each would cost more than the reading. */
  numbers: string | null;
}

const AS_TEXT: Record<Dialect, (column: string) => string> = {
  sqlite: (column) => `group_concat(${column})`,
  postgres: (column) => `string_agg(cast(${column} as text), ',')`,
};
const numbersIn = (text: string | null): number[] => text?.split(',').map(Number) ?? [];

const planFor = kept((questions: readonly SetQuestion[], dialect: Dialect) => {
  const [parts, values]: [string[], string[]] = [[], []];
  const members = AS_TEXT[dialect]('member_id');
  const read = (sql: string, ...bound: readonly string[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
  for (const [q, question] of questions.entries()) {
    const { days, hours, cuts } = piecesOf(question);
    const source = SETS[question.of];
    const rows = rowsCounted(source);
    if (days) {
      read(
        `select ${q} as q, 'day' as "is", day as at, members, cast(null as text) as numbers from day_sets
          where name = '${question.of}' and day >= ? and day < ?`,
        ...days,
      );
      read(
        `select ${q}, 'change', at, null, id || ',' || sign || ',' || member_id from running_changes
          where source = '${source}' and at >= ? and at < ?`,
        ...days,
      );
    }
    for (const { day, off, on } of cuts)
      read(
        `select ${q}, 'cut', '${day}', null, ${members} from ${rows} r where at >= ? and at < ?
          and not exists (select 1 from ${rows} s where s.member_id = r.member_id and s.at >= ? and s.at < ?)`,
        ...off,
        ...on,
      );
    for (const stretch of hours)
      read(`select ${q}, 'hours', null, null, ${members} from ${rows} r where at >= ? and at < ?`, ...stretch);
  }
  return { sql: parts.join(' union all '), values };
});

const changeIn = (source: Source, { at, numbers }: Row): Change => {
  const [id = 0, sign = 0, member = 0] = numbersIn(numbers);
  return { id, source, sign, at: at ?? '', member_id: member };
};

const less = (packed: Packed, gone: ReadonlySet<number>): Packed =>
  gone.size === 0 ? packed : pack(unpack(packed).filter((id) => !gone.has(id)));

const NOBODY = pack([]);

const setsFor = async (db: Db, { of }: SetQuestion, rows: readonly Row[]): Promise<Packed[]> => {
  const days = new Map<string, Packed>();
  const others: Packed[] = [];
  for (const { is, at, members, numbers } of rows) {
    if (is === 'day' && at !== null && members) days.set(at, members);
    if (is === 'hours') others.push(pack(numbersIn(numbers)));
  }
  const changes = rows.filter(({ is }) => is === 'change').map((row) => changeIn(SETS[of], row));
  changes.sort((a, b) => a.id - b.id);
  for (const [day, gained] of gainsOf(of, changes))
    days.set(day, pack(gained ? [...unpack(days.get(day) ?? NOBODY), ...gained] : await countedOn(db, of, day)));
  for (const { is, at, numbers } of rows)
    if (is === 'cut' && at !== null) days.set(at, less(days.get(at) ?? NOBODY, new Set(numbersIn(numbers))));
  return [...others, ...days.values()];
};

/** Answers several questions in one statement: what was kept, what was changed since, and rows of a few hours. Call it in a snapshot. */
export const askSets = async <Q extends string>(
  db: Db,
  questions: Readonly<Record<Q, SetQuestion>>,
): Promise<Record<Q, Packed[]>> => {
  const names = Object.keys(questions) as Q[];
  const asked = names.map((name) => questions[name]);
  const { sql, values } = planFor(asked, dialectOf(db));
  const rows = names.length === 0 ? [] : await rawRows<Row>(db, sql, values);
  const answers: [string, Packed[]][] = [];
  for (const [q, question] of asked.entries())
    answers.push([
      names[q] as Q,
      await setsFor(
        db,
        question,
        rows.filter((row) => row.q === q),
      ),
    ]);
  return Object.fromEntries(answers) as Record<Q, Packed[]>;
};

/** Ids of what is deleted, by an index that holds nothing else. */
export const idsDeleted = async (db: Db, table: 'customers' | 'deals'): Promise<Packed> => {
  const [row] = await rawRows<{ ids: string | null }>(
    db,
    `select ${AS_TEXT[dialectOf(db)]('id')} as ids from ${table} where deleted_at is not null`,
  );
  return pack(numbersIn(row?.ids ?? null));
};
