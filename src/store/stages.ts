import type { Stage } from '../model/entity.ts';
import type { Db } from './database.ts';

/** The pipeline, first stage first. */
export const allStages = (db: Db): Promise<Stage[]> =>
  db('stages').select<Stage[]>('id', 'name', 'position', 'probability', 'outcome').orderBy('position');
