import type { RequestContext, Crm } from '../context/index.ts';
import { ABILITIES, type Ability } from '../../model/access.ts';
import { atLeast, asRole } from '../../model/roles.ts';
import type { Actor, Origin } from '../../model/actor.ts';
import type { EntityName } from '../../model/entity.ts';
import { Forbidden } from '../../model/errors.ts';
import { momentOf } from '../../model/dates/time.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import type { AuditVerb } from '../../store/audit/audit-log.ts';
import { peopleWithRole } from '../../store/team/employees.ts';
import { eitherOf } from '../../model/text/text.ts';

/** Leaves a trace of something that changed nothing: a look at a record, a search, a refusal. */
export async function recordAccess(
  { present, ...asked }: Crm,
  actor: Actor,
  origin: Origin,
  what: { verb: AuditVerb; entity?: EntityName; recordId?: number },
): Promise<void> {
  const crm = present ?? asked;
  const entry = {
    at: momentOf(crm.now()),
    act: crm.newOperationId(),
    slackUserId: actor.slackUserId,
    slackTeamId: actor.slackTeamId,
    employeeId: actor.employeeId,
    verb: what.verb,
    entity: what.entity ?? null,
    recordId: what.recordId ?? null,
    changes: {},
    source: origin.source,
  };
  await crm.auditQueue.write(entry);
}

/** The record that a refusal is about. */
interface RefusedAction {
  entity?: EntityName;
  recordId?: number;
}

const MOST_NAMES = 3;

/** `Ana, Ben or Cleo`: those who can help, the least powerful first; null when there is nobody. */
const whoCanHelp = async (crm: Crm, least: 'manager' | 'admin'): Promise<string | null> => {
  const roles = least === 'admin' ? ['admin'] : ['manager', 'admin'];
  const people = await peopleWithRole(crm.database.db, roles);
  const names = people
    .toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
    .slice(0, MOST_NAMES)
    .map(({ name }) => name);
  return names.length === 0 ? null : eitherOf(names);
};

/** A refusal is reported as one, also where the database can’t say who can help. */
const nobodyKnown = (error: unknown): null => {
  if (error instanceof Unavailable) return null;
  throw error;
};

/** Refusals that stand in the audit trail and name who can help. */
const settled = new WeakSet<Forbidden>();

/**
 * Every way in hands its errors through here: a refusal leaves its trace, once, and says who can help by name. Other
 * errors come back as they are.
 */
export async function refusalOf(ctx: RequestContext, error: unknown): Promise<unknown> {
  if (!(error instanceof Forbidden) || settled.has(error)) return error;
  const { what, about } = error;
  const { ask, ...where } = about;
  await recordAccess(ctx.crm, ctx.actor, ctx.origin, { verb: 'refused', ...where });
  const names = ask ? await whoCanHelp(ctx.crm, ask).catch(nobodyKnown) : null;
  const told = names === null ? error : new Forbidden(`${what} Ask ${names}.`, where);
  settled.add(told);
  return told;
}

/** Does what may be refused; a refusal leaves its trace. @throws whatever `work` throws */
export async function accountable<T>(ctx: RequestContext, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await refusalOf(ctx, error);
  }
}

/** @param where what it is about @throws Forbidden for whoever may not do that */
export function assertAbility(actor: Actor, ability: Ability, where: RefusedAction = {}): void {
  const {
    need,
    called,
    instead = '',
  }: { need: 'manager' | 'admin'; called: string; instead?: string } = ABILITIES[ability];
  if (atLeast(actor.role, need)) return;
  throw new Forbidden(`${asRole(actor.role)}, you can’t ${called}. ${instead}`.trim(), {
    ask: need,
    ...where,
  });
}

/** The same for a way in: the refusal leaves its trace. @throws Forbidden */
export function permitTo(ctx: RequestContext, ability: Ability, where: RefusedAction = {}): Promise<void> {
  return accountable(ctx, () => assertAbility(ctx.actor, ability, where));
}
