import { Worker } from 'node:worker_threads';
import { TryLater } from '../../model/errors.ts';
import type { Answer } from '../../store/snapshots/scratch.ts';
import type { SnapshotFacts } from './build.ts';
import type { Order, WorkerReply } from './protocol.ts';

/** The thread was gone before it answered: it died, or was ended. */
export class SnapshotLost extends TryLater {
  override readonly name = 'SnapshotLost';
}

const goneBecause = (cause: unknown): SnapshotLost =>
  new SnapshotLost('The history couldn’t be read. Try again.', { cause });

/** A thread that holds a past. */
export interface SnapshotThread {
  facts: SnapshotFacts;
  run: (sql: string, bindings: readonly unknown[]) => Promise<Answer>;
  end: () => Promise<void>;
  /** Resolves when it is gone, for whatever reason. */
  gone: Promise<void>;
}

/** Node runs TypeScript neither in a thread nor under Jest, so sources, too, use the compiled thread: build before. */
const COMPILED = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/src/crm/snapshots/snapshot.worker.js', import.meta.url)
  : new URL('./snapshot.worker.js', import.meta.url);

interface WaitingQuery {
  done: (answer: Answer) => void;
  failed: (error: Error) => void;
}

/** Starts one; resolves when its past is there. Rejects when it cannot be made. */
export function startThread(order: Order, compiled: URL = COMPILED): Promise<SnapshotThread> {
  const worker = new Worker(compiled, { workerData: order });
  worker.unref();
  const waiting = new Map<number, WaitingQuery>();
  let last = 0;
  let end: Error | null = null;
  const gone = new Promise<void>((resolve) => {
    worker.once('error', () => resolve());
    worker.once('exit', () => resolve());
  });
  const run = (sql: string, bindings: readonly unknown[]): Promise<Answer> =>
    new Promise((done, failed) => {
      if (end) return failed(end);
      last += 1;
      waiting.set(last, { done, failed });
      worker.postMessage({ number: last, sql, bindings });
    });
  const fail = (error: Error): void => {
    end ??= error;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  return new Promise((resolve, reject) => {
    worker.on('message', (told: WorkerReply) => {
      if ('ready' in told) {
        resolve({ facts: told.ready, run, gone, end: async () => void (await worker.terminate()) });
        return;
      }
      const asked = waiting.get(told.number);
      waiting.delete(told.number);
      if ('answer' in told) asked?.done(told.answer);
      else asked?.failed(new Error(told.failed));
    });
    worker.on('error', (error) => {
      fail(goneBecause(error));
      reject(error);
    });
    worker.once('exit', (code) => {
      const error = goneBecause(new Error(`the thread that held a past ended with ${code}`));
      fail(error);
      reject(error);
    });
  });
}
