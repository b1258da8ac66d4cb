import { setTimeout as timer } from 'node:timers/promises';

/** Resolves after that many milliseconds, or as soon as the signal is given; never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export const sleep: Sleep = (ms, signal) => timer(ms, undefined, { signal }).catch(() => {});

export interface Wakeup {
  ring: () => void;
  /** Rings in that many milliseconds. */
  ringIn: (ms: number) => void;
  /** Resolves when it rings, at the latest after that many milliseconds. A ring since the last wait counts. */
  wait: (ms: number) => Promise<void>;
}

/** @param now milliseconds since 1970 */
export function makeWakeup(rest: Sleep, now: () => number): Wakeup {
  let wake = new AbortController();
  let alarms: number[] = [];
  return {
    ring: () => wake.abort(),
    ringIn: (ms) => void alarms.push(now() + ms),
    wait: async (ms) => {
      const next = Math.min(...alarms) - now();
      if (!wake.signal.aborted) await rest(Math.min(ms, Math.max(1, next)), wake.signal);
      wake = new AbortController();
      alarms = alarms.filter((alarm) => alarm > now());
    },
  };
}
