import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import type { Heading } from './card.ts';
import { writeMonths, writeValues, type ColumnLabel } from './column-labels.ts';
import { reach, shapeOf, type Bars, type ChartShape } from './scene.ts';
import { ink, MARGIN, WIDTH } from './theme.ts';

interface Columns extends Heading {
  /** `2026-03` and what it is called, oldest first, without gaps. */
  months: { month: string; name: string }[];
  /** What comes first is in front, or where they are stacked, at the bottom. */
  datasets: Bars[];
  stacked: boolean;
  /** Written over the columns, one for each month, in one colour. */
  labels: ColumnLabel[];
  colour: string;
  /** Values that something else reaches: there has to be room for them, too. */
  alsoReached?: number[];
  /** Draws over the columns, before the labels. */
  over?: (context: SKRSContext2D, chart: Chart<'bar'>) => void;
}

/** A column for each month, standing on the line of zero, with its label over it and its name below. */
export function columnsShape({ months, datasets, stacked, alsoReached = [], ...columns }: Columns): ChartShape {
  const { labels, colour, over, ...heading } = columns;
  const reached = (stacked ? [datasets] : datasets.map((dataset) => [dataset])).map((each) => reach(each));
  const min = Math.min(...reached.map((each) => each.min), ...alsoReached);
  const max = Math.max(...reached.map((each) => each.max), ...alsoReached);
  return shapeOf({
    ...heading,
    labels: months.map(({ month }) => month),
    datasets: datasets.map((dataset) => ({ categoryPercentage: 1, borderRadius: stacked ? 0 : 3, ...dataset })),
    room: { left: 0, right: 0, top: 30, bottom: min < 0 ? 70 : 44 },
    options: {
      scales: {
        x: { display: false, stacked },
        y: { display: false, stacked, min, max: max > min ? max : 1 }, // zeros alone have no height to share
      },
    },
    write: (context, chart) => {
      drawFloor(context, chart);
      over?.(context, chart);
      context.textAlign = 'center';
      writeValues(context, chart, labels, colour);
      writeMonths(context, chart, months, min < 0 ? 26 : 0);
    },
  });
}

/** The line on which columns stand, or from which they hang. */
function drawFloor(context: SKRSContext2D, chart: Chart<'bar'>): void {
  context.fillStyle = ink.rule;
  context.fillRect(MARGIN, chart.scales['y']?.getPixelForValue(0) ?? 0, WIDTH - 2 * MARGIN, 2);
}
