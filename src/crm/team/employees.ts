import { ROLES, type Role } from '../../model/roles.ts';
import { countRoles } from '../../store/team/employees.ts';
import type { Crm } from '../context/index.ts';

/** How many people have each role that anybody has, the most powerful first. */
export async function rolesInUse(crm: Crm): Promise<{ role: Role; n: number }[]> {
  const counts = await countRoles(crm.database.db);
  return ROLES.toReversed()
    .map((role) => ({ role, n: counts.get(role) ?? 0 }))
    .filter(({ n }) => n > 0);
}
