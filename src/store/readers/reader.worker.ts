import { parentPort, workerData } from 'node:worker_threads';
import type { Statement } from 'better-sqlite3';
import { openHandle } from '../sqlite.ts';
import type { Asked, Order, Told } from './talk.ts';

/** A thread that reads a SQLite file beside the one that writes it: one statement after the other. */
const handle = openHandle((workerData as Order).file, { readonly: true });

/** The statements of a summary are long and always the same. */
const KEPT = 200;
const kept = new Map<string, Statement>();

const prepared = (sql: string): Statement => {
  const known = kept.get(sql);
  if (known) return known;
  if (kept.size >= KEPT) kept.clear();
  const statement = handle.prepare(sql);
  kept.set(sql, statement);
  return statement;
};

const rowsOf = ({ sql, bindings }: Asked): unknown[] => {
  const statement = prepared(sql);
  if (statement.reader) return statement.all(bindings);
  statement.run(bindings);
  return [];
};

parentPort?.on('message', (asked: Asked) => {
  const say = (told: Told): void => parentPort?.postMessage(told);
  try {
    say({ number: asked.number, rows: rowsOf(asked) });
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    say({ number: asked.number, failed: message, ...(code !== undefined && { code }) });
  }
});
