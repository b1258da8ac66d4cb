import type { Actor, Origin } from '../model/actor.ts';
import { AlreadyDone, Forbidden } from '../model/problems.ts';
import { momentOf } from '../model/time.ts';
import type { Verb } from '../model/access.ts';
import type { AnyRecord, Entity, EntityName } from '../model/entity.ts';
import { writeAudit } from '../store/audit.ts';
import { claimRequest } from '../store/done-requests.ts';
import { allStages } from '../store/stages.ts';
import type { Crm } from './crm.ts';
import { demand, type Road } from './road.ts';

/**
 * Carries out one request: everything `work` writes on the road is saved together, once, or not at all.
 * @throws AlreadyDone when a request with the same key was carried out before; and whatever `work` throws
 */
export const carryOut = async <T>(
  crm: Crm,
  actor: Actor,
  origin: Origin,
  work: (road: Road) => Promise<T>,
): Promise<T & { act: string }> => {
  const act = crm.newAct();
  const at = momentOf(crm.now());
  try {
    const result = await crm.database.transaction(async (db) => {
      if (origin.key !== undefined) {
        const doneBy = await claimRequest(db, `${actor.slackTeamId}:${origin.key}`, act, at);
        if (doneBy !== null) throw new AlreadyDone(doneBy);
      }
      return work({ crm, db, actor, origin, act, at, stages: await allStages(db) });
    });
    crm.onOutbox();
    return { ...result, act };
  } catch (error) {
    if (error instanceof Forbidden) await note(crm, actor, origin, { verb: 'refused' });
    throw error;
  }
};

/**
 * Asks for permission before anything is shown or written; a refusal leaves its trace.
 * @throws Forbidden, saying what is missing and who can help
 */
export const permit = async (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  { entity, verb, record = null }: { entity: Entity; verb: Verb; record?: AnyRecord | null },
): Promise<void> => {
  try {
    demand(actor, entity, verb, record);
  } catch (error) {
    const about = { entity: entity.name, ...(record && { recordId: record.id }) };
    await note(crm, actor, origin, { verb: 'refused', ...about });
    throw error;
  }
};

/** Leaves a trace of something that changed nothing: a look at a record, a search, a refusal. */
export const note = async (
  crm: Crm,
  actor: Actor,
  origin: Origin,
  what: { verb: string; entity?: EntityName; recordId?: number },
): Promise<void> => {
  const entry = {
    at: momentOf(crm.now()),
    act: crm.newAct(),
    slackUserId: actor.slackUserId,
    slackTeamId: actor.slackTeamId,
    employeeId: actor.employeeId,
    verb: what.verb,
    entity: what.entity ?? null,
    recordId: what.recordId ?? null,
    changes: {},
    source: origin.source,
  };
  await crm.database.transaction((db) => writeAudit(db, entry));
};
