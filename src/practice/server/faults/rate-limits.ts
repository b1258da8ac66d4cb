/** Slack's rate limits: a minute's allowance per method by tier, and one message per second and channel. */
import type { RateLimitSpec } from '../state/specs.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Slack tolerates short bursts without saying how short; this is on the strict side. */
const defaults = { tiers: [1, 20, 50, 100], channelBurst: 5 };

export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #spec: RateLimitSpec | false;
  readonly #clock: () => number;

  constructor(spec: RateLimitSpec | false, clock: () => number) {
    this.#spec = spec;
    this.#clock = clock;
  }

  /** Calls a minute that a tier allows, whether or not they are counted; null where there is no tier. */
  perMinute(tier: number): number | null {
    if (tier === 0) return null;
    return ((this.#spec && this.#spec.tiers) || defaults.tiers)[tier - 1]!;
  }

  /** Seconds to wait before this method may be called again; 0 when it may be called now. */
  call(method: string, tier: number): number {
    const perMinute = this.perMinute(tier);
    if (!this.#spec || perMinute === null) return 0;
    return this.#take(`method ${method}`, perMinute, perMinute / 60);
  }

  /** The same for one more message into a channel. */
  post(channel: string): number {
    if (!this.#spec) return 0;
    return this.#take(`channel ${channel}`, this.#spec.channelBurst ?? defaults.channelBurst, 1);
  }

  #take(key: string, capacity: number, perSecond: number): number {
    const now = this.#clock();
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    const enough = tokens >= 1;
    this.#buckets.set(key, { tokens: enough ? tokens - 1 : tokens, at: now });
    return enough ? 0 : Math.ceil((1 - tokens) / perSecond);
  }
}
