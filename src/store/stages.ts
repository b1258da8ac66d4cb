import type { Stage } from '../model/record.ts';
import type { Db } from './dialect.ts';

const stages = (db: Db) =>
  db('stages').select<Stage[]>('id', 'name', 'position', 'probability', 'outcome').orderBy('position').orderBy('id');

/** The pipeline, first stage first. */
export function allStages(db: Db): Promise<Stage[]> {
  return stages(db).whereNull('deleted_at');
}

/** The same with the stages that are gone, for showing where deals once were. */
export async function everyStage(db: Db): Promise<Stage[]> {
  return stages(db);
}

/** How many deals are in each stage that has any: its id to their number. */
export async function dealsInStages(db: Db): Promise<Map<number, number>> {
  const rows = (await db('deals').whereNull('deleted_at').groupBy('stage_id').select('stage_id').count({ n: '*' })) as {
    stage_id: number;
    n: number;
  }[];
  return new Map(rows.map(({ stage_id, n }) => [stage_id, n]));
}

/** Ids of the deals in a stage, oldest first. */
export async function dealsIn(db: Db, stage: number): Promise<number[]> {
  return db('deals').where({ stage_id: stage }).whereNull('deleted_at').orderBy('id').pluck<number[]>('id');
}
