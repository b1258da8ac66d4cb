import { lookAtClock } from './time-events.ts';
import { runDigest, runFold } from '../notifications/digests/run.ts';
import { runSchedule } from '../notifications/schedules/run.ts';
import type { Doings } from '../jobs/worker.ts';

/** Everything that is done because it is due. */
export const DOINGS: Doings = {
  clock: lookAtClock,
  digest: runDigest,
  fold: runFold,
  schedule: runSchedule,
};
