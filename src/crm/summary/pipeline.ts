import type { Db } from '../../store/database.ts';
import { isInCurrency, sumOf } from './conditions.ts';

export interface StageLine {
  name: string;
  /** Deals of every currency. */
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
  /** `value` times the stage's probability, in minor units. */
  weighted: number;
}

/** The open stages in the order of the pipeline, with the deals that stand in them now. */
export const pipelineNow = async (db: Db, currency: string): Promise<StageLine[]> => {
  const rows = (await db('stages')
    .leftJoin('deals', (on) => void on.on('deals.stage_id', 'stages.id').onNull('deals.deleted_at'))
    .where('stages.outcome', 'open')
    .groupBy('stages.id', 'stages.name', 'stages.position', 'stages.probability')
    .orderBy('stages.position')
    .select('stages.name', 'stages.probability')
    .count({ count: 'deals.id' })
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, { currency }))) as {
    name: string;
    probability: number;
    count: number;
    value: number;
  }[];
  return rows.map(({ name, probability, count, value }) => ({
    name,
    count,
    value,
    weighted: Math.round((value * probability) / 100),
  }));
};
