/** Pictures of 800×450 @2x with our encoding and with the canvas's own, in turns, and the drawing alone. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Canvas } from '@napi-rs/canvas';
import { paint } from '../src/charts/canvas.ts';
import type { Picture } from '../src/charts/pictures.ts';
import { activity, pipeline, won } from '../tests/charts/exhibits.ts';
import { inTurns, median, ms } from './timing.ts';

const ROUNDS = 20;

/** What the canvas would do by itself. */
const usual = (canvas: Canvas): Buffer => {
  const { toBuffer } = Object.getPrototypeOf(canvas) as { toBuffer: (this: Canvas, type: 'image/png') => Buffer };
  return toBuffer.call(canvas, 'image/png');
};
const nothing = (): Buffer => Buffer.alloc(0);

const kilobytes = ({ length }: Buffer): string => `${Math.round(length / 1024)} KB`;

export const benchPictures = async (): Promise<void> => {
  const pictures: readonly Picture[] = [pipeline(), won(), activity()];
  console.log(`\nPictures, beside the canvas's own encoding (median of ${ROUNDS}; drawing and encoding)`);
  for (const picture of pictures) {
    // As in the studio's thread: what was drawn is let go between turns of the event loop, and its memory used again.
    const work = (encode?: (canvas: Canvas) => Buffer) => async () => {
      paint(picture, encode);
      await turn();
    };
    await work()();
    const [ours = [], theirs = [], drawing = []] = await inTurns(ROUNDS, work(), work(usual), work(nothing));
    const share = Math.round((100 * median(ours)) / median(theirs));
    const sizes = `${kilobytes(paint(picture).png)} and ${kilobytes(paint(picture, usual).png)}`;
    console.log(
      `${picture.kind.padEnd(20)} ${ms(median(ours)).padStart(8)}   canvas ${ms(median(theirs)).padStart(8)}   drawing alone ${ms(median(drawing)).padStart(8)}   ${share} %   ${sizes}`,
    );
  }
};
