import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Drawn, Picture } from '../../src/charts/pictures.ts';
import type { ChartPool } from '../../src/charts/pool.ts';
import { SCALE } from '../../src/charts/drawing/theme.ts';

export interface Seen {
  /** The colour at a place, in units of the picture: `#rrggbb`, or `clear` where nothing is painted. */
  at: (x: number, y: number) => string;
  /** How many pixels have exactly this colour. */
  area: (colour: string) => number;
  /** The longest horizontal run of a colour in each band of rows that has it, in units, from the top. */
  bars: (colour: string) => number[];
}

/** Looks at a picture with a PNG decoder that is not ours. */
export async function look({ png }: Pick<Drawn, 'png'>): Promise<Seen> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const words = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const wordOf = (colour: string): number => Buffer.from(`${colour.slice(1)}ff`, 'hex').readUInt32LE();

  function longestRun(row: number, word: number): number {
    let [run, longest] = [0, 0];
    for (let x = row * width; x < (row + 1) * width; x++) {
      run = words[x] === word ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  return {
    at(x, y) {
      const [red, green, blue, alpha] = data.subarray((y * SCALE * width + x * SCALE) * 4);
      return alpha === 0 ? 'clear' : `#${Buffer.from([red ?? 0, green ?? 0, blue ?? 0]).toString('hex')}`;
    },
    area(colour) {
      const word = wordOf(colour);
      return words.reduce((count, each) => count + (each === word ? 1 : 0), 0);
    },
    bars(colour) {
      const [bands, least]: [number[][], number] = [[], 3 * SCALE];
      let inside = false;
      for (let row = 130 * SCALE; row < height; row++) {
        const run = longestRun(row, wordOf(colour));
        if (run >= least && !inside) bands.push([]);
        inside = run >= least;
        if (inside) bands.at(-1)?.push(run / SCALE);
      }
      return bands.filter((runs) => runs.length > 4).map((runs) => Math.max(...runs));
    },
  };
}

interface Eyes {
  drawn: (picture: Picture) => Promise<Drawn>;
  seen: (picture: Picture) => Promise<Seen>;
  /** Whether two pictures are the same, pixel by pixel. */
  same: (one: Picture, other: Picture) => Promise<boolean>;
}

/** Ways to look at what a studio draws. */
export const eyesOn = (charts: ChartPool): Eyes => ({
  drawn: (picture) => charts.draw(picture),
  seen: async (picture) => look(await charts.draw(picture)),
  same: async (one, other) => (await charts.draw(one)).png.equals((await charts.draw(other)).png),
});
