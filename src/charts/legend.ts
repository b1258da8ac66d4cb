import type { SKRSContext2D } from '@napi-rs/canvas';
import { widthOf } from './fonts.ts';
import { font, ink, MARGIN, WIDTH } from './theme.ts';
import { fit } from './words.ts';

export interface LegendEntry {
  colour: string;
  label: string;
  /** How it looks on the picture: as an area (when left out), a line or a point. */
  shape?: 'line' | 'point';
}

const SWATCH = 16;
const AFTER_SWATCH = 7;
const SIZES = [18, 17, 16, 15] as const;
const MIDDLE = 114;

/** Draws the legend in one line, smaller or with cut labels where it would leave the card. */
export function drawLegend(context: SKRSContext2D, legend: readonly LegendEntry[]): void {
  const room = (WIDTH - 2 * MARGIN) / legend.length;
  const width = (size: number): number =>
    legend.reduce((total, { label }) => total + SWATCH + AFTER_SWATCH + widthOf(label, size) + size + 4, -size - 4);
  const fitting = SIZES.find((each) => width(each) <= WIDTH - 2 * MARGIN);
  const size = fitting ?? 15;
  let x = MARGIN;
  context.font = font(size);
  for (const entry of legend) {
    const most = room - SWATCH - AFTER_SWATCH - size;
    const label = fitting ? entry.label : fit(entry.label, most, size);
    drawSwatch(context, entry, x);
    context.fillStyle = ink.soft;
    context.fillText(label, x + SWATCH + AFTER_SWATCH, MIDDLE + 6.5);
    x += SWATCH + AFTER_SWATCH + widthOf(label, size) + size + 4;
  }
}

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
