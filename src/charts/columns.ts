import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { barsOf } from './bars.ts';
import { widthOf } from './fonts.ts';
import { bright, font, ink, MARGIN, WIDTH } from './theme.ts';

const SIZES = [20, 18, 17, 16] as const;
const RIGHT = WIDTH - MARGIN;

const centreOf = (chart: Chart<'bar'>, index: number): number => chart.scales['x']?.getPixelForValue(index) ?? 0;

/** Where the middle of a text goes so that neither of its halves leaves the margins. */
const insideMargins = (x: number, half: number): number => Math.min(Math.max(x, MARGIN + half), RIGHT - half);

/** The line on which columns stand. */
export function drawFloor(context: SKRSContext2D, chart: Chart<'bar'>): void {
  context.fillStyle = ink.rule;
  context.fillRect(MARGIN, chart.chartArea.bottom, WIDTH - 2 * MARGIN, 2);
}

/** Writes each text over its column, or where they would run into each other only those of the highest and of the last. */
export function writeValues(context: SKRSContext2D, chart: Chart<'bar'>, texts: string[], values: number[]): void {
  const room = (WIDTH - 2 * MARGIN) / texts.length - 3;
  const size = SIZES.find((each) => texts.every((text) => widthOf(text, each, 600) <= room));
  const highest = values.indexOf(Math.max(...values));
  const written: { from: number; to: number }[] = [];
  context.font = font(size ?? SIZES[0], 600);
  context.fillStyle = bright.blue; // the colour of the column it speaks of, not of the one it may stand above
  for (const index of size ? texts.keys() : [highest, texts.length - 1]) {
    const text = texts[index] ?? '';
    const half = widthOf(text, size ?? SIZES[0], 600) / 2;
    const x = insideMargins(centreOf(chart, index), half);
    const place = { from: x - half, to: x + half };
    if (!size && written.some(({ from, to }) => place.from < to + 8 && place.to > from - 8)) continue;
    written.push(place);
    context.fillText(text, x, topBetween(chart, place) - 9);
  }
}

/** The top of the highest column, of any dataset, that stands under this stretch. */
function topBetween(chart: Chart<'bar'>, { from, to }: { from: number; to: number }): number {
  const columns = chart.getSortedVisibleDatasetMetas().flatMap(({ data }) => barsOf(data));
  const under = columns.filter(({ x, width }) => x + width / 2 > from && x - width / 2 < to);
  return Math.min(...under.map(({ y }) => y), chart.chartArea.bottom);
}

/** Under the floor: as many months as there is room for, counted from January, and the year under each January. */
export function writeMonths(
  context: SKRSContext2D,
  chart: Chart<'bar'>,
  months: { month: string; name: string }[],
): void {
  const step = (WIDTH - 2 * MARGIN) / months.length;
  const size = SIZES.find((each) => months.every(({ name }) => widthOf(name, each) + 6 <= step)) ?? SIZES[2];
  const widest = Math.max(...months.map(({ name }) => widthOf(name, size) + 6));
  const every = [1, 2, 3, 4, 6].find((count) => count * step >= widest) ?? 12;
  const january = months.findIndex(({ month }) => month.endsWith('-01'));
  const yearFits = january < 0 || january * step > widthOf('2026', size) + 8;
  const write = (text: string, index: number, below: number): void => {
    const x = insideMargins(centreOf(chart, index), widthOf(text, size) / 2);
    context.fillText(text, x, chart.chartArea.bottom + below);
  };
  context.font = font(size);
  for (const [index, { month, name }] of months.entries()) {
    context.fillStyle = ink.strong;
    if ((index - Math.max(january, 0)) % every === 0) write(name, index, 26);
    context.fillStyle = ink.soft;
    const firstOfYear = month.endsWith('-01') || (index === 0 && yearFits);
    if (firstOfYear) write(month.slice(0, 4), index, 50);
  }
}
