import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { columnsShape } from '../drawing/columns.ts';
import { drawPoint, type LegendEntry } from '../drawing/legend.ts';
import type { Numbers } from '../numbers.ts';
import { expectedIn, isBlank, outlookOf, type Outlook } from '../outlook.ts';
import type { Forecast, ForecastMonth } from '../pictures.ts';
import { foundIn, nothingYet, type ChartShape } from '../drawing/scene.ts';
import { bright, ink, MARGIN, paleBlue, WIDTH } from '../drawing/theme.ts';
import { drawableNumbers } from '../words.ts';

/** For each month what is won, on it what is as good as sure and what may come; a point where it will likely end, a line to reach. */
export function forecast({ title, subtitle, months, currency, locale }: Forecast): ChartShape {
  if (isBlank(months)) return nothingYet(title, subtitle ?? '', 'Open deals with a close date appear here.');
  const numbers = drawableNumbers(locale, currency);
  const outlook = outlookOf(months);
  const column = { barPercentage: 0.74, maxBarThickness: 90 };
  return columnsShape({
    title,
    subtitle: foundIn(altText(outlook, numbers), subtitle),
    legend: legendOf(outlook, numbers),
    months: months.map(({ month }) => ({ month, name: numbers.month(month) })),
    stacked: true,
    datasets: [
      { ...column, data: months.map(({ won }) => won), backgroundColor: bright.green },
      { ...column, data: months.map(({ commit }) => commit), backgroundColor: bright.blue },
      {
        ...column,
        data: months.map(({ commit, bestCase }) => Math.max(0, bestCase - commit)),
        backgroundColor: paleBlue,
      },
    ],
    alsoReached: months.flatMap((month) => [month.target ?? 0, expectedIn(month)]),
    over: (context, chart) => drawAims(context, chart, months),
    labels: months.map((month) => {
      const value = expectedIn(month);
      return { value, text: value === 0 ? '' : numbers.money(value), point: value, crossed: month.target };
    }),
    colour: bright.purple,
  });
}

function altText({ expected, target, attained, won }: Outlook, { money, percent }: Numbers): string {
  if (target === null || attained === null) return `${money(expected)} expected, ${money(won)} of it won`;
  return `${money(expected)} expected, ${percent(attained)} of the target`;
}

function legendOf({ won, commit, bestCase, expected, target }: Outlook, { money }: Numbers): LegendEntry[] {
  const legend: LegendEntry[] = [
    { colour: bright.green, label: 'Won', total: money(won) },
    { colour: bright.blue, label: 'Commit', total: money(commit) },
    { colour: paleBlue, label: 'Best case', total: money(bestCase) },
    { colour: bright.purple, label: 'Expected', total: money(expected), shape: 'point' },
  ];
  return target === null
    ? legend
    : [...legend, { colour: ink.strong, label: 'Target', total: money(target), shape: 'line' }];
}

/** The target as a line as wide as its month, and in front of it the point that is expected. */
function drawAims(context: SKRSContext2D, chart: Chart<'bar'>, months: readonly ForecastMonth[]): void {
  const step = (WIDTH - 2 * MARGIN) / months.length;
  for (const [index, month] of months.entries()) {
    const centre = chart.scales['x']?.getPixelForValue(index) ?? 0;
    const heightOf = (value: number): number => chart.scales['y']?.getPixelForValue(value) ?? 0;
    context.fillStyle = ink.strong;
    if (month.target !== undefined) context.fillRect(centre - step / 2, heightOf(month.target) - 1.5, step, 3);
    if (expectedIn(month) !== 0)
      drawPoint(context, bright.purple, centre, heightOf(expectedIn(month)), Math.min(9, step / 4));
  }
}
