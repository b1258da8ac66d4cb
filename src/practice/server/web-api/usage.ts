/** How much of Slack's allowance an app used, method by method. */
import type { World } from '../state/world.ts';
import { methods } from './methods.ts';

export interface Usage {
  method: string;
  /** Calls a minute that its tier allows; null where it has none. */
  allowed: number | null;
  calls: number;
  /** Calls in the sixty seconds that held most of them. */
  busiestMinute: number;
  /** Calls that were answered with 429. */
  refused: number;
}

const MINUTE_MS = 60_000;

/** Every method that was called, by name. */
export function usageOf({ record, rateLimits }: World): Usage[] {
  const names = [...new Set(record.calls.map(({ method }) => method))].toSorted();
  return names.map((method) => {
    const calls = record.callsTo(method);
    return {
      method,
      allowed: rateLimits.perMinute(methods[method]?.tier ?? 0),
      calls: calls.length,
      busiestMinute: busiest(calls.map(({ at }) => at).toSorted((one, other) => one - other)),
      refused: calls.filter(({ status }) => status === 429).length,
    };
  });
}

/** @param moments ascending, in milliseconds */
function busiest(moments: number[]): number {
  let first = 0;
  let most = 0;
  for (const [last, at] of moments.entries()) {
    while (moments[first]! <= at - MINUTE_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
