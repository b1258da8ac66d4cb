import { type RequestContext, pipelineOf, type Crm, type WriteContext } from '../context/index.ts';
import type { AnyRecord, Stage } from '../../model/record.ts';
import { Invalid } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { lockRecord } from '../../store/records.ts';
import { dealsIn, dealsInStages } from '../../store/stages.ts';
import {
  runInTransaction,
  create,
  assertCan,
  edit,
  remove,
  type Input,
  missing,
  bulkUpdate,
} from '../records/index.ts';

/** A stage, and how many deals are in it. */
export interface StageInUse extends Stage {
  deals: number;
}

/** The pipeline as it is used, first stage first. */
export async function pipelineInUse(crm: Crm): Promise<StageInUse[]> {
  const [stages, deals] = await Promise.all([pipelineOf(crm), dealsInStages(crm.database.db)]);
  return stages.map((stage) => ({ ...stage, deals: deals.get(stage.id) ?? 0 }));
}

type Changed = Promise<{ act: string; stage: AnyRecord }>;

/** A new stage: an open one stands before those of won and lost deals, others at the end. */
export function addStage(ctx: RequestContext, input: Input): Changed {
  return runInTransaction(ctx, async (tx) => {
    const stage = await create(tx, 'stage', { ...input, position: lastPosition(tx) + 1 });
    const isAfter = ({ id, outcome }: Stage): boolean =>
      id !== stage.id && stage.outcome === 'open' && outcome !== 'open';
    await setOrder(tx, [...tx.stages.filter((one) => !isAfter(one)), ...tx.stages.filter(isAfter)].map(idOf));
    return { stage };
  });
}

const lastPosition = ({ stages }: WriteContext): number => Math.max(0, ...stages.map(({ position }) => position));
const idOf = ({ id }: { id: number }): number => id;

/** Numbers the stages in this order; only those whose number changes are written. */
const setOrder = async (tx: WriteContext, ids: readonly number[]): Promise<void> => {
  const known = new Map(tx.stages.map(({ id, position }) => [id, position]));
  for (const [at, id] of ids.entries()) {
    if (known.get(id) !== at + 1) await edit(tx, { entity: 'stage', id }, { position: at + 1 });
  }
};

/** One place nearer to the first stage, or to the last. */
export function moveStage(ctx: RequestContext, id: number, by: -1 | 1): Promise<{ act: string }> {
  return runInTransaction(ctx, async (tx) => {
    assertCan(ctx.actor, entityOf('stage'), 'update', null);
    const ids = tx.stages.map(idOf);
    const at = ids.indexOf(id);
    if (at === -1) throw missing({ entity: 'stage', id });
    const to = Math.min(Math.max(at + by, 0), ids.length - 1);
    ids.splice(to, 0, ...ids.splice(at, 1));
    await setOrder(tx, ids);
    return {};
  });
}

/**
 * Removes a stage, and moves the deals that are in it to another of the same outcome, as one act.
 * @param moveTo id of that other stage; null where no deal is in it
 * @throws Invalid where deals are in it and nowhere to go; Forbidden
 */
export function removeStage(ctx: RequestContext, id: number, moveTo: number | null): Changed {
  return runInTransaction(ctx, async (tx) => {
    assertCan(ctx.actor, entityOf('stage'), 'remove', null);
    if (moveTo !== null) {
      const [from, to] = [id, moveTo].map((wanted) => tx.stages.find((stage) => stage.id === wanted));
      if (!from || !to || from === to || from.outcome !== to.outcome)
        throw new Invalid({ moveTo: 'Choose another stage with the same outcome.' });
      await lockRecord(tx.db, { entity: 'stage', id: moveTo }, 'refer');
      // Of the same outcome, so that nothing follows from it and every rule stays fulfilled.
      await bulkUpdate(tx, 'deal', { field: 'stage', from: id, to: moveTo }, await dealsIn(tx.db, id));
    }
    return { stage: await remove(tx, { entity: 'stage', id }) };
  });
}
