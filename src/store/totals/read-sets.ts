import { dialectOf, type Db } from '../dialect.ts';
import { rawRows } from '../connection/raw-rows.ts';
import { pack, unpack, type Packed } from './packed.ts';
import { AS_TEXT, planFor, type SetRow, type SetQuestion } from './set-plans.ts';
import { countedOn, gainsOf, SETS, type Change, type SetName } from './sets.ts';
import type { Source } from './sources.ts';

export type { SetQuestion };

const numbersIn = (text: string | null): number[] => text?.split(',').map(Number) ?? [];

const changeIn = (source: Source, { at, numbers }: SetRow): Change => {
  const [id = 0, sign = 0, member = 0] = numbersIn(numbers);
  return { id, source, sign, at: at ?? '', member_id: member };
};

const less = (packed: Packed, gone: ReadonlySet<number>): Packed =>
  gone.size === 0 ? packed : pack(unpack(packed).filter((id) => !gone.has(id)));

const NOBODY = pack([]);

const setsFor = async (
  db: Db,
  of: SetName,
  rows: readonly SetRow[],
  kept: Iterable<[string, Packed]>,
): Promise<Packed[]> => {
  const days = new Map(kept);
  const others: Packed[] = [];
  for (const { is, numbers } of rows) if (is === 'hours') others.push(pack(numbersIn(numbers)));
  const changes = rows.filter(({ is }) => is === 'change').map((row) => changeIn(SETS[of], row));
  changes.sort((a, b) => a.id - b.id);
  for (const [day, gained] of gainsOf(of, changes))
    days.set(day, pack(gained ? [...unpack(days.get(day) ?? NOBODY), ...gained] : await countedOn(db, of, day)));
  for (const { is, at, numbers } of rows)
    if (is === 'cut' && at !== null) days.set(at, less(days.get(at) ?? NOBODY, new Set(numbersIn(numbers))));
  return [...others, ...days.values()];
};

/** Answers several questions in one statement: what was kept, what was changed since, and rows of a few hours. Call it in a snapshot. */
export async function askSets<Q extends string>(
  db: Db,
  questions: Readonly<Record<Q, SetQuestion>>,
): Promise<Record<Q, Packed[]>> {
  const names = Object.keys(questions) as Q[];
  if (names.length === 0) return {} as Record<Q, Packed[]>;
  const plan = planFor(
    names.map((name) => questions[name]),
    dialectOf(db),
  );
  const [kept, others]: [[number, string, Packed][], SetRow[]] = [[], []];
  for (const row of await rawRows<SetRow>(db, plan.sql, plan.values)) {
    if (row.is !== 'day') others.push(row);
    else if (row.at !== null && row.members) kept.push([row.q, row.at, row.members]);
  }
  const answer = async (name: Q, q: number): Promise<[Q, Packed[]]> => {
    const days = plan.days[q];
    const held = days
      ? kept.filter(([stretch, day]) => stretch === days.stretch && day >= days.from && day < days.to)
      : [];
    const rows = others.filter((row) => row.q === q);
    const sets = await setsFor(
      db,
      questions[name].of,
      rows,
      held.map(([, day, members]) => [day, members]),
    );
    return [name, sets];
  };
  const answers: [Q, Packed[]][] = [];
  for (const [q, name] of names.entries()) answers.push(await answer(name, q));
  return Object.fromEntries(answers) as Record<Q, Packed[]>;
}

const DELETABLE = ['customers', 'deals'] as const;
type Deletable = (typeof DELETABLE)[number];

/** Ids of the customers and deals that are deleted, by indexes that hold nothing else. */
export async function idsDeleted(db: Db): Promise<Record<Deletable, Packed>> {
  const text = AS_TEXT[dialectOf(db)]('id');
  const parts = DELETABLE.map(
    (table) => `select '${table}' as name, ${text} as ids from ${table} where deleted_at is not null`,
  );
  const rows = await rawRows<{ name: Deletable; ids: string | null }>(db, parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, ids }) => [name, pack(numbersIn(ids))])) as Record<Deletable, Packed>;
}
