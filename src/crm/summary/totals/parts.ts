import type { Db } from '../../../store/database.ts';
import { closingsByMonth } from '../../../store/totals/months.ts';
import { namesOfEmployees } from '../../../store/team/employees.ts';
import { askTotals, type Line, type TotalsQuestion } from '../../../store/totals/read.ts';
import type { Window } from '../../../store/reports/window.ts';
import { add, countOf, dealQuestions, inStages, openOf, stagesOf, type DealAnswers } from './deals.ts';
import type { Owners } from './owner-scope.ts';

/** The other parts of a summary, from the running totals: each as the scan beside it would give it. */

const groupBy = <K extends keyof Line>(lines: readonly Line[], key: K): Map<Line[K], Line[]> => {
  const groups = new Map<Line[K], Line[]>();
  for (const line of lines) groups.set(line[key], [...(groups.get(line[key]) ?? []), line]);
  return groups;
};

const ALL = { of: 'deals', from: null, to: null } as const;

/** What `remarks` needs of each currency. */
export async function currenciesFromTotals(db: Db, window: Window, owners: Owners) {
  const stages = await stagesOf(db);
  const questions: Record<string, TotalsQuestion> = { ...dealQuestions(window), all: ALL };
  const answers: DealAnswers & { all?: Line[] } = await askTotals(db, questions, ['stage_id', 'currency'], owners);
  const open = groupBy(openOf(stages, answers), 'currency');
  const won = groupBy(inStages(stages, answers.closed ?? [], 'won'), 'currency');
  const rows = [...groupBy(answers.all ?? [], 'currency')].map(([currency, lines]) => ({
    currency,
    deals: countOf(lines),
    valued: countOf(open.get(currency) ?? []) + countOf(won.get(currency) ?? []),
    openWithoutAmount: add(open.get(currency) ?? [], ({ blank }) => blank),
  }));
  return rows.filter(({ deals }) => deals > 0).toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** How many deals stand in each stage, and what those of the currency are worth. */
export async function stagesFromTotals(db: Db, currency: string, owners: Owners) {
  const { all } = await askTotals(db, { all: ALL }, ['stage_id', 'currency'], owners);
  return [...groupBy(all, 'stage_id')].map(([stage, lines]) => ({
    stage,
    count: countOf(lines),
    value: add(lines, (line) => (line.currency === currency ? line.amount : 0)),
  }));
}

/** What was won in each month from one to another: how many, and what those of the currency are worth. */
export async function monthsFromTotals(db: Db, first: string, last: string, currency: string, owners: Owners) {
  const stages = await stagesOf(db);
  const months = new Map<string, { value: number; count: number }>();
  for (const line of await closingsByMonth(db, first, last, owners)) {
    if (stages.get(line.stage_id)?.outcome !== 'won') continue;
    const { value, count } = months.get(line.month) ?? { value: 0, count: 0 };
    months.set(line.month, { value: value + (line.currency === currency ? line.amount : 0), count: count + line.n });
  }
  return months;
}

/** Who did how much of each kind in the window. */
export async function activityFromTotals(db: Db, { start, end }: Window, owners: Owners) {
  const question = { all: { of: 'interactions', from: start, to: end } } as const;
  const { all } = await askTotals(db, question, ['owner_id', 'part'], owners);
  const names = await namesOfEmployees(db);
  return all
    .filter(({ n }) => n > 0)
    .map(({ owner_id: id, part: kind, n: count }) => ({ id, name: names.get(id) ?? '', kind, count }));
}
