import type { ReadContext, RequestContext, Crm, WriteContext } from '../context/index.ts';
import type { Actor } from '../../model/actor.ts';
import { AlreadyDone, ChangedSince, NotFound, type Blocker } from '../../model/errors.ts';
import {
  auditOfOperation,
  takenBackBy,
  undoOf,
  undosOf,
  writeAudit,
  writeBefore,
  writesOfOperation,
} from '../../store/audit/audit-log.ts';
import type { AuditEntry } from '../../store/audit/audit-row.ts';
import type { Db } from '../../store/database.ts';
import { haltImport } from '../../store/import/imports.ts';
import { turnSourceKeys } from '../../store/import/source-keys.ts';
import { runInTransaction, assertCan, entryOf } from '../records/index.ts';
import { effectsOf, writesIn, type OperationEffect } from './operation-effects.ts';
import { assertAbility } from '../access/index.ts';
import { revert, type TakenBack } from './revert.ts';
import { planUndo, type UndoPlan, type UndoStep } from './undo-plan.ts';

export type { UndoStep } from './undo-plan.ts';

export interface Undone extends TakenBack {
  act: string;
  /** It took an undo back, so that what had been undone stands again. */
  redone: boolean;
  /** What stays as it is, and why; only when no more than the rest was asked for. */
  kept: readonly Blocker[];
}

/**
 * Takes back everything one act changed, from the audit trail alone: what it created is deleted, what it deleted or
 * merged is brought back, what it changed gets its earlier values. The undo is an act of its own and can be undone.
 * @param rest takes back what is still as the act left it, and leaves the others
 * @throws AlreadyDone when it was taken back before; ChangedSince when a part of it is not as the act left it; Forbidden
 */
export function undo(ctx: RequestContext, act: string, rest = false): Promise<Undone> {
  return runInTransaction({ ...ctx, origin: { ...ctx.origin, source: 'undo' } }, async (tx) => {
    await haltImport(tx.db, act);
    const writes = writesIn(await auditOfOperation(tx.db, act));
    demandAuthor(ctx.actor, writes);
    const effects = effectsOf(writes);
    const plan = await planUndo(tx, effects);
    if (await isUndone(tx.db, act, writes.at(-1)?.id)) throw new AlreadyDone(act);
    for (const step of plan.steps) demandStep(ctx.actor, writes, step);
    return carryBack(tx, { act, redone: await isUndo(tx.db, act) }, plan, rest);
  });
}

interface Taken {
  act: string;
  redone: boolean;
}

const carryBack = async (
  tx: WriteContext,
  { act, redone }: Taken,
  plan: UndoPlan,
  rest: boolean,
): Promise<Omit<Undone, 'act'>> => {
  const since = (kept: readonly Blocker[], some: boolean) => new ChangedSince({ act, redone }, kept, some);
  const possible = plan.steps.length + plan.turns.length > 0;
  if (plan.blockers.length > 0 && !(rest && possible)) throw since(plan.blockers, possible);
  if (!possible) throw new AlreadyDone(act);
  await writeAudit(tx.db, entryOf(tx, undoOf(act)));
  const done = await revert(tx, plan);
  const kept = [...plan.blockers, ...done.refused];
  await turnKeys(tx.db, act, kept);
  const some = done.steps.length > 0 || Object.keys(done.turned).length > 0;
  if (done.refused.length > 0 && !(rest && some)) throw since(kept, some);
  // What was to be turned back may stand where it should already: then nothing is written, not even that.
  if (!some) throw kept.length > 0 ? since(kept, false) : new AlreadyDone(act);
  return { ...done, kept, redone };
};

/** IDs that an import brought go when it is undone, and come again when that is undone; what stays keeps its own. */
const turnKeys = async (db: Db, act: string, kept: readonly Blocker[]): Promise<void> => {
  let first = act;
  let takenBack = true;
  for (let taken = await takenBackBy(db, act); taken !== null; taken = await takenBackBy(db, taken)) {
    first = taken;
    takenBack = !takenBack;
  }
  await turnSourceKeys(db, first, takenBack, kept);
};

/** How many changes of records an act is made of, and whether taking it back is a redo. */
export async function undoAhead(crm: Crm, act: string): Promise<{ changes: number; redo: boolean }> {
  return {
    changes: await writesOfOperation(crm.database.db, act),
    redo: await isUndo(crm.database.db, act),
  };
}

/** The operations that are a redo: they undid an undo. */
export async function redosAmong(crm: Crm, acts: readonly string[]): Promise<ReadonlySet<string>> {
  const redos = new Set<string>();
  for (const act of new Set(acts)) {
    const taken = await takenBackBy(crm.database.db, act);
    if (taken !== null && (await isUndo(crm.database.db, taken))) redos.add(act);
  }
  return redos;
}

/** Did the act undo something? What takes an undo back redoes, and what takes that back undoes again. */
const isUndo = async (db: Db, act: string): Promise<boolean> => {
  const taken = await takenBackBy(db, act);
  return taken !== null && !(await isUndo(db, taken));
};

/** Whoever did it, or a manager. @throws Forbidden, NotFound */
const demandAuthor = (actor: Actor, [first]: readonly AuditEntry[]): void => {
  if (!first) throw new NotFound('There’s nothing to undo. See changes with `/crm history`.');
  if (!isAuthor(actor, first)) assertAbility(actor, 'undoOthers');
};

const isAuthor = (actor: Actor, entry: AuditEntry | undefined): boolean => entry?.employeeId === actor.employeeId;

/**
 * The author needs what doing it needed, as if the record were still theirs; somebody else needs what the change back
 * needs. @throws Forbidden
 */
const demandStep = (actor: Actor, [first]: readonly AuditEntry[], { effect, now }: UndoStep): void => {
  if (isAuthor(actor, first)) assertCan(actor, effect.entity, verbOf(effect), null);
  else assertCan(actor, effect.entity, effect.created ? 'remove' : verbOf(effect), now);
};

const verbOf = ({ created, changes }: OperationEffect): 'create' | 'remove' | 'update' => {
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
export async function lastOperationOf(ctx: ReadContext): Promise<string> {
  const db = ctx.crm.database.db;
  let newest = await writeBefore(db, ctx.actor.employeeId, null);
  while (newest && (await isUndone(db, newest.act, newest.id)))
    newest = await writeBefore(db, ctx.actor.employeeId, newest);
  if (!newest) throw new NotFound('You have no changes to undo. See changes with `/crm history`.');
  return newest.act;
}
