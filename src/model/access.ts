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

/**
 * The least that lets a person do something. `own`: a rep on records that are theirs; managers and admins on all.
 * `nobody`: only CustomerHub itself does it.
 */
export type Need = 'viewer' | 'rep' | 'own' | 'manager' | 'admin' | 'nobody';
export const CRUD_ACTIONS = ['read', 'create', 'update', 'remove'] as const;
export type CrudAction = (typeof CRUD_ACTIONS)[number];
export type Access = Readonly<Record<CrudAction, Need>>;

const rank = (role: Role): number => ROLES.indexOf(role);

/** Is this role at least that one? */
export function atLeast(role: Role, least: Role): boolean {
  return rank(role) >= rank(least);
}

/** May a person of this role do that, with a record that is theirs or not? */
export function may(access: Access, verb: CrudAction, role: Role, own: boolean): boolean {
  const need = access[verb];
  if (need === 'nobody') return false;
  if (need !== 'own') return atLeast(role, need);
  return atLeast(role, 'manager') || (own && atLeast(role, 'rep'));
}

/** What is done to no single record: who may, and how it is called after “may” and “may not”. */
export const ABILITIES = {
  audit: {
    need: 'manager',
    called: 'read the audit trail',
    instead: 'What was done to one record is in /crm history.',
  },
  export: { need: 'manager', called: 'export records', instead: 'A list of them is in /crm list.' },
  import: { need: 'manager', called: 'import records', instead: 'A single one is added with /crm add.' },
  undoOthers: { need: 'manager', called: 'undo what somebody else did' },
  handOver: { need: 'manager', called: 'hand over the records of somebody who left' },
  settings: { need: 'admin', called: 'change settings, stages and roles' },
  erase: { need: 'admin', called: 'erase what is known of a person' },
} as const satisfies Record<string, { need: Role; called: string; instead?: string }>;
export type Ability = keyof typeof ABILITIES;

/** Who can help somebody who lacks this: the least role that may do it to any record, or may give the role that does. */
export function helperFor(need: Need): 'manager' | 'admin' {
  return need === 'own' || need === 'manager' ? 'manager' : 'admin';
}

/** A record is a person's own when it names them as its owner; an employee's own record is their own. */
export function isOwn(entity: Entity, record: AnyRecord, actor: Actor): boolean {
  return (entity.name === 'employee' ? record.id : record['owner']) === actor.employeeId;
}
