import { countOf, monthName, shortMoney, sum } from './format.ts';
import type { WonByMonth } from './pictures.ts';
import { drawFloor, writeMonths, writeValues } from './columns.ts';
import { nothingYet, scene, type Scene } from './scene.ts';
import { bright } from './theme.ts';
import { drawableLocale } from './words.ts';

/** A blue bar for each month, in front of a wide grey one for the same month a year before. */
export function wonByMonth({ title, subtitle, months, currency, ...picture }: WonByMonth): Scene {
  const [won, before] = [sum(months.map(({ value }) => value)), sum(months.map((month) => month.before))];
  const deals = sum(months.map(({ count }) => count));
  if (!won && !before && !deals) return nothingYet(title, subtitle ?? '', 'The first deal that is won appears here.');
  const locale = drawableLocale(picture.locale, currency);
  const money = (minor: number): string => shortMoney(minor, currency, locale);
  const legend = [{ colour: bright.blue, label: `Won ${money(won)}` }];
  if (before) legend.push({ colour: bright.grey, label: `Same months a year before ${money(before)}` });
  const bars = { grouped: false, categoryPercentage: 1, borderRadius: 3 };
  return scene({
    title,
    subtitle: subtitle ?? `${money(won)} in ${countOf(deals, 'deal', locale)}`,
    legend,
    labels: months.map(({ month }) => month),
    datasets: [
      // What comes first is in front.
      {
        ...bars,
        barPercentage: before ? 0.52 : 0.74,
        maxBarThickness: 90,
        data: months.map(({ value }) => value),
        backgroundColor: bright.blue,
      },
      {
        ...bars,
        barPercentage: 0.84,
        maxBarThickness: 146,
        data: months.map((m) => m.before),
        backgroundColor: bright.grey,
      },
    ],
    room: { left: 0, right: 0, top: 30, bottom: 44 },
    options: { scales: { x: { display: false }, y: { display: false, min: 0, max: highest(months) } } },
    write: (context, chart) => {
      drawFloor(context, chart);
      context.textAlign = 'center';
      writeValues(
        context,
        chart,
        months.map(({ value }) => (value === 0 ? '' : money(value))),
        months.map(({ value }) => value),
      );
      writeMonths(
        context,
        chart,
        months.map(({ month }) => ({ month, name: monthName(month, 'short', locale) })),
      );
    },
  });
}

/** So that the highest bar fills the room that there is; 1 when there is nothing but zeros. */
const highest = (months: WonByMonth['months']): number =>
  Math.max(...months.flatMap(({ value, before }) => [value, before])) || 1;
