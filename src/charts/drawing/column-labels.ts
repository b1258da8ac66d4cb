import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { barsOf } from './bars.ts';
import { widthOf } from './fonts.ts';
import { font, ink, MARGIN, WIDTH } from './theme.ts';

export interface ColumnLabel {
  /** Empty where nothing is written. */
  text: string;
  /** What it says, so that the highest is known; below zero it is written under the column. */
  value: number;
  /** A point on the column that it speaks of, in place of its top. */
  point?: number;
  /** A value at which a line crosses the column: the text is not written through it. */
  crossed?: number | undefined;
}

const SIZES = [20, 18, 17, 16] as const;
const RIGHT = WIDTH - MARGIN;
/** Between a text and what it stands on. */
const GAP = 9;
const GAP_BY_POINT = 15;
/** How high capitals and digits are, as a part of the font's size. */
const CAPITAL = 0.73;
const HALO = 5;

const centreOf = (chart: Chart<'bar'>, index: number): number => chart.scales['x']?.getPixelForValue(index) ?? 0;
const heightOf = (chart: Chart<'bar'>, value: number): number => chart.scales['y']?.getPixelForValue(value) ?? 0;

/** Where the middle of a text goes so that neither of its halves leaves the margins. */
const insideMargins = (x: number, half: number): number => Math.min(Math.max(x, MARGIN + half), RIGHT - half);

/** Writes each text over its column, or where they would run into each other only those of the highest and of the last. */
export function writeValues(
  context: SKRSContext2D,
  chart: Chart<'bar'>,
  labels: readonly ColumnLabel[],
  colour: string,
): void {
  const room = (WIDTH - 2 * MARGIN) / labels.length - 3;
  const fitting = SIZES.find((each) => labels.every(({ text }) => widthOf(text, each, 600) <= room));
  const size = fitting ?? SIZES[0];
  const written: { from: number; to: number }[] = [];
  context.font = font(size, 600);
  context.strokeStyle = ink.card;
  context.lineWidth = HALO;
  context.lineJoin = 'round';
  context.fillStyle = colour; // of what it speaks of, not of what it may stand above
  for (const label of fitting ? labels : mostTelling(labels)) {
    const half = widthOf(label.text, size, 600) / 2;
    const x = insideMargins(centreOf(chart, labels.indexOf(label)), half);
    const place = { from: x - half, to: x + half };
    if (!fitting && written.some(({ from, to }) => place.from < to + 8 && place.to > from - 8)) continue;
    written.push(place);
    const y = baseline(chart, label, place, size);
    if (label.point !== undefined) context.strokeText(label.text, x, y); // it may stand on any colour
    context.fillText(label.text, x, y);
  }
}

/** The highest, the lowest if it is below zero, and the last. */
function mostTelling(labels: readonly ColumnLabel[]): ColumnLabel[] {
  const byValue = labels.toSorted((a, b) => b.value - a.value);
  const telling = [byValue[0], ...byValue.slice(-1).filter(({ value }) => value < 0), labels.at(-1)];
  return [...new Set(telling)].filter((label) => label !== undefined);
}

/** Above everything that stands under the text; below what hangs down, for a value under zero. */
function baseline(chart: Chart<'bar'>, label: ColumnLabel, place: { from: number; to: number }, size: number): number {
  if (label.point !== undefined) return besidePoint(chart, label.point, label.crossed, size);
  const columns = chart.getSortedVisibleDatasetMetas().flatMap(({ data }) => barsOf(data));
  const near = columns
    .filter(({ x, width }) => x + width / 2 > place.from && x - width / 2 < place.to)
    .map(({ y }) => y);
  const floor = heightOf(chart, 0);
  return label.value < 0 ? Math.max(...near, floor) + size : Math.min(...near, floor) - GAP;
}

/** Above the point, or below it where a line goes through the text above, unless that is under the floor. */
function besidePoint(chart: Chart<'bar'>, point: number, crossed: number | undefined, size: number): number {
  const above = heightOf(chart, point) - GAP_BY_POINT;
  const below = heightOf(chart, point) + GAP_BY_POINT + size * CAPITAL;
  if (point < 0) return below;
  const line = crossed === undefined ? Infinity : heightOf(chart, crossed);
  const isCrossed = line < above + 4 && line > above - size;
  if (!isCrossed) return above;
  return below < heightOf(chart, 0) - 4 ? below : line - GAP;
}

/** Under the columns: as many months as there is room for, counted from January, and the year under each January. */
export function writeMonths(
  context: SKRSContext2D,
  chart: Chart<'bar'>,
  months: readonly { month: string; name: string }[],
  below: number,
): void {
  const step = (WIDTH - 2 * MARGIN) / months.length;
  const size = SIZES.find((each) => months.every(({ name }) => widthOf(name, each) + 6 <= step)) ?? SIZES[2];
  const widest = Math.max(...months.map(({ name }) => widthOf(name, size) + 6));
  const every = [1, 2, 3, 4, 6].find((count) => count * step >= widest) ?? 12;
  const january = months.findIndex(({ month }) => month.endsWith('-01'));
  const yearFits = january < 0 || january * step > widthOf('2026', size) + 8;
  const write = (text: string, index: number, line: number): void => {
    const x = insideMargins(centreOf(chart, index), widthOf(text, size) / 2);
    context.fillText(text, x, chart.chartArea.bottom + below + line);
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
