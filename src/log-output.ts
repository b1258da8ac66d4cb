import { writeSync } from 'node:fs';

/** How often a reader that is slow is waited for, and for how long each time, in milliseconds. */
const TIMES = 50;
const WAIT_MS = 10;

const isSlow = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

/**
 * Standard output for the log. A line that cannot be written, because the log lies on a disk that is full, say, is lost: pino's own
 * output would end the process for that, or try for ever.
 */
export const logOutput = {
  write(line: string): void {
    for (let time = 0; time < TIMES; time += 1) {
      try {
        writeSync(1, line);
        return;
      } catch (error) {
        if (!isSlow(error)) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
      }
    }
  },
};
