import { lookAtClock } from './time-events.ts';
import { runDigest, applyPending } from '../notifications/digests/run.ts';
import { runSchedule } from '../notifications/schedules/run.ts';
import type { JobHandlers } from '../jobs/worker.ts';

/** Everything that is done because it is due. */
export const DOINGS: JobHandlers = {
  clock: lookAtClock,
  digest: runDigest,
  fold: applyPending,
  schedule: runSchedule,
};
