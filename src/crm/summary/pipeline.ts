import { allStages } from '../../store/stages.ts';
import type { Db } from '../../store/database.ts';
import type { Asked } from './asked.ts';
import { isInCurrency, sumOf } from './conditions.ts';
import { rowsOf } from './subjects.ts';

export interface StageLine {
  name: string;
  /** Deals of every currency. */
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
  /** `value` times the stage's probability, in minor units. */
  weighted: number;
}

interface Row {
  stage: number;
  count: number;
  value: number;
}

/** The open stages in the order of the pipeline, with the deals that stand in them now. */
export const pipelineNow = async (
  db: Db,
  { scope, currency }: Pick<Asked, 'scope' | 'currency'>,
): Promise<StageLine[]> => {
  const rows = (await rowsOf(db, 'deals', scope)
    .where('outcome', 'open')
    .groupBy('stage_id')
    .select({ stage: 'stage_id' })
    .count({ count: '*' })
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, { currency }))) as Row[];
  const found = new Map(rows.map((row) => [row.stage, row]));
  const open = (await allStages(db)).filter(({ outcome }) => outcome === 'open');
  return open.map(({ id, name, probability }) => {
    const { count = 0, value = 0 } = found.get(id) ?? {};
    return { name, count, value, weighted: Math.round((value * probability) / 100) };
  });
};
