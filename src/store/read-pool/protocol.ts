/** What a reading thread is started with. */
export interface Order {
  file: string;
}

/** A statement for it, and its number. */
export interface WorkerRequest {
  number: number;
  sql: string;
  bindings: readonly unknown[];
}

/** Rows as plain lists beside the names of their columns: a row with its own names takes three times as long on its way. */
export interface Rows {
  columns: string[];
  rows: unknown[][];
}

export type WorkerReply = { number: number; answer: Rows } | { number: number; failed: string; code?: string };
