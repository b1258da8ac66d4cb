import type { Answer } from '../../store/snapshots/scratch.ts';
import type { PastFacts } from './build.ts';

/** What the thread of a past is started with. */
export interface Order {
  /** Of the database of today. */
  url: string;
  /** ISO in UTC. */
  moment: string;
}

/** A statement for it. */
export interface Asked {
  number: number;
  sql: string;
  bindings: readonly unknown[];
}

/** What it says. */
export type Told = { ready: PastFacts } | { number: number; answer: Answer } | { number: number; failed: string };
