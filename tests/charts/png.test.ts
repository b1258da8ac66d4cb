import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from '@jest/globals';
import { encodePng } from '../../src/charts/png.ts';

test('A PNG holds exactly the pixels it was made of', async () => {
  const [width, height] = [7, 5];
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : (index * 37) % 256,
  );
  const png = encodePng(pixels, width, height);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(await loadImage(png), 0, 0);
  expect([...context.getImageData(0, 0, width, height).data]).toEqual([...pixels]);
});
