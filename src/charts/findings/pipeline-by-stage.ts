import { listed, sum } from '../format.ts';
import { fullNumbers } from '../numbers.ts';
import type { PipelineByStage } from '../pictures.ts';

/** Which stage holds most, the whole, then the others. */
export function pipelineFound({ stages, currency, locale }: PipelineByStage): string {
  const worth = stages.filter(({ count, value }) => count > 0 || value > 0).toSorted((a, b) => b.value - a.value);
  const [first, ...others] = worth;
  if (!first) return 'nothing yet.';
  const { money, count: deals } = fullNumbers(locale, currency);
  const held = (value: number, count: number): string => `${money(value)} in ${deals(count)}`;
  const [value, count] = [sum(worth.map((stage) => stage.value)), sum(worth.map((stage) => stage.count))];
  const likely = `${money(sum(worth.map(({ weighted }) => weighted)))} weighted by chance`;
  if (others.length === 0) return `${first.name} holds all, ${held(value, count)}, ${likely}.`;
  const rest = listed(others.map((stage) => `${stage.name} ${held(stage.value, stage.count)}`));
  return `${first.name} holds most, ${held(first.value, first.count)}; ${held(value, count)} in all, ${likely}; ${rest}.`;
}
