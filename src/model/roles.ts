/** What each role may do. */

export const ROLES = ['none', 'viewer', 'rep', 'manager', 'admin'] as const;

export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  none: 'No access',
  viewer: 'Viewer',
  rep: 'Rep',
  manager: 'Manager',
  admin: 'Admin',
};

/** `As a rep`, `As an admin`: the beginning of a sentence on what they can and can’t do. */
export function asRole(role: Role): string {
  if (role === 'none') return 'Without a role';
  return `As ${role === 'admin' ? 'an' : 'a'} ${ROLE_LABELS[role].toLowerCase()}`;
}

/**
 * The least that lets a person do something. `own`: a rep on records that are theirs; managers and admins on all.
 * `nobody`: only CustomerHub itself does it.
 */
export type Need = 'viewer' | 'rep' | 'own' | 'manager' | 'admin' | 'nobody';

export const CRUD_ACTIONS = ['read', 'create', 'update', 'remove'] as const;

export type CrudAction = (typeof CRUD_ACTIONS)[number];

export type Access = Readonly<Record<CrudAction, Need>>;

export const rank = (role: Role): number => ROLES.indexOf(role);

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
