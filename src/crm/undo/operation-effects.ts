import type { Entity } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { WRITES } from '../../store/audit/audit-log.ts';
import type { AuditEntry, Changes } from '../../store/audit/audit-row.ts';

/** What an act did to one record, all its entries on it taken together. */
export interface OperationEffect {
  entity: Entity;
  id: number;
  created: boolean;
  /** It only came to refer to another record, because of a merge. */
  repointed: boolean;
  /** Field name to [before the act, after it]. */
  changes: Changes;
  /** Id of the last entry. */
  last: number;
}

/** The entries of an act that changed a record. */
export function writesIn(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.filter(
    ({ verb, entity, recordId }) => WRITES.some((one) => one === verb) && entity !== null && recordId !== null,
  );
}

const startOf = (entry: AuditEntry, entity: Entity): OperationEffect => ({
  entity,
  id: entry.recordId ?? 0,
  created: entry.verb === 'create',
  repointed: true,
  changes: {},
  last: entry.id,
});

/** The deeds of an act, in the order in which it came to each record. */
export function effectsOf(writes: readonly AuditEntry[]): OperationEffect[] {
  const effects = new Map<string, OperationEffect>();
  for (const entry of writes) {
    if (entry.entity === null) continue;
    const key = `${entry.entity} ${entry.recordId}`;
    const effect = effects.get(key) ?? startOf(entry, entityOf(entry.entity));
    effects.set(key, effect);
    effect.last = entry.id;
    effect.repointed &&= entry.verb === 'repoint';
    for (const [name, [before, after]] of Object.entries(entry.changes)) {
      effect.changes[name] = [effect.changes[name] ? effect.changes[name][0] : before, after];
    }
  }
  return [...effects.values()];
}
