import { listed, sum, worthOf } from '../format.ts';
import { fullNumbers, type Numbers } from '../numbers.ts';
import type { PipelineByStage, Stage } from '../pictures.ts';

/** The most valuable first, then those with the most deals. */
const largestFirst = (stages: readonly Stage[]): Stage[] =>
  stages
    .filter(({ count, value }) => count > 0 || value > 0)
    .toSorted((a, b) => b.value - a.value || b.count - a.count);

const held = ({ value, count }: Pick<Stage, 'value' | 'count'>, { money, count: deals }: Numbers): string =>
  value > 0 ? `${money(value)} in ${deals(count)}` : `${deals(count)} without a value`;

/** Which stage holds most, the whole, then the others; by number where no deal has a value. */
export function pipelineFound({ stages, currency, locale }: PipelineByStage): string {
  const worth = largestFirst(stages);
  const [first, ...others] = worth;
  if (!first) return 'nothing yet.';
  const numbers = fullNumbers(locale, currency);
  const all = worthOf(worth);
  if (first.value === 0) return unvalued(worth, numbers, currency);
  const likely = `${numbers.money(sum(worth.map(({ weighted }) => weighted)))} weighted`;
  if (others.length === 0) return `${first.name} has all: ${held(all, numbers)}, ${likely}.`;
  const rest = listed(others.map((stage) => `${stage.name} ${held(stage, numbers)}`));
  return `${first.name} has the most: ${held(first, numbers)}; ${held(all, numbers)} in total, ${likely}; ${rest}.`;
}

/** Empty sums compare nothing: the number of deals is what is left. */
function unvalued(stages: readonly Stage[], { count: deals, number }: Numbers, currency: string): string {
  const [first, ...others] = stages;
  const all = deals(worthOf(stages).count);
  if (others.length === 0) return `all ${all} in ${first?.name}, without a value in ${currency}.`;
  const rest = listed(others.map(({ name, count }) => `${name} ${deals(count)}`));
  return `no values in ${currency} yet; ${first?.name} has the most deals, ${number(first?.count ?? 0)} of ${all}; ${rest}.`;
}
