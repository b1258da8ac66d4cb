import { addDays } from '../../model/dates/time.ts';
import type { Dialect } from '../dialect.ts';
import type { Packed } from './packed.ts';
import { keepPlans } from './plans.ts';
import { SETS, type SetName, utcDayOf } from './sets.ts';
import { rowsCounted } from './sources.ts';

/** A question to the sets: whom they hold between two moments, the first included, the second not; null: without end. */
export interface SetQuestion {
  of: SetName;
  from: string;
  to: string | null;
}

const HALF_A_DAY_MS = 43_200_000;
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
const isShort = ([from, to]: Stretch): boolean => Date.parse(to) - Date.parse(from) <= HALF_A_DAY_MS;

/** One end of a time, where its day is divided into two. */
const divided = (day: string, on: Stretch, off: Stretch): Pick<Pieces, 'hours' | 'cuts'> & { isDay: boolean } => {
  if (on[0] >= on[1]) return { hours: [], cuts: [], isDay: false };
  return isShort(on) ? { hours: [on], cuts: [], isDay: false } : { hours: [], cuts: [{ day, off, on }], isDay: true };
};

const piecesOf = ({ from, to }: SetQuestion): Pieces => {
  const end = to ?? NO_END;
  const [first, last] = [utcDayOf(from), utcDayOf(end)];
  if (first >= last) return { days: null, hours: [[from, end]], cuts: [] };
  const [second, next] = [addDays(first, 1), to === null ? last : addDays(last, 1)];
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

/** A row of the answer. */
export interface SetRow {
  /** Which question it answers; of a day, in which stretch of days it lies. */
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

const BYTES: Record<Dialect, string> = { sqlite: 'blob', postgres: 'bytea' };
export const AS_TEXT: Record<Dialect, (column: string) => string> = {
  sqlite: (column) => `group_concat(${column})`,
  postgres: (column) => `string_agg(cast(${column} as text), ',')`,
};

/** Days of a set that are read at once. */
interface DaysOf {
  of: SetName;
  from: string;
  to: string;
}

/** Adds days to the stretches that are read, to one that they touch if there is one: two periods have many days in common. @returns its place */
const joined = (stretches: DaysOf[], of: SetName, [from, to]: Stretch): number => {
  const place = stretches.findIndex((known) => known.of === of && known.from <= to && from <= known.to);
  const known = stretches[place];
  if (!known) return stretches.push({ of, from, to }) - 1;
  known.from = from < known.from ? from : known.from;
  known.to = to > known.to ? to : known.to;
  return place;
};

interface SetStatement {
  sql: string;
  values: string[];
  /** For each question its days, and in which stretch they are read. */
  days: ({ stretch: number; from: string; to: string } | null)[];
}

export const planFor = keepPlans((questions: readonly SetQuestion[], dialect: Dialect): SetStatement => {
  const [parts, values, stretches]: [string[], string[], DaysOf[]] = [[], [], []];
  const members = AS_TEXT[dialect]('member_id');
  const read = (sql: string, ...bound: readonly string[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
  const pieces = questions.map(piecesOf);
  const days = pieces.map(({ days: held }, q) => {
    const of = questions[q]?.of;
    return held && of ? { stretch: joined(stretches, of, held), from: held[0], to: held[1] } : null;
  });
  for (const [stretch, { of, from, to }] of stretches.entries())
    read(
      `select ${stretch} as q, 'day' as "is", day as at, members, cast(null as text) as numbers from day_sets
        where name = '${of}' and day >= ? and day < ?`,
      from,
      to,
    );
  for (const [q, { days: held, hours, cuts }] of pieces.entries()) {
    const source = SETS[questions[q]?.of ?? 'heard'];
    const rows = rowsCounted(source);
    const select = (is: SetRow['is'], at: string, numbers: string): string =>
      `select ${q} as q, '${is}' as "is", ${at} as at, cast(null as ${BYTES[dialect]}) as members, ${numbers} as numbers`;
    if (held)
      read(
        `${select('change', 'at', `id || ',' || sign || ',' || member_id`)} from running_changes
          where source = '${source}' and at >= ? and at < ?`,
        ...held,
      );
    for (const { day, off, on } of cuts)
      read(
        `${select('cut', `'${day}'`, members)} from ${rows} r where at >= ? and at < ?
          and not exists (select 1 from ${rows} s where s.member_id = r.member_id and s.at >= ? and s.at < ?)`,
        ...off,
        ...on,
      );
    for (const stretch of hours)
      read(`${select('hours', 'cast(null as text)', members)} from ${rows} r where at >= ? and at < ?`, ...stretch);
  }
  return { sql: parts.join(' union all '), values, days };
});
