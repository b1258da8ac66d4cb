import { stepsOf, type Step } from '../conversion.ts';
import { listed } from '../format.ts';
import { fullNumbers, type Numbers } from '../numbers.ts';
import type { Funnel } from '../pictures.ts';

/** How many came from the first stage to the last, where most were left behind, then every stage. */
export function funnelFound({ stages, currency, locale }: Funnel): string {
  const steps = stepsOf(stages);
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || steps.every(({ count }) => count === 0)) return 'nothing yet.';
  const numbers = fullNumbers(locale, currency);
  const { count, number, money, percent } = numbers;
  if (first === last) return `${count(first.count)} reached ${first.name}, worth ${money(first.value)}.`;
  const overall =
    first.count > 0
      ? `${number(last.count)} of ${count(first.count)} (${percent(last.count / first.count)}) went from ${first.name} to ${last.name}`
      : `${count(last.count)} reached ${last.name}`;
  const reached = listed(steps.map((step) => reachedWords(step, step === first, numbers)));
  return `${[overall, ...narrowest(steps, numbers), reached].join('; ')}.`;
}

function reachedWords({ name, count, value, cameOn }: Step, isFirst: boolean, numbers: Numbers): string {
  const share = isFirst || cameOn === null ? '' : `, ${numbers.percent(cameOn)} of the stage before`;
  return `${name} ${numbers.count(count)} (${numbers.money(value)}${share})`;
}

/** The step on which the smallest share came on, when there is one on which some did not. */
function narrowest(steps: readonly Step[], { percent }: Numbers): string[] {
  const [least] = steps.filter(({ left }) => left > 0).toSorted((a, b) => (a.cameOn ?? 0) - (b.cameOn ?? 0));
  const before = least && steps[steps.indexOf(least) - 1];
  if (!before || least.cameOn === null) return [];
  return [`the biggest drop was from ${before.name} to ${least.name}: ${percent(least.cameOn)} converted`];
}
