import { performance } from 'node:perf_hooks';

/** Milliseconds of each run, in the order of their length. */
export type Times = readonly number[];

const at = (times: Times, share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
export const median = (times: Times): number => at(times, 0.5);
export const p99 = (times: Times): number => at(times, 0.99);

/** Runs both in turns, so that what else the machine does falls on both alike. */
export const inTurns = async (rounds: number, ...works: readonly (() => Promise<unknown>)[]): Promise<Times[]> => {
  const times = works.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [n, work] of works.entries()) {
      const start = performance.now();
      await work();
      times[n]?.push(performance.now() - start);
    }
  }
  return times.map((each) => each.toSorted((a, b) => a - b));
};

export const ms = (time: number): string => `${time.toFixed(time < 10 ? 2 : 0)} ms`;

export const sorted = (times: Times): Times => times.toSorted((a, b) => a - b);

/** Milliseconds that a work takes. */
export const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
