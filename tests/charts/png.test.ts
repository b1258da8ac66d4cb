import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from '@jest/globals';
import { encodePng } from '../../src/charts/png.ts';

const colourful = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 4 }, (_, index) => (index % 4 === 3 ? 255 : (index * 37) % 256));

/** Two rows alike, another one, and two alike again. */
const withRowsAlike = (width: number): Uint8Array => {
  const rows = [0, 0, 1, 2, 2].map((row) => colourful(width, 3).subarray(row * width * 4, (row + 1) * width * 4));
  return Uint8Array.from(rows.flatMap((row) => [...row]));
};

test.each([
  ['where no row is as another', colourful(7, 5)],
  ['where rows are as those above', withRowsAlike(7)],
])('A PNG holds exactly the pixels it was made of, %s', async (_, pixels) => {
  const [width, height] = [7, 5];
  const png = encodePng(pixels, width, height);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(await loadImage(png), 0, 0);
  expect([...context.getImageData(0, 0, width, height).data]).toEqual([...pixels]);
});
