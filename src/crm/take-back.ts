import { Invalid, type Hindrance } from '../model/problems.ts';
import { absorb } from './merge.ts';
import { asOfNow } from './disturbed.ts';
import { differences, settle, write } from './road.ts';
import type { Road } from './road-type.ts';
import { hindrance, type Plan, type Step } from './undo-plan.ts';
import { turnBack } from './undo-turns.ts';
import type { Moved } from './repoint.ts';

/** What came back first, because others refer to it; what goes last, because others referred to it. */
const orderOf = ({ back }: Step): number => {
  if (!('deletedAt' in back)) return 1;
  return back['deletedAt'] === null ? 0 : 2;
};

export interface TakenBack {
  steps: Step[];
  /** Entity to how many of its records refer again to what they referred to before a merge. */
  turned: Moved;
  /** What the rules did not let back. */
  refused: Hindrance[];
}

/** Carries out a plan, down the road: each record that goes back gets its own entry in the audit trail. */
export const takeBack = async (road: Road, { steps, turns }: Plan): Promise<TakenBack> => {
  const done: TakenBack = { steps: [], turned: {}, refused: [] };
  const inOrder = steps.toSorted((a, b) => orderOf(a) - orderOf(b));
  const firstGone = inOrder.findIndex((step) => orderOf(step) === 2);
  const staying = firstGone === -1 ? inOrder : inOrder.slice(0, firstGone);
  for (const step of staying) await tryStep(road, step, done);
  for (const turn of turns) {
    const name = turn.entity.name;
    const turned = await turnBack(road, turn);
    if (turned > 0) done.turned[name] = (done.turned[name] ?? 0) + turned;
  }
  for (const step of inOrder.slice(staying.length)) await tryStep(road, step, done);
  return done;
};

const tryStep = async (road: Road, step: Step, done: TakenBack): Promise<void> => {
  try {
    await goBack(road, step);
    done.steps.push(step);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    done.refused.push(hindrance(step.deed.entity, step.now, { why: 'refused', say: error.message }));
  }
};

/** Earlier values are not parsed again: they were when they were typed. */
const goBack = async (road: Road, { deed: { entity }, now, back }: Step): Promise<void> => {
  const { mergedInto, deletedAt } = back;
  if (typeof mergedInto === 'number') {
    const into = Number(await asOfNow(road.db, entity, 'mergedInto', mergedInto));
    await absorb(road, entity, now, into, String(deletedAt));
  } else if (deletedAt !== undefined) {
    await write(road, entity, deletedAt === null ? 'restore' : 'remove', now, { ...now, ...back });
  } else {
    const settled = await settle(road, entity, { ...now, ...back }, now, true);
    if (Object.keys(differences(entity, now, settled)).length > 0) await write(road, entity, 'update', now, settled);
  }
};
