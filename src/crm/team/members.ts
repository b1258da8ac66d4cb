import { type RequestContext, defaultRoleOf, type Crm } from '../context/index.ts';
import { ROLES, type Role } from '../../model/roles.ts';
import { theApp, type Actor, type Source } from '../../model/actor.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Forbidden, Invalid, TryLater } from '../../model/errors.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import { cut } from '../../model/text/text.ts';
import { employeeOf, peopleWithRole } from '../../store/team/employees.ts';
import { runInTransaction, UNCONFIRMED, create, edit } from '../records/index.ts';
import { followZone } from '../jobs/index.ts';
import { noticeDeparture } from './departed-members.ts';
import { assertAbility, refusalOf } from '../access/index.ts';

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
  /** Slack said it more than five minutes ago and does not answer now: good for reading, not for writing. */
  unconfirmed?: true;
}

const OUTSIDERS: Record<NonNullable<SlackIdentity['outsider']>, string> = {
  guest: 'Guests can’t use CustomerHub. Ask a teammate who is a full member.',
  bot: 'Apps can’t use CustomerHub. Ask a teammate to run this.',
  deactivated: 'This account is deactivated. Ask a workspace admin.',
  external: 'Only members of CustomerHub’s own workspace can use it. Ask a teammate there.',
};

const NO_ROLE = 'You don’t have access yet. Ask an admin for a role.';

/**
 * Who acts, by what Slack and the employees table say at this moment. A member seen for the first time becomes an
 * employee with the default role, a workspace admin with the role of a CRM admin.
 * @param source where the request came from
 * @param askAgain asks Slack anew, where what it said may be some minutes old
 * @throws Forbidden for everybody who gets nothing, which leaves its trace
 */
export async function enter(
  crm: Crm,
  identity: SlackIdentity,
  source: Source = 'app',
  askAgain = (): Promise<SlackIdentity> => Promise.resolve(identity),
): Promise<Actor> {
  const known = await employeeOf(crm.database.db, identity.userId);
  // Another process may know that they left, while this one still has them cached.
  const now = known?.leftAt ? await askAgain() : identity;
  if (now.outsider === 'deactivated') await whereAble(() => noticeDeparture(crm, now));
  if (now.outsider) return refuse(crm, now, source, new Forbidden(OUTSIDERS[now.outsider]));
  if (now.unconfirmed && !known) throw new TryLater(UNCONFIRMED);
  const employee = known ? await asTheyStand(crm, now, known) : await welcome(crm, now);
  const role = roleOf(employee);
  if (employee.deletedAt !== null || role === 'none') {
    return refuse(
      crm,
      now,
      source,
      new Forbidden(NO_ROLE, { ask: 'admin', entity: 'employee', recordId: employee.id }),
    );
  }
  await whereAble(() => followZone(crm, employee.id, now.timeZone));
  return {
    employeeId: employee.id,
    name: String(employee['name']),
    role,
    slackUserId: now.userId,
    slackTeamId: now.teamId,
    timeZone: now.timeZone,
    ...(now.unconfirmed && { unconfirmed: now.unconfirmed }),
  };
}

/** Does what can wait until the next time they come: nobody is kept from reading because it cannot be written down now. */
const whereAble = (work: () => Promise<void>): Promise<void> =>
  work().catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
  });

/** Clears what is over: that they had left; and that nobody is an admin, once an owner or admin of the workspace comes. */
const asTheyStand = async (
  crm: Crm,
  { isAdmin, teamId, timeZone, unconfirmed }: SlackIdentity,
  known: AnyRecord,
): Promise<AnyRecord> => {
  if (known.deletedAt !== null || unconfirmed) return known;
  const orphaned =
    isAdmin && known['role'] !== 'admin' && (await peopleWithRole(crm.database.db, ['admin'])).length === 0;
  const input = { ...(known['leftAt'] !== null && { leftAt: null }), ...(orphaned && { role: 'admin' }) };
  if (Object.keys(input).length === 0) return known;
  return runInTransaction({ crm, actor: theApp(teamId, timeZone), origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'employee', id: known.id }, input),
  );
};

/** Slack user ids of the CRM's admins. */
export async function adminIds({ database }: Crm): Promise<string[]> {
  return (await peopleWithRole(database.db, ['admin'])).map(({ person }) => person);
}

const roleOf = (employee: AnyRecord): Role => ROLES.find((role) => role === employee['role']) ?? 'none';

const refuse = async (crm: Crm, identity: SlackIdentity, source: Source, refusal: Forbidden): Promise<never> => {
  const nobody: Actor = { ...theApp(identity.teamId, identity.timeZone), slackUserId: identity.userId };
  throw await refusalOf({ crm, actor: nobody, origin: { source } }, refusal);
};

/** Makes the employee, or finds the one that a request at the same moment made. */
const welcome = async (crm: Crm, identity: SlackIdentity): Promise<AnyRecord> => {
  const role: Role = identity.isAdmin ? 'admin' : defaultRoleOf(crm);
  const input = { ...inputOf(identity), role };
  const app = theApp(identity.teamId, identity.timeZone);
  try {
    return await runInTransaction({ crm, actor: app, origin: { source: 'app' } }, (tx) =>
      create(tx, 'employee', input),
    );
  } catch (error) {
    const made = await employeeOf(crm.database.db, identity.userId);
    if (made) return made;
    throw error;
  }
};

/**
 * Gives a role to somebody of the workspace, whether CustomerHub has seen them before or not.
 * @param role as the form gives it
 * @throws Invalid for guests, bots and people of other workspaces; Forbidden
 */
export function admitMember(
  ctx: RequestContext,
  identity: SlackIdentity,
  role: unknown,
): Promise<{ id: number; act: string }> {
  return runInTransaction(ctx, async (tx) => {
    assertAbility(ctx.actor, 'settings');
    if (identity.outsider) throw new Invalid({ person: NOT_FOR[identity.outsider] });
    const known = await employeeOf(tx.db, identity.userId);
    const here = known?.deletedAt === null ? known : null;
    const employee = here
      ? await edit(tx, { entity: 'employee', id: here.id }, { role })
      : await create(tx, 'employee', { ...inputOf(identity), role });
    return { id: employee.id };
  });
}

const NOT_FOR: Record<NonNullable<SlackIdentity['outsider']>, string> = {
  guest: 'Guests can’t get a role. Choose a full member of the workspace.',
  bot: 'This is an app. Choose a person.',
  deactivated: 'This account is deactivated in Slack. Choose someone else.',
  external: 'This person is from another company. Choose a member of this workspace.',
};

const inputOf = ({ name, userId, email }: SlackIdentity) => ({ name: cut(name, 120) || userId, person: userId, email });
