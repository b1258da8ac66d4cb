import { stepsOf, type Step } from '../conversion.ts';
import type { Numbers } from '../numbers.ts';
import type { Funnel, FunnelStage } from '../pictures.ts';
import { rowsShape, shownAndRest, type Row } from '../drawing/rows.ts';
import { foundIn, nothingYet, type ChartShape } from '../drawing/scene.ts';
import { bright, paleBlue } from '../drawing/theme.ts';
import { drawable, drawableNumbers } from '../words.ts';

/** A bar for each stage: dark for the deals that reached it, pale for those that only reached the one before. */
export function funnel({ title, subtitle, stages, currency, locale }: Funnel): ChartShape {
  const last = stages.at(-1);
  if (!last || stages.every(({ count }) => count === 0))
    return nothingYet(title, subtitle ?? '', 'Deals appear here as soon as they are added.');
  const numbers = drawableNumbers(locale, currency);
  const { shown, rest } = shownAndRest(stepsOf(stages));
  const rows = shown.map((step) => rowOf(step, numbers));
  if (rest.length > 0)
    rows.push({ name: `${rest.length} more stages`, result: ['', `${numbers.count(last.count)} reached the last`] });
  return rowsShape({
    title,
    subtitle: foundIn(overall(stages, numbers), subtitle),
    legend: [
      { colour: bright.blue, label: 'Reached the stage (% of the previous one)' },
      { colour: paleBlue, label: 'Didn’t convert' },
    ],
    rows,
    noun: 'Stage',
    datasets: [
      { data: shown.map(({ count }) => count), backgroundColor: bright.blue },
      { data: shown.map(({ left }) => left), backgroundColor: paleBlue },
    ],
  });
}

const rowOf = ({ name, count, value, cameOn }: Step, numbers: Numbers): Row => ({
  name,
  result: [cameOn === null ? '–' : numbers.percent(cameOn), `  ${numbers.count(count)}  ${numbers.money(value)}`],
});

function overall(stages: readonly FunnelStage[], { count, number, percent, money }: Numbers): string {
  const [first, last] = [stages[0], stages.at(-1)];
  if (!first || !last || first.count === 0) return '';
  if (first === last) return `${count(first.count)}, ${money(first.value)}`;
  const name = drawable(last.name, `stage ${stages.length}`);
  return `${number(last.count)} of ${count(first.count)} (${percent(last.count / first.count)}) reached ${name}`;
}
