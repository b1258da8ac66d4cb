/** Trigger ids: what a person did a moment ago, and so what the app may open a dialog for. Three seconds, used once. */
import { randomInt } from 'node:crypto';
import { newSecret } from './ids.ts';

export interface Trigger {
  user: string;
  /** The channel the person was in, for `default_to_current_conversation`. */
  channel?: string;
  /** The modal it came from. */
  viewId?: string;
}

export type TriggerProblem = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

const lifetimeMs = 3000;
/** So long an old trigger is still known to be old. */
const forgottenMs = 60_000;

export class Triggers {
  readonly #minted = new Map<string, Trigger & { until: number; used: boolean }>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  mint(trigger: Trigger): string {
    for (const [old, { until }] of this.#minted) if (this.#clock() > until + forgottenMs) this.#minted.delete(old);
    const id = `${randomInt(1e12)}.${randomInt(1e12)}.${newSecret()}`;
    this.#minted.set(id, { ...trigger, until: this.#clock() + lifetimeMs, used: false });
    return id;
  }

  /** What the trigger stands for, without using it up. */
  look(id: string): Trigger | TriggerProblem {
    const minted = this.#minted.get(id);
    if (!minted) return 'invalid_trigger_id';
    if (minted.used) return 'exchanged_trigger_id';
    return this.#clock() > minted.until ? 'expired_trigger_id' : minted;
  }

  use(id: string): void {
    const minted = this.#minted.get(id);
    if (minted) minted.used = true;
  }
}
