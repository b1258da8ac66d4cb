import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { barsOf } from './bars.ts';
import type { Heading } from './card.ts';
import { widthOf } from './fonts.ts';
import { reach, shapeOf, type Bars, type ChartShape } from './scene.ts';
import { font, ink, MARGIN } from './theme.ts';
import { drawable, fit } from '../words.ts';

export interface Row {
  name: string;
  /** Written after the bar, the first part bold. */
  result: [strong: string, soft: string];
}

/** What is drawn in rows; everything is written inside the card's margins. */
export interface Rows extends Heading {
  rows: Row[];
  /** What one row is, for a name that cannot be drawn: `Stage` gives `Stage 3`. */
  noun: string;
  /** Stacked; a row without a bar has no number in them. */
  datasets: Bars[];
  /** How wide a name may be before it is cut, in units. */
  mostName?: number;
  /** Writes inside the bars, if there is something to write. */
  inside?: (context: SKRSContext2D, chart: Chart<'bar'>, size: number) => void;
}

/** More rows make a higher picture, so that they stay readable; each size has a canvas of its own, so there are few. */
const HEIGHTS = [
  { upTo: 3, height: 450, size: 24 },
  { upTo: 8, height: 450, size: 20 },
  { upTo: 14, height: 600, size: 20 },
  { upTo: 24, height: 800, size: 18 },
] as const;
const MOST_ROWS = 24;
const MOST_NAME = 230;
const GAP = 10;

/** Bars from left to right, one for each row: its name before it, its result after it. */
export function rowsShape({ rows, noun, datasets, mostName = MOST_NAME, inside, ...heading }: Rows): ChartShape {
  const { height, size } = HEIGHTS.find(({ upTo }) => rows.length <= upTo) ?? HEIGHTS[3];
  const names = rows.map(({ name }, row) => fit(drawable(name, `${noun} ${row + 1}`), mostName, size));
  const nameWidth = Math.max(...names.map((name) => widthOf(name, size)));
  const results = rows.map(({ result: [strong, soft] }) => ({ strong, soft, width: widthOf(strong, size, 600) }));
  const resultWidth = Math.max(...results.map(({ soft, width }) => width + widthOf(soft, size)));
  const { min, max } = reach(datasets);
  const bars = { barPercentage: 0.76, categoryPercentage: 1, maxBarThickness: size * 2.6 };
  return shapeOf({
    ...heading,
    height,
    labels: names,
    datasets: datasets.map((dataset) => ({ ...bars, ...dataset })),
    room: { left: nameWidth + 16, right: resultWidth + GAP, top: 0, bottom: -6 },
    options: {
      indexAxis: 'y',
      scales: {
        x: { display: false, stacked: true, min, max: max > min ? max : 1 }, // zeros alone have no length to share
        y: { display: false, stacked: true },
      },
    },
    write: (context, chart) => {
      context.textBaseline = 'middle';
      inside?.(context, chart, size);
      for (const [row, { strong, soft, width }] of results.entries()) {
        const { end, middle } = endOfRow(chart, row);
        context.font = font(size);
        context.fillStyle = ink.strong;
        context.fillText(names[row] ?? '', MARGIN, middle);
        context.fillStyle = ink.soft;
        context.fillText(soft, end + GAP + width, middle);
        context.font = font(size, 600);
        context.fillStyle = ink.strong;
        context.fillText(strong, end + GAP, middle);
      }
    },
  });
}

/** Where a row's longest bar ends and where its middle is, in units. */
function endOfRow(chart: Chart<'bar'>, row: number): { end: number; middle: number } {
  const bars = chart.getSortedVisibleDatasetMetas().flatMap(({ data }) => barsOf(data.slice(row, row + 1)));
  const end = Math.max(chart.chartArea.left, ...bars.flatMap(({ x, base }) => [x, base]));
  return { end, middle: chart.scales['y']?.getPixelForValue(row) ?? 0 };
}

/** What has a row of its own, and the rest, which shares the last one: no picture holds hundreds of rows. */
export function shownAndRest<T>(rows: readonly T[], most = MOST_ROWS): { shown: readonly T[]; rest: readonly T[] } {
  const shown = rows.length <= most ? rows.length : most - 1;
  return { shown: rows.slice(0, shown), rest: rows.slice(shown) };
}
