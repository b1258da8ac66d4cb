import type { Db } from '../../store/database.ts';
import type { Measured } from './measure.ts';
import { rowsOf } from './subjects.ts';
import { activityFromTotals } from './totals/parts.ts';
import { whose } from './totals/whose.ts';

export interface PersonLine {
  name: string;
  /** Interactions of each kind: `call`, `email`, `meeting`, `message`, `note`; kinds without any are left out. */
  counts: Record<string, number>;
}

/** More people than this cannot be told apart in one picture. */
export const MOST_PEOPLE = 24;
export const OTHERS = 'Others';

interface Row {
  id: number;
  name: string;
  kind: string;
  count: number;
}

type Here = Pick<Measured, 'scope' | 'now'>;

const scanned = (db: Db, { scope, now: { start, end } }: Here): Promise<Row[]> =>
  rowsOf(db, 'interactions', scope)
    .join('employees', 'employees.id', 'interactions.owner_id')
    .where('happened_at', '>=', start)
    .where('happened_at', '<', end)
    .groupBy('employees.id', 'employees.name', 'interactions.kind')
    .select('employees.id', 'employees.name', 'interactions.kind')
    .count({ count: '*' }) as unknown as Promise<Row[]>;

const read = async (db: Db, asked: Here): Promise<Row[]> => {
  const known = await whose(db, asked.scope);
  return known ? activityFromTotals(db, asked.now, known.owners) : scanned(db, asked);
};

const totalOf = ({ counts }: PersonLine): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const merged = (name: string, lines: readonly Pick<PersonLine, 'counts'>[]): PersonLine => {
  const counts: Record<string, number> = {};
  for (const [kind, count] of lines.flatMap((line) => Object.entries(line.counts))) {
    counts[kind] = (counts[kind] ?? 0) + count;
  }
  return { name, counts };
};

/** Who did how much of what in the window: the most active first, all beyond the 24th together as `Others`, last. */
export const activityByPerson = async (db: Db, asked: Here): Promise<PersonLine[]> => {
  const people = new Map<number, PersonLine>();
  for (const { id, name, kind, count } of await read(db, asked)) {
    const person = people.get(id) ?? { name, counts: {} };
    person.counts[kind] = count;
    people.set(id, person);
  }
  const lines = [...people.values()].sort((a, b) => totalOf(b) - totalOf(a) || a.name.localeCompare(b.name, 'en'));
  const rest = lines.slice(MOST_PEOPLE);
  return [...lines.slice(0, MOST_PEOPLE), ...(rest.length > 0 ? [merged(OTHERS, rest)] : [])];
};
