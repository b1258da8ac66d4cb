import { setImmediate as turn } from 'node:timers/promises';
import { giveWay } from '../model/runtime/threads.ts';
import { altText } from './alt-text.ts';
import { paint } from './canvas.ts';
import type { Drawn, Picture } from './pictures.ts';

giveWay();

/** What the studio's thread does with a picture. */
export default async function draw(picture: Picture): Promise<Drawn> {
  const drawn = { ...paint(picture), alt: altText(picture) };
  await turn(); // the canvas and its pixels (12 MB) are let go only between turns of the event loop
  return drawn;
}
