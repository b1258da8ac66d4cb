import type { SKRSContext2D } from '@napi-rs/canvas';
import { widthOf } from './fonts.ts';
import { font, ink, MARGIN, WIDTH } from './theme.ts';

export interface LegendEntry {
  colour: string;
  label: string;
  /** Written after the label where there is room. */
  total?: string;
  /** How it looks on the picture: as an area (when left out), a line or a point. */
  shape?: 'line' | 'point';
}

const SWATCH = 16;
const AFTER_SWATCH = 7;
const SIZES = [18, 17, 16, 15] as const;
const MIDDLE = 114;

/** Draws the legend in one line: smaller, or without the totals, where it would leave the card. */
export function drawLegend(context: SKRSContext2D, legend: readonly LegendEntry[]): void {
  const { labels, size } = written(legend);
  let x = MARGIN;
  context.font = font(size);
  for (const [index, entry] of legend.entries()) {
    const label = labels[index] ?? '';
    drawSwatch(context, entry, x);
    context.fillStyle = ink.soft;
    context.fillText(label, x + SWATCH + AFTER_SWATCH, MIDDLE + size * 0.36);
    x += widthOfAll([label], size) + gap(size);
  }
}

function written(legend: readonly LegendEntry[]): { labels: string[]; size: number } {
  const full = legend.map(({ label, total }) => (total === undefined ? label : `${label} ${total}`));
  const short = legend.map(({ label }) => label);
  const tries = [full, short].flatMap((labels) => SIZES.map((size) => ({ labels, size })));
  const fitting = tries.find(({ labels, size }) => widthOfAll(labels, size) <= WIDTH - 2 * MARGIN);
  return fitting ?? { labels: short, size: SIZES[3] };
}

const gap = (size: number): number => size + 4;
const widthOfAll = (labels: readonly string[], size: number): number =>
  labels.reduce((total, label) => total + SWATCH + AFTER_SWATCH + widthOf(label, size) + gap(size), -gap(size));

function drawSwatch(context: SKRSContext2D, { colour, shape }: LegendEntry, x: number): void {
  if (shape === 'point') return drawPoint(context, colour, x + SWATCH / 2, MIDDLE, SWATCH / 2 - 1);
  const height = shape === 'line' ? 4 : SWATCH;
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, MIDDLE - height / 2, SWATCH, height, shape === 'line' ? 1 : 4);
  context.fill();
}

/** A square on its corner with a white edge, which parts it from what it stands on. */
export function drawPoint(context: SKRSContext2D, colour: string, x: number, y: number, radius: number): void {
  context.beginPath();
  for (const [right, down] of [
    [0, -radius],
    [radius, 0],
    [0, radius],
    [-radius, 0],
  ] as const)
    context.lineTo(x + right, y + down);
  context.closePath();
  context.lineWidth = 4;
  context.strokeStyle = ink.card;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}
