import { runSchedule } from '../schedules/run.ts';
import type { Doings } from './courier.ts';

/** Everything that is done because it is due. */
export const DOINGS: Doings = {
  schedule: runSchedule,
};
