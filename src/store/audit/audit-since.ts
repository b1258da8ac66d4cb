import { WRITES, takenIn } from './audit-log.ts';
import { toEntry, type AuditEntry, type AuditRow } from './audit-row.ts';
import type { EntityName } from '../../model/entity.ts';
import type { Db } from '../dialect.ts';

/** Id of the first entry of that moment (ISO in UTC) or later; null when there is none. */
export async function firstEntrySince(db: Db, at: string): Promise<number | null> {
  const [row] = (await db('audit_log').where('at', '>=', at).min({ id: 'id' })) as { id: number | null }[];
  return row?.id ?? null;
}

/** Moment of the very first entry, ISO in UTC; null while the trail is empty. */
export async function trailBegins(db: Db): Promise<string | null> {
  const [row] = (await db('audit_log').min({ at: 'at' })) as { at: string | null }[];
  return row?.at ?? null;
}

/** The acts of that moment or later that took an act back, each with the act that it took back. */
export async function undosSince(db: Db, at: string): Promise<Map<string, string>> {
  const first = await firstEntrySince(db, at);
  if (first === null) return new Map();
  const rows = (await db('audit_log').where('id', '>=', first).where({ verb: 'undo' })) as AuditRow[];
  return new Map(rows.map(toEntry).map((entry) => [entry.act, takenIn(entry) ?? '']));
}

/** A portion of the writes of that moment or later, the newest first, as it is read with this one. */
const AT_ONCE = 500;

/**
 * What was written at that moment or later, the newest first, in portions: for taking records back to it. Each portion goes on
 * along the ids. An index by entity or moment, where the database would take that for shorter, gives all that is left
 * each time, to be sorted; so what it could be asked is wrapped.
 * @param entities only what happened to these
 */
export async function* writesBackTo(
  db: Db,
  at: string,
  entities: readonly EntityName[],
): AsyncGenerator<readonly AuditEntry[]> {
  const first = await firstEntrySince(db, at);
  if (first === null) return;
  let below = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = (await db('audit_log')
      .where('id', '>=', first)
      .where('id', '<', below)
      .whereIn('verb', WRITES)
      .whereRaw("coalesce(at, '') >= ?", [at])
      .whereRaw(`coalesce(entity, '') in (${entities.map(() => '?').join(', ')})`, [...entities])
      .orderBy('id', 'desc')
      .limit(AT_ONCE)) as AuditRow[];
    if (rows.length > 0) yield rows.map(toEntry);
    if (rows.length < AT_ONCE) return;
    below = rows.at(-1)?.id ?? 0;
  }
}
