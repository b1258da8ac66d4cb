import { setTimeout as really } from 'node:timers/promises';
import type { Sleep } from '../../src/slack/delivery/wakeup.ts';

/** A clock that stands still until the test moves it. */
export class VirtualTime {
  now: number;
  readonly #sleepers = new Set<{ due: number; wake: () => void }>();

  constructor(start: number) {
    this.now = start;
  }

  readonly sleep: Sleep = (ms, signal) =>
    new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { due: this.now + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });

  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Moves on to the moment when the next sleeper wakes. */
  step(): void {
    const due = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.due));
    if (due === Infinity) return;
    this.now = Math.max(this.now, due);
    for (const sleeper of [...this.#sleepers].filter((one) => one.due <= this.now)) sleeper.wake();
  }
}

/** Lets what is under way come to its end, in real time. */
export const settle = (): Promise<void> => really(4);
