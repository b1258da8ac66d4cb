import { getPriority, setPriority } from 'node:os';

/** Of 20: a tenth of the weight of the main thread. */
const LATER = 10;

/**
 * Called by a thread that works beside the main one: where both want the processor, the main thread, which answers Slack, goes
 * first. Only Linux gives each thread a priority of its own; elsewhere it would be the whole process's, and nothing is done.
 */
export function giveWay(): void {
  if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + LATER));
}
