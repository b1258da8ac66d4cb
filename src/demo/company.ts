/**
 * The year of Rampwerk, a company that does not exist. Ana, Ben and Maya start to use the CRM a year ago and bring along
 * the customers they have; they meet new firms, work on deals that are won, lost or forgotten, and write down what was
 * said. Dana joins and takes over the Americas from Ben. Tomasz leaves, and Ana takes over the East from him. All of it
 * goes down the same road as everything else, in the name of who did it and at the moment at which they did, so that
 * history, reports and permissions have something true to tell. Nothing in it lies ahead but the next steps.
 */
import { setImmediate } from 'node:timers/promises';
import { runInTransaction, create, edit } from '../crm/records/index.ts';
import { pipelineOf, type Crm, type WriteContext } from '../crm/context/index.ts';
import { enter } from '../crm/team/index.ts';
import { BACKFILL, type Actor } from '../model/actor.ts';
import { AlreadyDone } from '../model/errors.ts';
import { momentOf } from '../model/dates/time.ts';
import { Draft, type Act, type Write } from './act.ts';
import { MAYA, RUTH, TEAM, type CastMember } from './cast.ts';
import { planUntil } from './plan.ts';
import type { Arrival } from './staff.ts';

export interface CompanyOptions {
  /** Slack team of the company's people. */
  team?: string;
  /** Another seed, another year of the same company. */
  seed?: number;
}

type Actors = ReadonlyMap<CastMember, Actor>;

/** The key under which the company is founded only once. */
const KEY = 'practice company';

const clockAt = (crm: Crm, at: number): Crm => ({ ...crm, now: () => at });

/**
 * Fills an empty CRM with a company and its last twelve months; all of it or nothing.
 * @returns false, with nothing changed, when there ever was a customer
 */
export async function foundCompany(crm: Crm, { team = TEAM.id, seed = 1848 }: CompanyOptions = {}): Promise<boolean> {
  if (await crm.database.db('customers').first('id')) return false;
  const { arrivals, acts } = planUntil(crm.now(), seed, await pipelineOf(crm));
  const actors = await welcomeAll(crm, team, arrivals);
  try {
    await runInTransaction({ crm, actor: actorOf(actors, RUTH), origin: { source: BACKFILL, key: KEY } }, (tx) =>
      liveThrough(tx, actors, acts),
    );
    return true;
  } catch (error) {
    if (error instanceof AlreadyDone) return false;
    throw error;
  }
}

/** Everybody becomes an employee on the day on which they first typed `/crm`. */
const welcomeAll = async (crm: Crm, team: string, arrivals: readonly Arrival[]): Promise<Actors> => {
  const actors = new Map<CastMember, Actor>();
  for (const { who, at, draft } of arrivals) {
    const identity = { userId: who.id, teamId: team, name: who.realName, email: who.email, timeZone: who.tz };
    const then: Crm = { ...clockAt(crm, at), defaultRole: 'rep' };
    const actor = await enter(then, { ...identity, isAdmin: who.isAdmin, outsider: null });
    draft.id = actor.employeeId;
    actors.set(who, who === MAYA ? { ...actor, role: 'manager' } : actor);
  }
  return actors;
};

const actorOf = (actors: Actors, who: CastMember): Actor => {
  const actor = actors.get(who);
  if (!actor) throw new Error(`${who.realName} has not entered`);
  return actor;
};

/** One transaction for the whole year: hundreds of acts, one wait for the disk. Others get their turn in between. */
const liveThrough = async (tx: WriteContext, actors: Actors, acts: readonly Act[]): Promise<object> => {
  for (const act of acts) {
    const { at, by, writes } = act;
    const then = {
      crm: clockAt(tx.crm, at),
      at: momentOf(at),
      actor: actorOf(actors, by),
      act: tx.crm.newOperationId(),
    };
    for (const write of writes) await put({ ...tx, ...then }, write);
    await setImmediate();
  }
  return {};
};

const put = async (tx: WriteContext, { draft, input }: Write): Promise<void> => {
  const values = Object.entries(input).map(([name, value]) => [name, value instanceof Draft ? value.id : value]);
  const fields = Object.fromEntries(values) as Record<string, unknown>;
  if (draft.id === 0) draft.id = (await create(tx, draft.entity, fields)).id;
  else await edit(tx, { entity: draft.entity, id: draft.id }, fields);
};
