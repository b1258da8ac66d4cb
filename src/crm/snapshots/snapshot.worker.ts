import { parentPort, workerData } from 'node:worker_threads';
import { giveWay } from '../../model/runtime/threads.ts';
import { openScratch } from '../../store/snapshots/scratch.ts';
import { buildSnapshot } from './build.ts';
import type { WorkerRequest, Order, WorkerReply } from './protocol.ts';

/** A thread that holds the CRM as it stood at one moment, and answers what is asked of it, one statement after the other. */
giveWay();
const { url, moment } = workerData as Order;
const say = (told: WorkerReply): void => parentPort?.postMessage(told);

const scratch = await openScratch();
const facts = await buildSnapshot(url, scratch, moment);
say({ ready: facts });

parentPort?.on('message', ({ number, sql, bindings }: WorkerRequest) => {
  try {
    say({ number, answer: scratch.run(sql, bindings) });
  } catch (error) {
    say({ number, failed: error instanceof Error ? error.message : String(error) });
  }
});
