import { worthOf } from './format.ts';
import type { Ageing, AgeingStage, Worth } from './pictures.ts';

const BANDS = [0, 1, 2, 3] as const;

/** What the four bands are called: `Up to 7 days`, `8–30 days`, `31–90 days`, `Over 90 days`. */
export function bandNames([first, second, third]: Ageing['upTo']): string[] {
  return [`Up to ${first} days`, `${first + 1}–${second} days`, `${second + 1}–${third} days`, `Over ${third} days`];
}

/** The deals of each band, of all stages together. */
export function bandsOf(stages: readonly AgeingStage[]): Worth[] {
  return BANDS.map((band) => worthOf(stages.map(({ bands }) => bands[band])));
}

/** How many deals each stage has in a band. */
export function countsIn(stages: readonly AgeingStage[], band: number): number[] {
  return stages.map(({ bands }) => bands[band]?.count ?? 0);
}
