import type { Actor, Origin } from '../../model/actor.ts';
import { AlreadyDone, ChangedSince, NotFound, type Hindrance } from '../../model/errors.ts';
import {
  auditOfAct,
  takenBackBy,
  undoOf,
  undosOf,
  writeAudit,
  writeBefore,
  writesOfAct,
  type AuditEntry,
} from '../../store/audit/audit-log.ts';
import type { Db } from '../../store/database.ts';
import { haltImport } from '../../store/imports.ts';
import { carryOut } from '../records/run-in-transaction.ts';
import type { Crm } from '../context/crm.ts';
import { deedsOf, writesIn, type Deed } from './operation-effects.ts';
import { demandAbility } from '../access/refusals.ts';
import { demand } from '../records/mutations.ts';
import type { Road } from '../context/write-context.ts';
import { takeBack, type TakenBack } from './revert.ts';
import { planUndo, type Plan, type Step } from './undo-plan.ts';
import { entryOf } from '../records/write-record.ts';

export type { Step } from './undo-plan.ts';

export interface Undone extends TakenBack {
  act: string;
  /** It took an undo back, so that what had been undone stands again. */
  redone: boolean;
  /** What stays as it is, and why; only when no more than the rest was asked for. */
  kept: readonly Hindrance[];
}

/**
 * Takes back everything one act changed, from the audit trail alone: what it created is deleted, what it deleted or
 * merged is brought back, what it changed gets its earlier values. The undo is an act of its own and can be undone.
 * @param rest takes back what is still as the act left it, and leaves the others
 * @throws AlreadyDone when it was taken back before; ChangedSince when a part of it is not as the act left it; Forbidden
 */
export const undo = (crm: Crm, actor: Actor, origin: Origin, act: string, rest = false): Promise<Undone> =>
  carryOut(crm, actor, { ...origin, source: 'undo' }, async (road) => {
    await haltImport(road.db, act);
    const writes = writesIn(await auditOfAct(road.db, act));
    demandAuthor(actor, writes);
    const deeds = deedsOf(writes);
    const plan = await planUndo(road, deeds);
    if (await isUndone(road.db, act, writes.at(-1)?.id)) throw new AlreadyDone(act);
    for (const step of plan.steps) demandStep(actor, writes, step);
    return carryBack(road, { act, redone: await isUndo(road.db, act) }, plan, rest);
  });

interface Taken {
  act: string;
  redone: boolean;
}

const carryBack = async (
  road: Road,
  { act, redone }: Taken,
  plan: Plan,
  rest: boolean,
): Promise<Omit<Undone, 'act'>> => {
  const since = (kept: readonly Hindrance[], some: boolean) => new ChangedSince({ act, redone }, kept, some);
  const possible = plan.steps.length + plan.turns.length > 0;
  if (plan.hindrances.length > 0 && !(rest && possible)) throw since(plan.hindrances, possible);
  if (!possible) throw new AlreadyDone(act);
  await writeAudit(road.db, entryOf(road, undoOf(act)));
  const done = await takeBack(road, plan);
  const kept = [...plan.hindrances, ...done.refused];
  const some = done.steps.length > 0 || Object.keys(done.turned).length > 0;
  if (done.refused.length > 0 && !(rest && some)) throw since(kept, some);
  // What was to be turned back may stand where it should already: then nothing is written, not even that.
  if (!some) throw kept.length > 0 ? since(kept, false) : new AlreadyDone(act);
  return { ...done, kept, redone };
};

/** How many changes of records an act is made of, and whether taking it back is a redo. */
export const undoAhead = async (crm: Crm, act: string): Promise<{ changes: number; redo: boolean }> => ({
  changes: await writesOfAct(crm.database.knex, act),
  redo: await isUndo(crm.database.knex, act),
});

/** Those of the acts that redid something: they took back an undo. */
export const redosAmong = async (crm: Crm, acts: readonly string[]): Promise<ReadonlySet<string>> => {
  const redos = new Set<string>();
  for (const act of new Set(acts)) {
    const taken = await takenBackBy(crm.database.knex, act);
    if (taken !== null && (await isUndo(crm.database.knex, taken))) redos.add(act);
  }
  return redos;
};

/** Did the act undo something? What takes an undo back redoes, and what takes that back undoes again. */
const isUndo = async (db: Db, act: string): Promise<boolean> => {
  const taken = await takenBackBy(db, act);
  return taken !== null && !(await isUndo(db, taken));
};

/** Whoever did it, or a manager. @throws Forbidden, NotFound */
const demandAuthor = (actor: Actor, [first]: readonly AuditEntry[]): void => {
  if (!first) throw new NotFound('There is nothing to undo.');
  if (!isAuthor(actor, first)) demandAbility(actor, 'undoOthers');
};

const isAuthor = (actor: Actor, entry: AuditEntry | undefined): boolean => entry?.employeeId === actor.employeeId;

/**
 * The author needs what doing it needed, as if the record were still theirs; somebody else needs what the change back
 * needs. @throws Forbidden
 */
const demandStep = (actor: Actor, [first]: readonly AuditEntry[], { deed, now }: Step): void => {
  if (isAuthor(actor, first)) demand(actor, deed.entity, verbOf(deed), null);
  else demand(actor, deed.entity, deed.created ? 'remove' : verbOf(deed), now);
};

const verbOf = ({ created, changes }: Deed): 'create' | 'remove' | 'update' => {
  if (created) return 'create';
  return 'deletedAt' in changes ? 'remove' : 'update';
};

/**
 * Was it taken back, by an undo that stands?
 * @param since an undo before that entry of the trail does not count: the act went on after it
 */
const isUndone = async (db: Db, act: string, since = 0): Promise<boolean> => {
  for (const { id, act: undoing } of await undosOf(db, act))
    if (id > since && !(await isUndone(db, undoing))) return true;
  return false;
};

/** The newest act of this person that changed something, was no undo and stands. @throws NotFound */
export const lastActOf = async (crm: Crm, actor: Actor): Promise<string> => {
  const db = crm.database.knex;
  let newest = await writeBefore(db, actor.employeeId, null);
  while (newest && (await isUndone(db, newest.act, newest.id)))
    newest = await writeBefore(db, actor.employeeId, newest);
  if (!newest) throw new NotFound('There is nothing of yours to undo.');
  return newest.act;
};
