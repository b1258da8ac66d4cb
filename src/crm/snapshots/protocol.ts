import type { Answer } from '../../store/snapshots/scratch.ts';
import type { SnapshotFacts } from './build.ts';

/** What the thread of a past is started with. */
export interface Order {
  /** Of the database of today. */
  url: string;
  /** ISO in UTC. */
  moment: string;
}

/** A statement for it. */
export interface WorkerRequest {
  number: number;
  sql: string;
  bindings: readonly unknown[];
}

/** What it says. */
export type WorkerReply =
  { ready: SnapshotFacts } | { number: number; answer: Answer } | { number: number; failed: string };
