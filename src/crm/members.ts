import { ROLES, type Role } from '../model/access.ts';
import { theApp, type Actor, type Source } from '../model/actor.ts';
import type { AnyRecord } from '../model/entity.ts';
import { Forbidden } from '../model/problems.ts';
import { entityOf } from '../model/registry.ts';
import { cut } from '../model/words.ts';
import type { Db } from '../store/database.ts';
import { toRecord, type Row } from '../store/columns.ts';
import { carryOut, note } from './carry-out.ts';
import type { Crm } from './crm.ts';
import { create } from './road.ts';

/** What Slack says of a person right now. */
export interface SlackIdentity {
  userId: string;
  teamId: string;
  name: string;
  email: string | null;
  /** IANA. */
  timeZone: string;
  /** Owner or admin of the workspace. */
  isAdmin: boolean;
  /** Guest, bot, deactivated or of another workspace: why they get nothing, or null. */
  outsider: 'guest' | 'bot' | 'deactivated' | 'external' | null;
}

const OUTSIDERS: Record<NonNullable<SlackIdentity['outsider']>, string> = {
  guest: 'CustomerHub is not open to guests. If you need something from it, ask a colleague who is a full member.',
  bot: 'CustomerHub answers people, not apps.',
  deactivated: 'This account is deactivated.',
  external: 'CustomerHub is open only to members of its own workspace.',
};

const NO_ROLE = 'You have no access to CustomerHub yet. Ask a CRM admin to give you a role.';

/**
 * Who acts, by what Slack and the employees table say at this moment. A member seen for the first time becomes an
 * employee with the default role, a workspace admin with the role of a CRM admin.
 * @param source the door they knock at
 * @throws Forbidden for everybody who gets nothing, which leaves its trace
 */
export const enter = async (crm: Crm, identity: SlackIdentity, source: Source = 'app'): Promise<Actor> => {
  if (identity.outsider) return refuse(crm, identity, source, OUTSIDERS[identity.outsider]);
  const known = await employeeOf(crm.database.knex, identity.userId);
  const employee = known ?? (await welcome(crm, identity));
  const role = roleOf(employee);
  if (employee.deletedAt !== null || role === 'none') return refuse(crm, identity, source, NO_ROLE);
  return {
    employeeId: employee.id,
    name: String(employee['name']),
    role,
    slackUserId: identity.userId,
    slackTeamId: identity.teamId,
    timeZone: identity.timeZone,
  };
};

const roleOf = (employee: AnyRecord): Role => ROLES.find((role) => role === employee['role']) ?? 'none';

const refuse = async (crm: Crm, identity: SlackIdentity, source: Source, why: string): Promise<never> => {
  const nobody: Actor = { ...theApp(identity.teamId, identity.timeZone), slackUserId: identity.userId };
  await note(crm, nobody, { source }, { verb: 'refused' });
  throw new Forbidden(why);
};

/** The employee of a Slack user, the present one before a deleted one; null when never seen. */
const employeeOf = async (db: Db, person: string): Promise<AnyRecord | null> => {
  const order = [
    { column: 'deleted_at', order: 'asc', nulls: 'first' } as const,
    { column: 'id', order: 'desc' } as const,
  ];
  const row = (await db('employees').where({ person }).orderBy(order).first()) as Row | undefined;
  return row ? toRecord(entityOf('employee'), row) : null;
};

/** Makes the employee, or finds the one that a request at the same moment made. */
const welcome = async (crm: Crm, identity: SlackIdentity): Promise<AnyRecord> => {
  const role: Role = identity.isAdmin ? 'admin' : crm.defaultRole;
  const input = {
    name: cut(identity.name, 120) || identity.userId,
    person: identity.userId,
    role,
    email: identity.email,
  };
  const app = theApp(identity.teamId, identity.timeZone);
  try {
    return await carryOut(crm, app, { source: 'app' }, (road) => create(road, 'employee', input));
  } catch (error) {
    const made = await employeeOf(crm.database.knex, identity.userId);
    if (made) return made;
    throw error;
  }
};
