import { trailBegins } from '../../../store/audit/audit-since.ts';
import type { Db } from '../../../store/database.ts';
import { projectedByMonth } from '../../../store/reports/projected.ts';
import { startOfDay } from '../../../model/dates/time.ts';
import type { Asked } from '../request.ts';
import { BEST_CASE, COMMIT } from './forecast.ts';
import { selectionOf } from '../subjects.ts';

/** What a forecast said of a month when it began, in minor units of the settings' currency. */
export interface Projected {
  commit: number;
  bestCase: number;
  weighted: number;
}

type Asks = Pick<Asked, 'scope' | 'currency' | 'today' | 'timeZone'>;

/**
 * What was expected of months when they began: the deals that stood open then and were to close in the month, with the
 * stage, amount and expected close of that moment as the audit trail has them, by the percents of today. Deals that were
 * deleted since are not among them.
 * @param months `2026-03` of those that have begun @returns without the months that began before the trail did
 */
export async function projectedFor(
  db: Db,
  months: readonly string[],
  { scope, currency, timeZone }: Asks,
): Promise<Map<string, Projected>> {
  const begins = await trailBegins(db);
  const starts = months
    .map((month) => ({ month, start: startOfDay(`${month}-01`, timeZone) }))
    .filter(({ start }) => begins !== null && start >= begins);
  const likelihoods = { currency, commit: COMMIT, bestCase: BEST_CASE };
  const rows = await projectedByMonth(db, selectionOf('deal', scope), starts, likelihoods);
  const found = new Map(rows.map((row) => [row.due, row]));
  return new Map(
    starts.map(({ month }) => {
      const { sure: commit = 0, best = 0, hundredths = 0 } = found.get(month) ?? {};
      return [month, { commit, bestCase: best, weighted: Math.round(hundredths / 100) }];
    }),
  );
}
