import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { barsOf } from './bars.ts';
import { widthOf } from './fonts.ts';
import type { Rows } from './rows.ts';
import { font, ink, inkOn } from './theme.ts';

/** The pieces of one colour: how many each row has. */
interface Pieces {
  colour: string;
  data: number[];
}

/** Rows whose bars are made of pieces, each with its count inside. */
export function inPieces(
  pieces: readonly Pieces[],
  number: (count: number) => string,
): Pick<Rows, 'datasets' | 'inside'> {
  return {
    datasets: pieces.map(({ colour, data }) => ({
      data,
      backgroundColor: colour,
      borderColor: ink.card, // a gap between the pieces
      borderWidth: { left: 0, right: 2, top: 0, bottom: 0 },
    })),
    inside: (context, chart, size) => {
      for (const [index, { colour, data }] of pieces.entries()) {
        context.fillStyle = inkOn(colour);
        writeCounts(context, chart, index, data.map(number), size - 3);
      }
    },
  };
}

/** Writes each count in the middle of its piece, where the piece is wide enough to hold it. */
function writeCounts(
  context: SKRSContext2D,
  chart: Chart<'bar'>,
  dataset: number,
  counts: string[],
  size: number,
): void {
  context.font = font(size);
  context.textAlign = 'center';
  for (const [row, { x, y, width }] of barsOf(chart.getDatasetMeta(dataset).data).entries()) {
    const count = counts[row] ?? '';
    if (width > widthOf(count, size) + 8) context.fillText(count, x - width / 2, y);
  }
  context.textAlign = 'left';
}
