import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { Stale } from '../../model/errors.ts';
import { writesAfterVersion } from '../../store/audit/audit-log.ts';
import type { Changes } from '../../store/audit/audit-row.ts';
import type { Db } from '../../store/database.ts';

/** What the person saw of others' changes, and decided against. */
export interface Overruled {
  fields: readonly string[];
  /** Version of the record that they saw. */
  version: number;
}

/**
 * Lays what a form says over what others saved since it was opened. Fields that only they changed keep their value,
 * fields that only the form changed take its value.
 * @param openedAt the record's version when the form was opened
 * @param overruled where the form stands against what others had saved by then
 * @throws Stale naming the fields that both changed, to different values
 */
export async function mergeSince(
  db: Db,
  entity: Entity,
  current: AnyRecord,
  mine: Readonly<Record<string, Value>>,
  openedAt: number,
  overruled: Overruled = { fields: [], version: 0 },
): Promise<Record<string, Value>> {
  if (openedAt >= current.version) return { ...mine };
  const theirs: Changes = {};
  const writes = await writesAfterVersion(db, entity.name, current.id, openedAt);
  for (const [at, { changes }] of writes.entries()) {
    const wasSeen = openedAt + at + 1 <= overruled.version;
    for (const [name, [before, after]] of Object.entries(changes)) {
      if (wasSeen && overruled.fields.includes(name)) continue;
      theirs[name] = [theirs[name] ? theirs[name][0] : before, after];
    }
  }
  const merged: Record<string, Value> = {};
  const conflicts: Record<string, { mine: Value; theirs: Value; was: Value }> = {};
  for (const [name, value] of Object.entries(mine)) {
    const change = theirs[name];
    const untouched = change !== undefined && value === change[0];
    if (change !== undefined && !untouched && value !== current[name]) {
      conflicts[name] = { mine: value, theirs: current[name] ?? null, was: change[0] };
    } else if (!untouched) merged[name] = value;
  }
  if (Object.keys(conflicts).length > 0) throw new Stale(conflicts);
  return merged;
}
