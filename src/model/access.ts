import type { Actor } from './actor.ts';
import type { AnyRecord, Entity } from './entity.ts';

export const ROLES = ['none', 'viewer', 'rep', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  none: 'No access',
  viewer: 'Viewer',
  rep: 'Rep',
  manager: 'Manager',
  admin: 'Admin',
};

/** The least that lets a person do something. `own`: a rep on records that are theirs; managers and admins on all. */
export type Need = 'viewer' | 'rep' | 'own' | 'manager' | 'admin';
export type Verb = 'read' | 'create' | 'update' | 'remove';
export type Access = Readonly<Record<Verb, Need>>;

const rank = (role: Role): number => ROLES.indexOf(role);

/** Is this role at least that one? */
export const atLeast = (role: Role, least: Role): boolean => rank(role) >= rank(least);

/** May a person of this role do that, with a record that is theirs or not? */
export const may = (access: Access, verb: Verb, role: Role, own: boolean): boolean => {
  const need = access[verb];
  if (need !== 'own') return atLeast(role, need);
  return atLeast(role, 'manager') || (own && atLeast(role, 'rep'));
};

/** A record is a person's own when it names them as its owner; an employee's own record is their own. */
export const isOwn = (entity: Entity, record: AnyRecord, actor: Actor): boolean =>
  (entity.name === 'employee' ? record.id : record['owner']) === actor.employeeId;
