import { Temporal } from 'temporal-polyfill';
import type { Db } from '../../../store/database.ts';
import { wonPerMonth, type WonRow } from '../../../store/reports/won-deals.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';
import { monthsFromTotals } from '../totals/parts.ts';
import { whose } from '../totals/owner-scope.ts';

export interface MonthLine {
  /** `2026-03` */
  month: string;
  /** Minor units of the settings' currency. */
  value: number;
  /** Deals of every currency. */
  count: number;
  /** The value of the same month a year before. */
  before: number;
}

type WonAsked = Pick<Asked, 'scope' | 'currency'>;

/** What was won in each month from one to another, both included; months without a win are missing. */
export async function wonIn(
  db: Db,
  first: string,
  last: string,
  { scope, currency }: WonAsked,
): Promise<Map<string, Pick<WonRow, 'value' | 'count'>>> {
  const known = await whose(db, scope);
  if (known) return monthsFromTotals(db, first, last, currency, known.owners);
  const rows = await wonPerMonth(db, selectionOf('deal', scope), [first, last], currency);
  return new Map(rows.map(({ month, value, count }) => [month, { value, count }]));
}

/**
 * Twelve whole calendar months, each beside the same month a year before, oldest first.
 * @param lastDay any day of the last month
 */
export async function wonByMonth(db: Db, lastDay: string, asked: WonAsked): Promise<MonthLine[]> {
  const last = Temporal.PlainDate.from(lastDay).toPlainYearMonth();
  const back = (months: number): string => last.subtract({ months }).toString();
  const won = await wonIn(db, back(23), back(0), asked);
  return Array.from({ length: 12 }, (_, index) => {
    const month = back(11 - index);
    const { value, count } = won.get(month) ?? { value: 0, count: 0 };
    return { month, value, count, before: won.get(back(23 - index))?.value ?? 0 };
  });
}
