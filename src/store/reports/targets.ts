import type { Db } from '../dialect.ts';

export interface TargetRow {
  /** Employee id. */
  owner: number;
  quarter: string;
  /** Minor units. */
  amount: number;
}

/** The targets of some quarters in one currency, oldest first. */
export async function targetsIn(db: Db, quarters: readonly string[], currency: string): Promise<TargetRow[]> {
  return db('targets')
    .whereNull('deleted_at')
    .whereIn('quarter', [...quarters])
    .where({ currency })
    .orderBy('id')
    .select({ owner: 'owner_id', quarter: 'quarter', amount: 'amount' });
}
