import { Temporal } from 'temporal-polyfill';
import type { Db } from '../../../store/database.ts';
import { openByMonth, openUnplaced, type MonthRow } from '../../../store/reports/open-deals.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';
import { ownersIn, targetFor } from '../targets.ts';
import { runs } from '../window.ts';
import { wonIn } from './won-by-month.ts';

/** A deal is commit from this probability of its stage on, and best case from the other (commit included). */
export const COMMIT = 75;
export const BEST_CASE = 50;

/** Amounts of one month, in minor units of the settings' currency. */
export interface ForecastLine {
  /** `2026-03` */
  month: string;
  /** Won with a closing day in it. */
  won: number;
  /** Open deals that are expected to close in it, by the probability of their stage. */
  commit: number;
  bestCase: number;
  /** Each open deal's amount times that probability. */
  weighted: number;
  /** Won with a closing day in the same month of the year before: the months ahead have no period before. */
  before: number;
  /** What is to be won in it; null where no target is set. */
  target: number | null;
}

/** Open deals that no month of a forecast holds. */
export interface Unplaced {
  /** Their expected close lies in a month that is over. */
  overdue: { count: number; value: number };
  /** They have none. */
  undated: { count: number; value: number };
}

export interface Outlook {
  months: ForecastLine[];
  unplaced: Unplaced;
}

const MOST_MONTHS = 18;
const AHEAD = 5;

/** The months of the period; of one that still runs, up to five months from now as well. The latest eighteen. */
const monthsOf = ({ question: { period }, now, today }: Asked): string[] => {
  const month = (day: string) => Temporal.PlainDate.from(day).toPlainYearMonth();
  const ahead = month(today).add({ months: AHEAD });
  const [first, end] = [month(period.from), month(period.to)];
  const last = runs(now, today) && Temporal.PlainYearMonth.compare(ahead, end) > 0 ? ahead : end;
  const all = first.until(last, { largestUnit: 'month' }).months + 1;
  return Array.from({ length: Math.min(all, MOST_MONTHS) }, (_, back) =>
    last.subtract({ months: back }).toString(),
  ).reverse();
};

/** The open deals by the month in which they are expected to close. */
const openIn = async (db: Db, { scope, currency }: Asked): Promise<Map<string, MonthRow>> => {
  const likelihoods = { currency, commit: COMMIT, bestCase: BEST_CASE };
  const rows = await openByMonth(db, selectionOf('deal', scope), likelihoods);
  return new Map(rows.map((row) => [row.month, row]));
};

const unplaced = async (db: Db, { scope, currency, today }: Asked): Promise<Unplaced> => {
  const first = `${today.slice(0, 7)}-01`;
  const row = await openUnplaced(db, selectionOf('deal', scope), { currency, first });
  return {
    overdue: { count: row.late, value: row.late_value },
    undated: { count: row.never, value: row.never_value },
  };
};

const targetOf = async (db: Db, month: string, { scope, currency }: Asked): Promise<number | null> => {
  const owners = ownersIn(scope.filter);
  if (owners === undefined) return null;
  const days = Temporal.PlainYearMonth.from(month);
  const span = { from: `${month}-01`, to: `${month}-${days.daysInMonth}` };
  return targetFor(db, span, currency, owners);
};

const yearBefore = (month: string): string => Temporal.PlainYearMonth.from(month).subtract({ years: 1 }).toString();

/** What is expected month by month beside what was won and what is to be won. */
export async function forecastOf(db: Db, asked: Asked): Promise<Outlook> {
  const months = monthsOf(asked);
  const present = asked.today.slice(0, 7);
  const won = await wonIn(db, months[0] ?? present, months.at(-1) ?? present, asked);
  const [firstBefore, lastBefore] = [yearBefore(months[0] ?? present), yearBefore(months.at(-1) ?? present)];
  const wonBefore = await wonIn(db, firstBefore, lastBefore, asked);
  const open = await openIn(db, asked);
  const lines: ForecastLine[] = [];
  for (const month of months) {
    // Nothing is expected of a month that is over: what was is overdue.
    const { sure: commit = 0, bestCase = 0, hundredths = 0 } = (month >= present ? open.get(month) : undefined) ?? {};
    const target = await targetOf(db, month, asked);
    lines.push({
      month,
      won: won.get(month)?.value ?? 0,
      commit,
      bestCase,
      weighted: Math.round(hundredths / 100),
      before: wonBefore.get(yearBefore(month))?.value ?? 0,
      target,
    });
  }
  return { months: lines, unplaced: await unplaced(db, asked) };
}
