import { parentPort, workerData } from 'node:worker_threads';
import { giveWay } from '../../model/runtime/threads.ts';
import { keepStatements, openHandle } from '../connection/sqlite.ts';
import type { WorkerRequest, Order, Rows, WorkerReply } from './protocol.ts';

giveWay();

/** A thread that reads a SQLite file beside the one that writes it: one statement after the other. */
const handle = openHandle((workerData as Order).file);
// Not opened for reading alone, because then it could bring no log into the file (see checkpoints.ts).
handle.pragma('query_only = on');
handle.pragma('busy_timeout = 5000');
keepStatements(handle);

const rowsOf = ({ sql, bindings }: WorkerRequest): Rows => {
  const statement = handle.prepare(sql);
  if (!statement.reader) {
    statement.run(bindings);
    return { columns: [], rows: [] };
  }
  const rows = statement.raw(true).all(bindings) as unknown[][];
  return { columns: statement.columns().map(({ name }) => name), rows };
};

parentPort?.on('message', (asked: WorkerRequest) => {
  const say = (told: WorkerReply): void => parentPort?.postMessage(told);
  try {
    say({ number: asked.number, answer: rowsOf(asked) });
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    say({ number: asked.number, failed: message, ...(code !== undefined && { code }) });
  }
});
