import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits until `holds` returns something truthy (or stops throwing), and returns it. Looks again every few milliseconds,
 * less often where looking takes long, so that a wait costs little; after `withinMs` it fails with what was seen last.
 */
export async function until<Value>(holds: () => Value | Promise<Value>, withinMs = 30_000): Promise<Value> {
  const giveUp = Date.now() + withinMs;
  for (;;) {
    const since = Date.now();
    const seen = await attempt(holds);
    const took = Date.now() - since;
    if ('value' in seen && seen.value) return seen.value;
    if (Date.now() > giveUp) {
      if ('error' in seen) throw seen.error;
      throw new Error(`It never came true: ${String(holds)}`);
    }
    await wait(Math.min(250, Math.max(10, 9 * took)));
  }
}

type Seen<Value> = { value: Value } | { error: unknown };

async function attempt<Value>(holds: () => Value | Promise<Value>): Promise<Seen<Value>> {
  try {
    return { value: await holds() };
  } catch (error) {
    return { error };
  }
}
