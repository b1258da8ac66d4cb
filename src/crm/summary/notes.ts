import { count, listed } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import { countOf, isOpen, isWon } from './conditions.ts';
import { definitionOf } from './figures.ts';
import type { Figure, Measured } from './measure.ts';
import { entityFor, rowsOf, sees, SUBJECTS, type Subject } from './subjects.ts';
import { currenciesFromTotals } from './totals/parts.ts';
import { whose } from './totals/owner-scope.ts';
import { asRole } from '../../model/roles.ts';

interface Row {
  currency: string;
  /** Deals that are not deleted. */
  deals: number;
  /** Deals whose amount would be in one of the sums. */
  valued: number;
  openWithoutAmount: number;
}

const scanned = (db: Db, { scope, now: window }: Measured): Promise<Row[]> =>
  rowsOf(db, 'deals', scope)
    .groupBy('currency')
    .orderBy('currency')
    .select(
      'currency',
      db.raw('count(*) as deals'),
      db.raw(`${countOf(`(${isOpen}) or (${isWon})`)} as valued`, { ...window }),
      db.raw(`${countOf(`amount is null and ${isOpen}`)} as "openWithoutAmount"`, { ...window }),
    );

const read = async (db: Db, asked: Measured): Promise<Row[]> => {
  const known = await whose(db, asked.scope);
  return known ? currenciesFromTotals(db, asked.now, known.owners) : scanned(db, asked);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** `2 deals in GBP and 1 in USD are counted, but …` */
const onCurrencies = (rows: readonly Row[], currency: string): string[] => {
  const others = rows.filter((row) => row.currency !== currency && row.valued > 0);
  const [first, ...more] = others;
  if (!first) return [];
  const parts = [`${count(first.valued, 'deal')} in ${first.currency}`];
  parts.push(...more.map((row) => `${row.valued.toLocaleString('en')} in ${row.currency}`));
  const list = listed(parts);
  const one = sum(others.map(({ valued }) => valued)) === 1;
  const counted = one ? 'is counted, but its amount is' : 'are counted, but their amounts are';
  return [`${list} ${counted} not in the totals, which are in ${currency}.`];
};

const onAmounts = (rows: readonly Row[]): string[] => {
  const without = sum(rows.map((row) => row.openWithoutAmount));
  return without === 0 ? [] : [`${count(without, 'open deal')} ${without === 1 ? 'has' : 'have'} no amount yet.`];
};

/** How many deals were looked at, and in sentences what the sums of money leave out. */
export async function remarks(db: Db, asked: Measured): Promise<{ deals: number; notes: string[] }> {
  const rows = await read(db, asked);
  return {
    deals: sum(rows.map((row) => row.deals)),
    notes: [...onAmounts(rows), ...onCurrencies(rows, asked.now.currency), ...onRole(asked)],
  };
}

const called = (subjects: readonly Subject[]): string => listed(subjects.map((subject) => entityFor(subject).plural));

/** What the role keeps from being counted. */
const onRole = ({ scope: { actor } }: Measured): string[] => {
  const of = (what: 'own' | 'none'): Subject[] => SUBJECTS.filter((subject) => sees(actor, subject) === what);
  const [own, none] = [of('own'), of('none')];
  return [
    ...(none.length > 0 ? [`${asRole(actor.role)}, you can’t see ${called(none)}, so they aren’t counted.`] : []),
    ...(own.length > 0
      ? [`${asRole(actor.role)}, you can see only your own ${called(own)}. Others aren’t counted.`]
      : []),
  ];
};

/** Figures that the filter doesn’t apply to. They are left out, because they would count all records. */
export function onFilter(figures: Readonly<Record<string, Figure>>): string[] {
  const left = Object.values(figures).filter(({ hidden }) => hidden === 'filter');
  if (left.length === 0) return [];
  const nameOf = ({ key, label }: Figure): string => {
    const { of } = definitionOf(key);
    return of === 'deals' ? label.toLowerCase() : entityFor(of).plural;
  };
  return [`The filter applies to deals. Not applicable and left out: ${listed([...new Set(left.map(nameOf))])}.`];
}
