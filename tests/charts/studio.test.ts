import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Picture } from '../../src/charts/pictures.ts';
import { DrawingFailed, openChartPool, type ChartPool } from '../../src/charts/pool.ts';
import { activity, gallery, pipeline, won } from './exhibits.ts';
import { look } from './seen.ts';

const fake = new URL('./fake.worker.mjs', import.meta.url);
const titled = (title: string): Picture => pipeline(undefined, { title });
let charts: ChartPool;
afterEach(() => charts.close());

describe('The studio', () => {
  test('draws every kind of picture, with its words', async () => {
    charts = openChartPool();
    for (const picture of Object.values(gallery)) {
      const { png, alt, width, height } = await charts.draw(picture);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
      expect(width).toBe(1600);
      expect((await look({ png })).area('#1d1c1d')).toBeGreaterThan(1000); // the ink of the title
      expect(alt).toContain(picture.title);
    }
  });

  test('draws many at once, each the same as alone', async () => {
    charts = openChartPool();
    const pictures = Array.from({ length: 12 }, (_, index) => [pipeline(), won(), activity()][index % 3] ?? won());
    const together = await Promise.all(pictures.map((picture) => charts.draw(picture)));
    for (const [index, { png }] of together.entries()) expect(png.equals(together[index % 3]?.png ?? png)).toBe(true);
    expect(new Set(together.map(({ png }) => png.toString('base64'))).size).toBe(3);
    expect((await charts.draw(won())).png.equals(together[1]?.png ?? Buffer.alloc(0))).toBe(true);
  });

  test('leaves the main thread free while it draws', async () => {
    charts = openChartPool();
    await charts.draw(won());
    const seen = { turns: 0, drawing: true };
    const drawings = Promise.all(Array.from({ length: 5 }, () => charts.draw(won()))).finally(
      () => (seen.drawing = false),
    );
    while (seen.drawing) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.turns++;
    }
    await drawings;
    expect(seen.turns).toBeGreaterThan(5 * 10); // drawn here, each picture would be one long turn
  });

  test('lets go of what it has drawn while it goes on drawing', async () => {
    charts = openChartPool();
    const draw = (count: number): Promise<unknown> =>
      Promise.all(Array.from({ length: count }, () => charts.draw(won())));
    await draw(10);
    const before = process.memoryUsage.rss();
    await draw(60);
    const pixelsOfAll = 60 * 2 * (1600 * 900 * 4); // a canvas and its copy for each
    expect(process.memoryUsage.rss() - before).toBeLessThan(pixelsOfAll / 2);
  });

  test('works from the sources under tsx', async () => {
    charts = openChartPool();
    const source = new URL('../../src/charts/pool.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(source)}).then(async ({ openChartPool }) => {
      const studio = openChartPool();
      console.log((await studio.draw(${JSON.stringify(pipeline())})).png.toString('base64'));
      await studio.close();
    })`;
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script], { cwd: root });
    expect(stdout.trim()).toBe((await charts.draw(pipeline())).png.toString('base64'));
  });
});

describe('When a drawing goes wrong', () => {
  test.each(['exit', 'crash'])('a thread that dies (%s) fails that drawing alone', async (death) => {
    charts = openChartPool({ worker: fake });
    const drawings = [titled('before'), titled(death), titled('behind it'), titled('last')];
    const [before, dead, behind, last] = await Promise.allSettled(drawings.map((each) => charts.draw(each)));
    expect([before?.status, behind?.status, last?.status]).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    const failure: unknown = dead?.status === 'rejected' ? dead.reason : undefined;
    expect(failure).toBeInstanceOf(DrawingFailed);
    expect(failure).toMatchObject({ name: 'DrawingFailed', kind: 'pipeline-by-stage', cause: expect.anything() });
    expect((await charts.draw(titled('much later'))).png).toHaveLength(1);
  });

  test('what cannot be written is told, and the next picture is drawn', async () => {
    charts = openChartPool();
    const wrong = [pipeline(undefined, { currency: '?' }), won([{ month: 'May', value: 1, count: 1, before: 0 }])];
    for (const picture of wrong) {
      await expect(charts.draw(picture)).rejects.toBeInstanceOf(DrawingFailed);
      await expect(charts.draw(picture)).rejects.toThrow(new RegExp(`^The picture ${picture.kind} could not be drawn`));
    }
    expect((await charts.draw(won())).width).toBe(1600);
  });
});

describe('The thread', () => {
  test('is one, stays between pictures and ends when it is idle', async () => {
    charts = openChartPool({ worker: fake, idleMs: 20 });
    const [first, second] = await Promise.all([charts.draw(titled('a')), charts.draw(titled('b'))]);
    expect(second.width).toBe(first.width);
    await wait(500);
    expect((await charts.draw(titled('c'))).width).toBeGreaterThan(first.width);
  });

  test('finishes what was asked for when the studio closes, and takes nothing more', async () => {
    charts = openChartPool({ worker: fake });
    const asked = [charts.draw(titled('slow')), charts.draw(titled('slow'))];
    await charts.close();
    const done = await Promise.race([Promise.all(asked), wait(0, 'unfinished')]);
    expect(done).toHaveLength(2);
    await expect(charts.draw(titled('late'))).rejects.toThrow('the studio is closed');
  });
});
