import { may } from '../../model/roles.ts';
import type { Actor } from '../../model/actor.ts';
import type { Condition, Filter } from '../../model/filter/filter.ts';
import { entityOf } from '../../model/registry.ts';
import type { Selection, Subject } from '../../store/reports/selection.ts';

/** Which rows somebody asks about. */
export interface Scope {
  /** Conditions on deals; `narrowedTo` applies them to other subjects. */
  filter: Filter;
  actor: Actor;
}

/** No conditions: everything that the actor may see. */
export const EVERYTHING: Filter = { conditions: [], words: [] };

/** What the actor may see of a subject: everything, what is theirs, or nothing. */
export function sees({ role }: Actor, subject: Subject): 'all' | 'own' | 'none' {
  const { access } = entityOf(subject);
  if (may(access, 'read', role, false)) return 'all';
  return may(access, 'read', role, true) ? 'own' : 'none';
}

/** Fields of deals that other subjects have as well, and what they are called there. */
const SHARED: Readonly<Record<Exclude<Subject, 'deal'>, Readonly<Record<string, string>>>> = {
  customer: { owner: 'owner', customer: 'id' },
  contact: { owner: 'owner', customer: 'customer' },
  interaction: { owner: 'owner', customer: 'customer', contact: 'contact' },
};

/** A filter on deals, as it narrows another subject; null where it asks what only deals have. */
export function narrowedTo(subject: Subject, filter: Filter): Filter | null {
  if (subject === 'deal') return filter;
  if (filter.words.length > 0) return null;
  const conditions = filter.conditions.map((condition): Condition | null => {
    const field = SHARED[subject][condition.field];
    const named = condition.any.every((test) => 'in' in test);
    return field !== undefined && named ? { ...condition, field } : null;
  });
  return conditions.some((condition) => condition === null)
    ? null
    : { conditions: conditions as Condition[], words: [] };
}

/**
 * The subject's rows that the actor may see and that the filter lets through: none where the filter does not apply or they
 * may see none.
 */
export function selectionOf(of: Subject, { filter, actor }: Scope): Selection {
  const seen = sees(actor, of);
  return {
    of,
    filter: seen === 'none' ? null : narrowedTo(of, filter),
    owner: seen === 'own' ? actor.employeeId : null,
  };
}
