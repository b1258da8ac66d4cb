import { sum } from './format.ts';
import type { ForecastMonth } from './pictures.ts';

/** All months of a forecast together; amounts in minor units. */
export interface Outlook {
  won: number;
  commit: number;
  bestCase: number;
  weighted: number;
  /** `won` and `weighted` together. */
  expected: number;
  /** Of the months that have one; null when none has. */
  target: number | null;
  /** What is expected in the months that have a target, as a share of it; null without a target. */
  attained: number | null;
}

/** What a month ends with if everything goes as likely as it is thought to go. */
export function expectedIn({ won, weighted }: ForecastMonth): number {
  return won + weighted;
}

export function outlookOf(months: readonly ForecastMonth[]): Outlook {
  const aimed = months.filter((month) => month.target !== undefined);
  const target = sum(aimed.map((month) => month.target ?? 0));
  return {
    won: sum(months.map(({ won }) => won)),
    commit: sum(months.map(({ commit }) => commit)),
    bestCase: sum(months.map(({ bestCase }) => bestCase)),
    weighted: sum(months.map(({ weighted }) => weighted)),
    expected: sum(months.map(expectedIn)),
    target: aimed.length > 0 ? target : null,
    attained: target > 0 ? sum(aimed.map(expectedIn)) / target : null,
  };
}

/** Whether there is nothing to foresee and nothing to reach. */
export function isBlank(months: readonly ForecastMonth[]): boolean {
  return months.every(
    ({ won, commit, bestCase, weighted, target }) => !won && !commit && !bestCase && !weighted && !target,
  );
}
