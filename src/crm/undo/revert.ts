import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Invalid, type Blocker } from '../../model/errors.ts';
import { AT_ONCE, inBatches } from '../../store/batches.ts';
import { asOfNow } from './later-changes.ts';
import { isGuarded, type Moved, validateAll, differences, writeAll, type Rewrite } from '../records/index.ts';
import { absorb } from '../duplicates/index.ts';
import type { WriteContext } from '../context/index.ts';
import { blocker, type UndoPlan, type UndoStep } from './undo-plan.ts';
import { undoInBulk } from './bulk-undo.ts';

/** How a record goes back. */
type Way = 'restore' | 'update' | 'absorb' | 'remove';

/** What came back first, because others refer to it; what goes last, because others referred to it. */
const BEFORE_TURNS: readonly Way[] = ['restore', 'update'];
const AFTER_TURNS: readonly Way[] = ['absorb', 'remove'];

const wayOf = ({ back }: UndoStep): Way => {
  if (!('deletedAt' in back)) return 'update';
  if (typeof back['mergedInto'] === 'number') return 'absorb';
  return back['deletedAt'] === null ? 'restore' : 'remove';
};

export interface TakenBack {
  steps: UndoStep[];
  /** Entity to how many of its records refer again to what they referred to before a merge. */
  turned: Moved;
  /** What the rules did not let back. */
  refused: Blocker[];
}

/** Carries out a plan: each record that is reverted gets its own entry in the audit log. */
export async function revert(tx: WriteContext, { steps, turns }: UndoPlan): Promise<TakenBack> {
  const done: TakenBack = { steps: [], turned: {}, refused: [] };
  for (const way of BEFORE_TURNS) await goAll(tx, way, steps, done);
  for (const turn of turns) {
    const name = turn.entity.name;
    const turned = await undoInBulk(tx, turn);
    if (turned > 0) done.turned[name] = (done.turned[name] ?? 0) + turned;
  }
  for (const way of AFTER_TURNS) await goAll(tx, way, steps, done);
  return done;
}

const goAll = async (tx: WriteContext, way: Way, steps: readonly UndoStep[], done: TakenBack): Promise<void> => {
  const going = steps.filter((step) => wayOf(step) === way);
  for (const entity of new Set(going.map(({ effect }) => effect.entity))) {
    const some = going.filter(({ effect }) => effect.entity === entity);
    // Where the guard looks at others, each is asked alone, so that one that may not go back keeps no other from it.
    await inBatches(some, isGuarded(entity) ? 1 : AT_ONCE, async (few) => {
      await goSome(tx, entity, way, few, done);
      return [];
    });
  }
};

const goSome = async (
  tx: WriteContext,
  entity: Entity,
  way: Way,
  steps: readonly UndoStep[],
  done: TakenBack,
): Promise<void> => {
  try {
    const refused = await WAYS[way](tx, entity, steps);
    done.steps.push(...steps.filter((step) => !refused.has(step)));
    for (const [step, why] of refused) done.refused.push(refusal(step, why));
  } catch (error) {
    if (!(error instanceof Invalid) || steps.length > 1) throw error;
    done.refused.push(...steps.map((step) => refusal(step, error)));
  }
};

const refusal = ({ effect, now }: UndoStep, { message }: Invalid): Blocker =>
  blocker(effect.entity, now, { why: 'refused', say: message });

/** @returns those that the rules did not let back, and why */
type Going = (tx: WriteContext, entity: Entity, steps: readonly UndoStep[]) => Promise<Map<UndoStep, Invalid>>;

const rewriteOf = ({ now, back }: UndoStep): Rewrite => ({ before: now, after: { ...now, ...back } as AnyRecord });

const hide =
  (verb: 'restore' | 'remove'): Going =>
  async (tx, entity, steps) => {
    await writeAll(tx, entity, verb, steps.map(rewriteOf));
    return new Map();
  };

const absorbEach: Going = async (tx, entity, steps) => {
  for (const { now, back } of steps) {
    const into = Number(await asOfNow(tx.db, entity, 'mergedInto', back['mergedInto'] ?? null));
    await absorb(tx, entity, now, into, String(back['deletedAt']));
  }
  return new Map();
};

/** Earlier values are not parsed again: they were when they were typed. */
const change: Going = async (tx, entity, steps) => {
  const drafts = steps.map(({ now, back }) => ({ values: { ...now, ...back } as AnyRecord, before: now }));
  const refused = new Map<UndoStep, Invalid>();
  const all: Rewrite[] = [];
  for (const [index, after] of (await validateAll(tx, entity, drafts, true)).entries()) {
    const step = steps[index] as UndoStep;
    if (after instanceof Invalid) refused.set(step, after);
    else if (Object.keys(differences(entity, step.now, after)).length > 0) all.push({ before: step.now, after });
  }
  await writeAll(tx, entity, 'update', all);
  return refused;
};

const WAYS: Readonly<Record<Way, Going>> = {
  restore: hide('restore'),
  update: change,
  absorb: absorbEach,
  remove: hide('remove'),
};
