import type { Value } from '../fields.ts';

/** One write of a record: field name to [before, after]. */
export interface ChangeStep {
  verb: string;
  changes: Readonly<Record<string, readonly [Value, Value]>>;
}

/** What several writes of one record come to. */
export interface Net {
  verb: string;
  changes: Record<string, [Value, Value]>;
}

/** Each field from what it was first to what it is last; those that are what they were are left out. */
const merged = (steps: readonly ChangeStep[]): Net['changes'] => {
  const pairs = new Map<string, [Value, Value]>();
  for (const { changes } of steps)
    for (const [name, [before, after]] of Object.entries(changes))
      pairs.set(name, [(pairs.get(name) ?? [before])[0], after]);
  return Object.fromEntries([...pairs].filter(([, [before, after]]) => before !== after));
};

const verbOf = (steps: readonly ChangeStep[], { deletedAt, mergedInto }: Net['changes']): string | null => {
  const [wasGone, isGone] = (deletedAt ?? [null, null]).map((at) => at !== null);
  if (steps[0]?.verb === 'create') return isGone ? null : 'create';
  if (!deletedAt) return 'update';
  if (wasGone) return isGone ? null : 'restore';
  return (mergedInto?.[1] ?? null) === null ? 'remove' : 'merge';
};

/** What these writes, oldest first, come to as one; null when everything is as it was, or there is nothing left of it. */
export function netOf(steps: readonly ChangeStep[]): Net | null {
  const changes = merged(steps);
  const verb = verbOf(steps, changes);
  return verb === null || Object.keys(changes).length === 0 ? null : { verb, changes };
}
