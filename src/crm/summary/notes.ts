import { count, listed } from '../../model/text/text.ts';
import { entityOf } from '../../model/registry.ts';
import type { Db } from '../../store/database.ts';
import { dealsByCurrency, type CurrencyRow } from '../../store/reports/currencies.ts';
import { SUBJECTS, type Subject } from '../../store/reports/selection.ts';
import { definitionOf } from './figures.ts';
import type { Figure } from './measure.ts';
import type { Measured } from './measured.ts';
import { onImports } from './starts.ts';
import { sees, selectionOf } from './subjects.ts';
import { currenciesFromTotals } from './totals/parts.ts';
import { whose } from './totals/owner-scope.ts';
import { asRole } from '../../model/roles.ts';

const read = async (db: Db, { scope, now }: Measured): Promise<CurrencyRow[]> => {
  const known = await whose(db, scope);
  return known ? currenciesFromTotals(db, now, known.owners) : dealsByCurrency(db, selectionOf('deal', scope), now);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** `2 deals in GBP and 1 in USD are counted, but …` */
const onCurrencies = (rows: readonly CurrencyRow[], currency: string): string[] => {
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

const onAmounts = (rows: readonly CurrencyRow[]): string[] => {
  const without = sum(rows.map((row) => row.openWithoutAmount));
  return without === 0 ? [] : [`${count(without, 'open deal')} ${without === 1 ? 'has' : 'have'} no amount yet.`];
};

/** How many deals were looked at, and in sentences what the sums of money leave out. */
export async function remarks(db: Db, asked: Measured): Promise<{ deals: number; notes: string[] }> {
  const rows = await read(db, asked);
  return {
    deals: sum(rows.map((row) => row.deals)),
    notes: [
      ...onAmounts(rows),
      ...onCurrencies(rows, asked.now.currency),
      ...(await onImports(db, asked)),
      ...onRole(asked),
    ],
  };
}

const called = (subjects: readonly Subject[]): string => listed(subjects.map((subject) => entityOf(subject).plural));

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
    return of === 'deal' ? label.toLowerCase() : entityOf(of).plural;
  };
  return [`The filter applies to deals. Not applicable and left out: ${listed([...new Set(left.map(nameOf))])}.`];
}
