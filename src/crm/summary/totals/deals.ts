import { addDays } from '../../../model/dates/time.ts';
import type { Stage } from '../../../model/record.ts';
import type { Db } from '../../../store/database.ts';
import type { Line, TotalsQuestion } from '../../../store/totals/read.ts';
import { everyStage } from '../../../store/stages.ts';
import type { Window } from '../../../store/reports/window.ts';
import { NEVER } from '../window.ts';

/** What the figures of a window need to know of the deals. */
export function dealQuestions({ from, to, start, end, openPast }: Window) {
  return {
    made: { of: 'deals', from: start, to: end, start: 'known' },
    there: { of: 'deals', from: null, to: end },
    closed: { of: 'closings', from, to: addDays(to, 1) },
    // Closed after the window, and those of them that were made after it too.
    ...(openPast !== NEVER && {
      closedLater: { of: 'closings', from: addDays(to, 1), to: null },
      madeLater: { of: 'deals', from: end, to: null, everClosed: true },
      closedBeforeMade: { of: 'backdated', from: end, to: null, closedBefore: addDays(to, 1) },
    }),
  } as const satisfies Record<string, TotalsQuestion>;
}
export type DealAnswers = Partial<Record<keyof ReturnType<typeof dealQuestions>, Line[]>>;

export type Stages = ReadonlyMap<number, Stage>;

export async function stagesOf(db: Db): Promise<Stages> {
  return new Map((await everyStage(db)).map((stage) => [stage.id, stage]));
}

const less = (lines: readonly Line[]): Line[] =>
  lines.map((line) => ({ ...line, n: -line.n, amount: -line.amount, blank: -line.blank }));

/** The deals whose stages have that outcome. */
export function inStages(stages: Stages, lines: readonly Line[], outcome: Stage['outcome']): Line[] {
  return lines.filter((line) => stages.get(line.stage_id)?.outcome === outcome);
}

/**
 * The deals that were open at the window's end: those that are now, and those closed since. A stage and currency may come in
 * several lines, some of them below zero.
 */
export function openOf(stages: Stages, answers: DealAnswers): Line[] {
  const { there = [], closedLater = [], madeLater = [], closedBeforeMade = [] } = answers;
  // Of those made after the window, the ones that closed within it or before cannot be among those closed later.
  const since = [...closedLater, ...less(madeLater), ...closedBeforeMade];
  return [...inStages(stages, there, 'open'), ...inStages(stages, since, 'won'), ...inStages(stages, since, 'lost')];
}

export function add<T>(lines: readonly T[], of: (line: T) => number): number {
  return lines.reduce((total, line) => total + of(line), 0);
}
export function countOf(lines: readonly { n: number }[]): number {
  return add(lines, ({ n }) => n);
}
