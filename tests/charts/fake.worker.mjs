// Stands in for the thread that draws: the title says what happens to it. It draws nothing and tells which thread it is.
import { setTimeout as wait } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';

const effects = {
  exit: () => process.exit(1),
  crash: () =>
    void setImmediate(() => {
      throw new Error('out of paint');
    }),
  slow: () => wait(100),
};

export default async function draw({ title }) {
  await effects[title]?.();
  if (title === 'crash') await wait(60_000);
  return { png: new Uint8Array([1]), width: threadId, height: 0 };
}
