import { sum } from '../format.ts';
import type { Move, WhatMoved, Worth } from '../pictures.ts';

/** How the picture colours a row: what is open, what came, what went, what was won, what nobody can explain. */
export type Effect = 'total' | 'came' | 'went' | 'won' | 'unexplained';

/** A row of the bridge. `from` and `to` are the open value before and after it, in minor units; a total starts from zero. */
export interface Span {
  name: string;
  effect: Effect;
  from: number;
  to: number;
  count: number | null;
}

/** In the order in which they are drawn: what comes, then what goes. */
const NAMES: Record<Move, string> = {
  new: 'New',
  reopened: 'Reopened',
  grown: 'Increased',
  pulledIn: 'Pulled in',
  shrunk: 'Decreased',
  slipped: 'Slipped',
  lost: 'Lost',
  won: 'Won',
};
const inOrder = Object.keys(NAMES).filter((move): move is Move => move in NAMES);

type Moves = Pick<WhatMoved, 'then' | 'now' | 'moves' | 'rest'>;

/** From what was open then to what is open now; what the moves leave unexplained is a step of its own. */
export function bridgeOf({ then, now, moves, rest = [] }: Moves): Span[] {
  const spans: Span[] = [{ name: 'Open at start', effect: 'total', from: 0, to: then.value, count: then.count }];
  const add = (name: string, effect: Effect, value: number, count: number | null): void => {
    const from = spans.at(-1)?.to ?? 0;
    spans.push({ name, effect, from, to: from + value, count });
  };
  const addRest = (fits: (value: number) => boolean): void => {
    for (const { name, value, count } of rest) if (fits(value)) add(name, value < 0 ? 'went' : 'came', value, count);
  };
  for (const move of inOrder) {
    add(NAMES[move], effectOf(move, moves[move]), moves[move].value, moves[move].count);
    if (move === 'pulledIn') addRest((value) => value >= 0);
    if (move === 'slipped') addRest((value) => value < 0);
  }
  const unexplained = now.value - (spans.at(-1)?.to ?? 0);
  if (unexplained !== 0) add('Other', 'unexplained', unexplained, null);
  return [...spans, { name: 'Open now', effect: 'total', from: 0, to: now.value, count: now.count }];
}

const effectOf = (move: Move, { value }: Worth): Effect => (move === 'won' ? 'won' : value < 0 ? 'went' : 'came');

/** By how much all rows of one effect changed the open value. */
export function changeBy(spans: readonly Span[], effect: Effect): number {
  return sum(spans.filter((span) => span.effect === effect).map(({ from, to }) => to - from));
}

/** Whether nothing was open, nothing is, and nothing happened. */
export function isStill({ then, now, moves, rest = [] }: Moves): boolean {
  return [then, now, ...Object.values(moves), ...rest].every(({ count, value }) => !count && !value);
}
