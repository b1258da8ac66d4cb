import { bridgeOf, isStill, type Span } from '../drawing/bridge.ts';
import { listed } from '../format.ts';
import { fullNumbers, type Numbers } from '../numbers.ts';
import type { WhatMoved } from '../pictures.ts';

/** By how much the open value changed, from what to what, then what each kind of move did to it. */
export function movedFound({ currency, locale, ...moved }: WhatMoved): string {
  if (isStill(moved)) return 'nothing yet.';
  const numbers = fullNumbers(locale, currency);
  const { money, count } = numbers;
  const { then, now } = moved;
  const span = `${money(then.value)} in ${count(then.count)} to ${money(now.value)} in ${count(now.count)}`;
  const steps = bridgeOf(moved).filter(
    ({ effect, from, to, count: deals }) => effect !== 'total' && (deals || from !== to),
  );
  const moves = steps.length > 0 ? listed(steps.map((step) => stepWords(step, numbers))) : 'no changes';
  return `${direction(now.value - then.value, numbers)}, from ${span}; ${moves}.`;
}

function direction(change: number, { money }: Numbers): string {
  if (change === 0) return 'the open pipeline didn’t change';
  return `the open pipeline ${change > 0 ? 'rose' : 'fell'} by ${money(Math.abs(change))}`;
}

const stepWords = ({ name, from, to, count }: Span, numbers: Numbers): string =>
  `${name.toLowerCase()} ${numbers.change(to - from)}${count === null ? '' : ` in ${numbers.count(count)}`}`;
