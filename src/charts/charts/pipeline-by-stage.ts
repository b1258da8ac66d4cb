import { sum } from '../format.ts';
import type { PipelineByStage, Stage } from '../pictures.ts';
import { rowsShape, shownAndRest, type Row } from '../drawing/rows.ts';
import { nothingYet, type ChartShape } from '../drawing/scene.ts';
import { bright, paleBlue } from '../drawing/theme.ts';
import { drawableNumbers } from '../words.ts';

/** A bar for each stage: pale for all of its value, dark for the part that is likely. */
export function pipelineByStage({ title, subtitle, stages, currency, locale }: PipelineByStage): ChartShape {
  const all = total(stages);
  if (!all.count && !all.value)
    return nothingYet(title, subtitle ?? '', 'Deals appear here as soon as they are added.');
  const { money, count: deals } = drawableNumbers(locale, currency);
  const rowOf = (name: string, { value, count }: Omit<Stage, 'name'>): Row => ({
    name,
    result: [money(value), `  ${deals(count)}`],
  });
  const { shown, rest } = shownAndRest(stages);
  const rows = shown.map((stage) => rowOf(stage.name, stage));
  if (rest.length > 0) rows.push(rowOf(`${rest.length} more stages`, total(rest))); // without a bar, which would dwarf all
  return rowsShape({
    title,
    subtitle: subtitle ?? `${money(all.value)} in ${deals(all.count)}`,
    legend: [
      { colour: bright.blue, label: 'Weighted', total: money(all.weighted) },
      { colour: paleBlue, label: 'Full value', total: money(all.value) },
    ],
    rows,
    noun: 'Stage',
    datasets: [
      { data: shown.map(({ weighted }) => Math.max(0, weighted)), backgroundColor: bright.blue },
      {
        data: shown.map(({ value, weighted }) => Math.max(0, value - Math.max(0, weighted))),
        backgroundColor: paleBlue,
      },
    ],
  });
}

const total = (stages: readonly Stage[]): Omit<Stage, 'name'> => ({
  count: sum(stages.map(({ count }) => count)),
  value: sum(stages.map(({ value }) => value)),
  weighted: sum(stages.map(({ weighted }) => weighted)),
});
