import { columnsShape } from '../drawing/columns.ts';
import { sum } from '../format.ts';
import type { WonByMonth } from '../pictures.ts';
import { nothingYet, type ChartShape } from '../drawing/scene.ts';
import { bright } from '../drawing/theme.ts';
import { drawableNumbers } from '../words.ts';

/** A blue bar for each month, in front of a wide grey one for the same month a year before. */
export function wonByMonth({ title, subtitle, months, currency, locale }: WonByMonth): ChartShape {
  if (months.every(({ value, before, count }) => !value && !before && !count))
    return nothingYet(title, subtitle ?? '', 'Won deals appear here.');
  const { money, count, month: nameOf } = drawableNumbers(locale, currency);
  const [won, before] = [sum(months.map(({ value }) => value)), sum(months.map((month) => month.before))];
  const hasBefore = months.some((month) => month.before !== 0);
  const legend = [{ colour: bright.blue, label: 'Won', total: money(won) }];
  if (hasBefore) legend.push({ colour: bright.grey, label: 'Same months a year before', total: money(before) });
  return columnsShape({
    title,
    subtitle: subtitle ?? `${money(won)} in ${count(sum(months.map((month) => month.count)))}`,
    legend,
    months: months.map(({ month }) => ({ month, name: nameOf(month) })),
    stacked: false,
    datasets: [
      {
        barPercentage: hasBefore ? 0.52 : 0.74,
        maxBarThickness: 90,
        data: months.map(({ value }) => value),
        backgroundColor: bright.blue,
        grouped: false,
      },
      {
        barPercentage: 0.84,
        maxBarThickness: 146,
        data: months.map((month) => month.before),
        backgroundColor: bright.grey,
        grouped: false,
      },
    ],
    labels: months.map(({ value }) => ({ value, text: value === 0 ? '' : money(value) })),
    colour: bright.blue,
  });
}
