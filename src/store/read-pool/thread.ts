import { Worker } from 'node:worker_threads';
import type { Order, Rows, WorkerReply } from './protocol.ts';

/** The thread was gone before it answered: it died, or was ended. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** A thread that reads for this one. */
export interface ReadThread {
  run: (sql: string, bindings: readonly unknown[]) => Promise<unknown[]>;
  isGone: () => boolean;
  end: () => Promise<void>;
}

interface Waiting {
  done: (rows: unknown[]) => void;
  failed: (error: Error) => void;
}

const named = ({ columns, rows }: Rows): unknown[] =>
  rows.map((row) => {
    const record: Record<string, unknown> = {};
    for (let at = 0; at < columns.length; at += 1) record[columns[at] ?? ''] = row[at];
    return record;
  });

const answer = ({ done, failed }: Waiting, told: WorkerReply): void => {
  if ('answer' in told) return done(named(told.answer));
  failed(Object.assign(new Error(told.failed), told.code !== undefined && { code: told.code }));
};

/** Starts one. What it was asked while it died is rejected with {@link ReaderGone}. */
export function startReader(compiled: URL, order: Order): ReadThread {
  const worker = new Worker(compiled, { workerData: order });
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let gone: Error | null = null;
  const leave = (why: unknown): void => {
    gone ??= new ReaderGone('The thread that read the database ended.', { cause: why });
    for (const { failed } of waiting.values()) failed(gone);
    waiting.clear();
  };
  worker.on('message', (told: WorkerReply) => {
    const asked = waiting.get(told.number);
    waiting.delete(told.number);
    if (waiting.size === 0) worker.unref();
    if (asked) answer(asked, told);
  });
  worker.on('error', leave);
  worker.once('exit', leave);
  return {
    run: (sql, bindings) =>
      new Promise((done, failed) => {
        if (gone) return failed(gone);
        last += 1;
        waiting.set(last, { done, failed });
        worker.ref(); // a process that waits for an answer does not end
        worker.postMessage({ number: last, sql, bindings });
      }),
    isGone: () => gone !== null,
    end: async () => void (await worker.terminate()),
  };
}
