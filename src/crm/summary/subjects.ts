import { may } from '../../model/roles.ts';
import type { Actor } from '../../model/actor.ts';
import type { Entity, EntityName } from '../../model/entity.ts';
import type { Condition, Filter } from '../../model/filter/filter.ts';
import { entityOf } from '../../model/registry.ts';
import type { Db } from '../../store/database.ts';
import { applyFilter } from '../../store/filter.ts';
import { stagedDeals } from './staged-deals.ts';

/** What is counted. */
export const SUBJECTS = ['customers', 'contacts', 'deals', 'interactions'] as const;
export type Subject = (typeof SUBJECTS)[number];

const NAMES: Readonly<Record<Subject, EntityName>> = {
  customers: 'customer',
  contacts: 'contact',
  deals: 'deal',
  interactions: 'interaction',
};
export function entityFor(subject: Subject): Entity {
  return entityOf(NAMES[subject]);
}

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
  const { access } = entityFor(subject);
  if (may(access, 'read', role, false)) return 'all';
  return may(access, 'read', role, true) ? 'own' : 'none';
}

/** Fields of deals that other subjects have as well, and what they are called there. */
const SHARED: Readonly<Record<Exclude<Subject, 'deals'>, Readonly<Record<string, string>>>> = {
  customers: { owner: 'owner', customer: 'id' },
  contacts: { owner: 'owner', customer: 'customer' },
  interactions: { owner: 'owner', customer: 'customer', contact: 'contact' },
};

/** A filter on deals, as it narrows another subject; null where it asks what only deals have. */
export function narrowedTo(subject: Subject, filter: Filter): Filter | null {
  if (subject === 'deals') return filter;
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

const plainRows = (db: Db, subject: Subject): ReturnType<Db> =>
  subject === 'deals' ? stagedDeals(db) : db(subject).whereNull(`${subject}.deleted_at`);

const idsIn = ({ any }: Condition): number[] => any.flatMap((test) => ('in' in test ? test.in.map(Number) : []));

/** Whom the filter names as customers, on the customers themselves. */
const narrowIds = (rows: ReturnType<Db>, subject: Subject, condition: Condition): void => {
  const column = `${subject}.id`;
  if (condition.not) void rows.whereNotIn(column, idsIn(condition));
  else void rows.whereIn(column, idsIn(condition));
};

/**
 * The subject's rows that are not deleted, that the actor may see and that the filter lets through; deals with their
 * stage's `outcome` and `probability`. None where the filter does not apply or they may see none.
 */
export function rowsOf(db: Db, subject: Subject, { filter, actor }: Scope): ReturnType<Db> {
  const rows = plainRows(db, subject);
  const seen = sees(actor, subject);
  const narrowed = narrowedTo(subject, filter);
  if (seen === 'none' || narrowed === null) return rows.whereRaw('1 = 0');
  if (seen === 'own') void rows.where(`${subject}.owner_id`, actor.employeeId);
  const [byId, others] = [
    narrowed.conditions.filter(({ field }) => field === 'id'),
    narrowed.conditions.filter(({ field }) => field !== 'id'),
  ];
  for (const condition of byId) narrowIds(rows, subject, condition);
  applyFilter(db, rows, entityFor(subject), { ...narrowed, conditions: others });
  return rows;
}
