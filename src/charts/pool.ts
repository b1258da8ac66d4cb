import { Piscina } from 'piscina';
import type { Drawn, Picture } from './pictures.ts';

/** A picture could not be drawn: its numbers cannot be shown (`cause` says why), its thread died, or the studio is closed. */
export class DrawingFailed extends Error {
  override readonly name = 'DrawingFailed';
  readonly kind: Picture['kind'];

  constructor(kind: Picture['kind'], why: string, cause?: unknown) {
    super(`The picture ${kind} could not be drawn: ${why}`, { cause });
    this.kind = kind;
  }
}

export interface ChartPool {
  /** Draws on another thread, pictures in the order in which they were asked for. Rejects with {@link DrawingFailed}. */
  draw(picture: Picture): Promise<Drawn>;
  /** Finishes what was asked for and ends the thread; drawing after it rejects. */
  close(): Promise<void>;
}

interface StudioOptions {
  /** The compiled thread, should it not be the usual one. */
  worker?: URL;
  /** How long the thread stays after its last picture, in milliseconds; its memory goes with it. */
  idleMs?: number;
}

/** Node runs TypeScript neither in a thread nor under Jest, so sources, too, use the compiled thread: build before. */
const compiled = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/src/charts/draw.worker.js', import.meta.url)
  : new URL('./draw.worker.js', import.meta.url);

/** Opens a place where pictures are drawn, by at most one thread, which starts with the first picture. */
export function openChartPool({ worker = compiled, idleMs = 30_000 }: StudioOptions = {}): ChartPool {
  const pool = new Piscina<Picture, Drawn>({
    filename: worker.href,
    ...{ minThreads: 0, maxThreads: 1, idleTimeout: idleMs },
    atomics: 'disabled', // waiting on them would keep the thread from freeing what it has drawn
    env: { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' }, // pictures are the same on every machine
  });
  pool.on('error', () => {}); // a thread that dies between two pictures: the next one starts another
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function run(picture: Picture): Promise<Drawn> {
    try {
      const { png, ...drawn } = await pool.run(picture);
      return { png: Buffer.from(png.buffer, png.byteOffset, png.byteLength), ...drawn };
    } catch (error) {
      throw new DrawingFailed(picture.kind, error instanceof Error ? error.message : String(error), error);
    }
  }

  return {
    draw(picture) {
      if (closed) return Promise.reject(new DrawingFailed(picture.kind, 'the studio is closed'));
      // One after the other here, not in the pool's queue: a thread that dies must not take along what waits behind it.
      const drawing = last.then(() => run(picture));
      last = drawing.catch(() => {});
      return drawing;
    },
    async close() {
      closed = true;
      await last;
      await pool.destroy();
    },
  };
}
