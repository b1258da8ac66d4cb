import { count } from '../../model/words.ts';
import type { Db } from '../../store/database.ts';
import { countOf, isOpen, isWon } from './conditions.ts';
import { stagedDeals } from './staged-deals.ts';
import type { Window } from './window.ts';

interface Row {
  currency: string;
  /** Deals that are not deleted. */
  deals: number;
  /** Deals whose amount would be in one of the sums. */
  valued: number;
  openWithoutAmount: number;
}

const read = (db: Db, window: Window): Promise<Row[]> =>
  stagedDeals(db)
    .groupBy('currency')
    .orderBy('currency')
    .select(
      'currency',
      db.raw('count(*) as deals'),
      db.raw(`${countOf(`(${isOpen}) or (${isWon})`)} as valued`, { ...window }),
      db.raw(`${countOf(`amount is null and ${isOpen}`)} as "openWithoutAmount"`, { ...window }),
    );

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** `2 deals in GBP and 1 in USD are counted, but …` */
const onCurrencies = (rows: readonly Row[], currency: string): string[] => {
  const others = rows.filter((row) => row.currency !== currency && row.valued > 0);
  const [first, ...more] = others;
  if (!first) return [];
  const parts = [`${count(first.valued, 'deal')} in ${first.currency}`];
  parts.push(...more.map((row) => `${row.valued.toLocaleString('en')} in ${row.currency}`));
  const list = new Intl.ListFormat('en').format(parts);
  const one = sum(others.map(({ valued }) => valued)) === 1;
  const counted = one ? 'is counted, but its amount is' : 'are counted, but their amounts are';
  return [`${list} ${counted} not in the sums, which are in ${currency}.`];
};

const onAmounts = (rows: readonly Row[]): string[] => {
  const without = sum(rows.map((row) => row.openWithoutAmount));
  return without === 0 ? [] : [`${count(without, 'open deal')} ${without === 1 ? 'has' : 'have'} no amount yet.`];
};

/** How many deals were looked at, and in sentences what the sums of money leave out. */
export const remarks = async (db: Db, window: Window): Promise<{ deals: number; notes: string[] }> => {
  const rows = await read(db, window);
  return {
    deals: sum(rows.map((row) => row.deals)),
    notes: [...onAmounts(rows), ...onCurrencies(rows, window.currency)],
  };
};
