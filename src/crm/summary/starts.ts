import { entityOf } from '../../model/registry.ts';
import { count, listed } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import type { Subject } from '../../store/reports/selection.ts';
import { countBroughtIn, countWonStarts, type WonStarts } from '../../store/reports/starts.ts';
import type { Window } from '../../store/reports/window.ts';
import type { FigureKey } from './figures.ts';
import type { Measured } from './measured.ts';
import type { AgeingLine } from './parts/ageing.ts';
import type { Stay } from './parts/stays.ts';
import { selectionOf, type Scope } from './subjects.ts';
import { broughtInFromTotals, wonStartsFromTotals } from './totals/starts.ts';
import { whose } from './totals/owner-scope.ts';

/** Subjects whose records have a start that an import may not know. */
export const STARTING = ['deal', 'customer', 'contact'] as const satisfies readonly Subject[];

/** How many records imports brought within the window without saying when they began. */
export async function broughtIn(db: Db, { scope, now }: Measured): Promise<[Subject, number][]> {
  const known = await whose(db, scope);
  if (known) return broughtInFromTotals(db, now, known.owners);
  const counts: [Subject, number][] = [];
  for (const subject of STARTING) counts.push([subject, await countBroughtIn(db, selectionOf(subject, scope), now)]);
  return counts;
}

/** What was imported in the period without the day on which it began: it isn’t new, and nothing is known from before. */
export async function onImports(db: Db, asked: Measured): Promise<string[]> {
  const found = (await broughtIn(db, asked)).filter(([, n]) => n > 0);
  if (found.length === 0) return [];
  const called = found.map(([subject, n]) => count(n, subject, entityOf(subject).plural));
  const isOne = found.length === 1 && found[0]?.[1] === 1;
  return [
    isOne
      ? `${listed(called)} was imported without a creation day. It doesn’t count as new, and nothing before the import is known.`
      : `${listed(called)} were imported without a creation day. They don’t count as new, and nothing before the import is known.`,
  ];
}

const CYCLES: readonly FigureKey[] = ['cycleMedian', 'cycleP90'];

/** Is it a number of days from when deals began? */
export function isCycle(key: FigureKey): boolean {
  return CYCLES.includes(key);
}

/** Deals won in a window, by whether it is known when they began. */
export async function wonStarts(db: Db, scope: Scope, window: Window): Promise<WonStarts> {
  const known = await whose(db, scope);
  return known ? wonStartsFromTotals(db, window, known.owners) : countWonStarts(db, selectionOf('deal', scope), window);
}

/** `Sales cycle: based on 12 deals. 288 imported deals have no known start.` */
export function onCycle({ known, unknown }: WonStarts): string[] {
  if (unknown === 0) return [];
  const without = `${count(unknown, 'imported deal')} ${unknown === 1 ? 'has' : 'have'} no known start`;
  return [
    known === 0
      ? `Sales cycle: not known, because ${without}.`
      : `Sales cycle: based on ${count(known, 'deal')}. ${without}.`,
  ];
}

/** What of imported deals isn’t known of their stages: since when they are in them, or how long they were. */
export function onStages(aged: readonly AgeingLine[], stays: readonly Stay[]): string[] {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const open = sum(aged.map(({ unknown }) => unknown.count));
  const left = sum(stays.map((stay) => stay.count - stay.known));
  return [
    ...(open > 0
      ? [`Not known: since when ${count(open, 'imported deal')} ${open === 1 ? 'is' : 'are'} in their stage.`]
      : []),
    ...(left > 0 ? [`Time in stage leaves out ${count(left, 'stay')} that began before an import.`] : []),
  ];
}
