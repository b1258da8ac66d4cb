/** How often something may be done: so many times at once, and so many more each minute. */
export interface Allowance {
  burst: number;
  perMinute: number;
}

/** Counts what is left of an allowance. All moments are milliseconds of one clock. */
export class Bucket {
  readonly #allowance: Allowance;
  #left: number;
  #countedAt: number;

  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#left = allowance.burst;
    this.#countedAt = now;
  }

  /** Milliseconds until it may be done once more. */
  wait(now: number): number {
    this.#refill(now);
    return Math.max(0, 1 - this.#left) * (60_000 / this.#allowance.perMinute);
  }

  /** Done once, or promised: then everybody after that waits longer. */
  take(now: number): void {
    this.#refill(now);
    this.#left -= 1;
  }

  /** Nothing is left, and nothing comes in until then. */
  close(until: number): void {
    this.#left = Math.min(0, this.#left);
    this.#countedAt = until;
  }

  #refill(now: number): void {
    if (now <= this.#countedAt) return;
    const { burst, perMinute } = this.#allowance;
    this.#left = Math.min(burst, this.#left + ((now - this.#countedAt) * perMinute) / 60_000);
    this.#countedAt = now;
  }
}
