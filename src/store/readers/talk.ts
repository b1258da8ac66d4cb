/** What a reading thread is started with. */
export interface Order {
  file: string;
}

/** A statement for it, and its number. */
export interface Asked {
  number: number;
  sql: string;
  bindings: readonly unknown[];
}

export type Told = { number: number; rows: unknown[] } | { number: number; failed: string; code?: string };
