import { lookAtClock } from './time-events.ts';
import { runDigest, applyPending } from '../notifications/digests/index.ts';
import { runSchedule } from '../notifications/schedules/index.ts';
import type { JobHandler, TriggerKind } from '../jobs/index.ts';

/** Everything that is done because it is due. */
export const DOINGS: Readonly<Record<TriggerKind, JobHandler>> = {
  clock: lookAtClock,
  digest: runDigest,
  fold: applyPending,
  schedule: runSchedule,
};
