import type { Db } from '../dialect.ts';

/** Ids of the customers of some owners that were added before a moment. */
export async function customersBefore(db: Db, owners: readonly number[], moment: string): Promise<number[]> {
  return db('customers')
    .whereIn('owner_id', [...owners])
    .whereNull('deleted_at')
    .where('created_at', '<', moment)
    .pluck<number[]>('id');
}
