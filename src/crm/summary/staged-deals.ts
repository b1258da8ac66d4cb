import type { Db } from '../../store/database.ts';

/** The deals that are not deleted, each with its stage's `outcome`, `probability` and `position`. */
export function stagedDeals(db: Db): ReturnType<Db> {
  return db('deals')
    .join(
      db('stages').select({ of_stage: 'id' }, 'outcome', 'probability', 'position').as('stage'),
      'of_stage',
      'deals.stage_id',
    )
    .whereNull('deleted_at');
}
