import type { FigureKey } from './figures.ts';
import type { Scope } from './subjects.ts';
import type { Window } from './window.ts';

/** The two windows of a summary. */
export interface Windows {
  now: Window;
  before: Window;
}

/** Everything that the figures depend on beside the rows. */
export interface Measured extends Windows {
  scope: Scope;
  /** `YYYY-MM-DD`, in the asker's time zone. */
  today: string;
}

/** What the SQL of each figure gives for the two windows, before `figuresOf` reads it. A faster source gives the same. */
export type Results = Readonly<Record<FigureKey, { now: number | null; before: number | null }>>;
