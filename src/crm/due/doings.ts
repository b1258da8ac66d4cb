import { lookAtClock } from '../clock/look.ts';
import { runDigest, runFold } from '../digests/run.ts';
import { runSchedule } from '../schedules/run.ts';
import type { Doings } from './courier.ts';

/** Everything that is done because it is due. */
export const DOINGS: Doings = {
  clock: lookAtClock,
  digest: runDigest,
  fold: runFold,
  schedule: runSchedule,
};
