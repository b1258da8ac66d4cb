export { DELIVERED_DAYS, startHousekeeping } from './housekeeping.ts';
export { CLOCK_LOOK, clockOf, followZone, keepTriggers, triggerKey, type TriggerKind } from './triggers.ts';
export { type Done, type JobHandler, startJobWorker } from './worker.ts';
