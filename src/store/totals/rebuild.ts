import type { Entity } from '../../model/entity.ts';
import type { Db } from '../dialect.ts';
import { matching, type ListOptions } from '../records.ts';

/** What the amounts in one currency add up to, in minor units. */
export interface Sum {
  currency: string;
  amount: number;
  /** Each amount times the probability of its stage. */
  weighted: number;
}

/** The amounts of all records that match, for each currency; the largest sum first. Only for entities with `amount`, `currency` and `stage`. */
export async function sumsOf(db: Db, entity: Entity, options: ListOptions): Promise<Sum[]> {
  const rows = (await matching(db, entity, options)
    .join('stages', 'stages.id', `${entity.table}.stage_id`)
    .whereNotNull('amount')
    .groupBy('currency')
    .orderBy('amount', 'desc')
    .orderBy('currency')
    .select('currency')
    .sum({ amount: 'amount' })
    .select(db.raw('sum(amount * probability / 100.0) as weighted'))) as Sum[];
  return rows.map((row) => ({ ...row, weighted: Math.round(row.weighted) }));
}
