import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from '@jest/globals';

const threads = new URL('../../dist/src/model/runtime/threads.js', import.meta.url).href;

/** Priorities of the thread and of the main one, after the thread gave way. */
const afterGivingWay = async (): Promise<number[]> => {
  const body = `import(${JSON.stringify(threads)}).then(({ giveWay }) => {
    giveWay();
    require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority());
  })`;
  const worker = new Worker(body, { eval: true });
  const theirs = await new Promise<number>((done, failed) => worker.once('message', done).once('error', failed));
  await worker.terminate();
  return [theirs, getPriority()];
};

test('a thread that gives way leaves the main thread as it was', async () => {
  const before = getPriority();
  const theirs = process.platform === 'linux' ? before + 10 : before;
  expect(await afterGivingWay()).toEqual([theirs, before]);
});
