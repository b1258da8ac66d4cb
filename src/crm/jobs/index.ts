export { DELIVERED_DAYS, startHousekeeping } from './housekeeping.ts';
export { CLOCK_LOOK, clockOf, followZone, keepTriggers, triggerKey } from './triggers.ts';
export { type Done, type JobHandlers, startJobWorker } from './worker.ts';
