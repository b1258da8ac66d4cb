import type { Db } from '../../../store/database.ts';
import { activityByOwner, type ActivityRow } from '../../../store/reports/activity.ts';
import type { Window } from '../../../store/reports/window.ts';
import type { Measured } from '../measured.ts';
import { selectionOf, type Scope } from '../subjects.ts';
import { activityFromTotals } from '../totals/parts.ts';
import { whose } from '../totals/owner-scope.ts';

export interface PersonLine {
  name: string;
  /** Interactions of each kind: `call`, `email`, `meeting`, `message`, `note`; kinds without any are left out. */
  counts: Record<string, number>;
}

/** The same beside what they did in the period before. */
export interface PersonBeside extends PersonLine {
  before: PersonLine['counts'];
}

/** More people than this can’t be distinguished in one chart. */
export const MOST_PEOPLE = 24;
export const OTHERS = 'Others';

const read = async (db: Db, scope: Scope, window: Window): Promise<ActivityRow[]> => {
  const known = await whose(db, scope);
  return known
    ? activityFromTotals(db, window, known.owners)
    : activityByOwner(db, selectionOf('interaction', scope), window);
};

type ActivityCounts = PersonLine['counts'];

const totalOf = (counts: ActivityCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const together = (all: readonly ActivityCounts[]): ActivityCounts => {
  const counts: ActivityCounts = {};
  for (const [kind, count] of all.flatMap((one) => Object.entries(one))) counts[kind] = (counts[kind] ?? 0) + count;
  return counts;
};

/** The most active first, all beyond the 24th together as `Others`, last. */
const ranked = (people: readonly PersonBeside[]): PersonBeside[] => {
  const lines = people.toSorted(
    (a, b) =>
      totalOf(b.counts) - totalOf(a.counts) ||
      totalOf(b.before) - totalOf(a.before) ||
      a.name.localeCompare(b.name, 'en'),
  );
  const rest = lines.slice(MOST_PEOPLE);
  const others = {
    name: OTHERS,
    counts: together(rest.map(({ counts }) => counts)),
    before: together(rest.map(({ before }) => before)),
  };
  return [...lines.slice(0, MOST_PEOPLE), ...(rest.length > 0 ? [others] : [])];
};

const gathered = (now: readonly ActivityRow[], before: readonly ActivityRow[]): PersonBeside[] => {
  const people = new Map<number, PersonBeside>();
  for (const [of, rows] of [['counts', now] as const, ['before', before] as const])
    for (const { id, name, kind, count } of rows) {
      const person = people.get(id) ?? { name, counts: {}, before: {} };
      person[of][kind] = count;
      people.set(id, person);
    }
  return ranked([...people.values()]);
};

/** Who did how much of what in the window: the most active first, all beyond the 24th together as `Others`, last. */
export async function activityByPerson(db: Db, { scope, now }: Pick<Measured, 'scope' | 'now'>): Promise<PersonLine[]> {
  return gathered(await read(db, scope, now), []).map(({ name, counts }) => ({ name, counts }));
}

/** The same beside the period before. Who did nothing since is among them. */
export async function activityBeside(db: Db, { scope, now, before }: Measured): Promise<PersonBeside[]> {
  return gathered(await read(db, scope, now), await read(db, scope, before));
}
