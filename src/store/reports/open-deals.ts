import { entityOf } from '../../model/registry.ts';
import type { Filter } from '../../model/filter/filter.ts';
import type { Db } from '../dialect.ts';
import { matching } from '../records.ts';
import { countOf, isInCurrency, sumOf } from './conditions.ts';
import { rowsOf, type Query, type Selection } from './selection.ts';

/** What the open deals are worth now, by stage, by month, and together. Selections are of deals, amounts in minor units. */

const open = (db: Db, selection: Selection): Query => rowsOf(db, selection).where('outcome', 'open');

export interface StageRow {
  /** Stage id. */
  stage: number;
  count: number;
  value: number;
}

/** The open deals of each stage that has any. @param currency ISO 4217; other amounts are not added */
export async function openByStage(db: Db, selection: Selection, currency: string): Promise<StageRow[]> {
  return (await open(db, selection)
    .groupBy('stage_id')
    .select({ stage: 'stage_id' })
    .count({ count: '*' })
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, { currency }))) as StageRow[];
}

/** Which amounts are added, and the probabilities from which a deal is commit or best case. */
export interface Likelihoods {
  /** ISO 4217 */
  currency: string;
  commit: number;
  bestCase: number;
}

/** Open deals that are expected to close in one month. */
export interface MonthRow {
  /** `2026-03` */
  month: string;
  /** Of those that are commit. A word that is no word of SQL. */
  sure: number;
  bestCase: number;
  /** Amounts times probability in percent. */
  hundredths: number;
}

const sumFrom = (probability: number): string => sumOf('amount', `${isInCurrency} and probability >= ${probability}`);

/** The open deals by the month in which they are expected to close. */
export async function openByMonth(
  db: Db,
  selection: Selection,
  { currency, commit, bestCase }: Likelihoods,
): Promise<MonthRow[]> {
  return (await open(db, selection)
    .whereNotNull('close_on')
    .groupByRaw('1')
    .select(db.raw('substr(close_on, 1, 7) as month'))
    .select(
      db.raw(`${sumFrom(commit)} as sure`, { currency }),
      db.raw(`${sumFrom(bestCase)} as "bestCase"`, { currency }),
    )
    .select(db.raw(`${sumOf('amount * probability', isInCurrency)} as hundredths`, { currency }))) as MonthRow[];
}

interface UnplacedRow {
  late: number;
  late_value: number;
  never: number;
  never_value: number;
}

/** The open deals whose expected close lies before a day (`late`), and those that have none (`never`). */
export async function openUnplaced(
  db: Db,
  selection: Selection,
  { currency, first }: { currency: string; first: string },
): Promise<UnplacedRow> {
  const [overdue, undated] = [`close_on < :first`, 'close_on is null'];
  const bindings = { currency, first };
  const column = (sql: string, name: string) => db.raw(`${sql} as ${name}`, bindings);
  const [row] = (await open(db, selection)
    .select(column(countOf(overdue), 'late'), column(sumOf('amount', `${isInCurrency} and ${overdue}`), 'late_value'))
    .select(
      column(countOf(undated), 'never'),
      column(sumOf('amount', `${isInCurrency} and ${undated}`), 'never_value'),
    )) as UnplacedRow[];
  return row ?? { late: 0, late_value: 0, never: 0, never_value: 0 };
}

/** The open deals that a filter lets through: how many there are, and those among them in one currency. */
export async function openTotal(
  db: Db,
  filter: Filter,
  currency: string,
): Promise<{ all: number; count: number; value: number }> {
  const [row] = (await matching(db, entityOf('deal'), { filter, limit: 0 })
    .join('stages', 'stages.id', 'deals.stage_id')
    .where('stages.outcome', 'open')
    .count({ all: '*' })
    .select(
      db.raw('count(case when deals.currency = ? then 1 end) as "count"', [currency]),
      db.raw('coalesce(sum(case when deals.currency = ? then deals.amount end), 0) as "value"', [currency]),
    )) as { all: number; count: number; value: number }[];
  return row ?? { all: 0, count: 0, value: 0 };
}
