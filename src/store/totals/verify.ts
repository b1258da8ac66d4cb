import type { Db } from '../dialect.ts';
import { rawRows } from '../connection/raw-rows.ts';
import { wrongSets } from './sets.ts';
import { rowsCounted, SOURCE_NAMES } from './sources.ts';
import { KEY, SUMS, totalsOf } from './tallies.ts';

/** A line of the totals that is not what the rows add up to. */
export interface WrongTotal {
  /** Its key and what is wrong about it: `deals 10 2026-11-16 closed 3 5 EUR n`. */
  line: string;
  kept: number;
  counted: number;
}

type TotalsRow = Record<string, string | number>;

const key = KEY.join(', ');
const sumsAs = (side: string, of: (sum: string) => string): string =>
  SUMS.map((sum) => `${of(sum)} as ${side}_${sum}`).join(', ');
const sides = (kept: (sum: string) => string, counted: (sum: string) => string): string =>
  `${key}, ${sumsAs('kept', kept)}, ${sumsAs('counted', counted)}`;

const itself = (sum: string): string => sum;
const nothing = (): string => '0';
const total = (side: string) => (sum: string) => `sum(${side}_${sum})`;

const counted = SOURCE_NAMES.flatMap((source) => {
  const totals = totalsOf(rowsCounted(source), source);
  return totals ? [`select ${sides(nothing, itself)} from (${totals}) rows_of_${source}`] : [];
});
const DIFFERENCES = `select ${sides(total('kept'), total('counted'))} from (
    select ${sides(itself, nothing)} from running_totals
    union all select ${sides(itself, nothing)} from (${totalsOf('running_changes')}) changes
    union all ${counted.join(' union all ')}
  ) all_sides group by ${key} having ${SUMS.map((sum) => `sum(kept_${sum}) <> sum(counted_${sum})`).join(' or ')}
  order by ${key}`;

const wrongIn = (row: TotalsRow): WrongTotal[] =>
  SUMS.map((sum) => ({
    line: [...KEY.map((column) => row[column]), sum].filter((word) => word !== '').join(' '),
    kept: Number(row[`kept_${sum}`]),
    counted: Number(row[`counted_${sum}`]),
  })).filter((each) => each.kept !== each.counted);

/** The lines of the totals that the rows do not add up to: a scan of everything. Read it in a snapshot. */
export async function wrongTotals(db: Db): Promise<WrongTotal[]> {
  return [
    ...(await rawRows<TotalsRow>(db, DIFFERENCES)).flatMap(wrongIn),
    ...(await wrongSets(db)).map(({ set, day, ...numbers }) => ({ line: `${set} ${day}`, ...numbers })),
  ];
}
