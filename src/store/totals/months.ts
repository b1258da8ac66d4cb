import type { Db } from '../dialect.ts';
import { rawRows } from '../connection/raw-rows.ts';
import { EVERYBODY } from './tallies.ts';

/** The deals of one stage and currency that were closed in a month. */
export interface MonthOfClosings {
  /** `2026-11` */
  month: string;
  stage_id: number;
  currency: string;
  n: number;
  /** Minor units. */
  amount: number;
}

/**
 * What was closed in each month from one to another, both included. Read it in a snapshot.
 * @param owners employee ids; null for everybody's
 */
export function closingsByMonth(
  db: Db,
  first: string,
  last: string,
  owners: readonly number[] | null,
): Promise<MonthOfClosings[]> {
  const theirs = owners && `owner_id in (${owners.length > 0 ? owners.map(() => '?').join(', ') : 'null'})`;
  const and = theirs ? ` and ${theirs}` : '';
  const lines = theirs ?? `owner_id = ${EVERYBODY}`;
  const sql = `select month, stage_id, currency, sum(n) as n, sum(amount) as amount from (
      select at as month, stage_id, currency, sum(n) as n, sum(amount) as amount from running_totals
        where what = 'closings' and span = 7 and at between ? and ? and ${lines} group by at, stage_id, currency
      union all select substr(closed_on, 1, 7), stage_id, currency, sum(sign), coalesce(sum(sign * amount), 0) from running_changes
        where source = 'deals' and substr(closed_on, 1, 7) between ? and ?${and} group by 1, 2, 3
    ) parts group by month, stage_id, currency having sum(n) <> 0`;
  const values = [first, last, ...(owners ?? [])];
  return rawRows(db, sql, [...values, ...values]);
}
