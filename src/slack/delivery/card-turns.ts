import { Bucket, type Allowance } from '../bucket.ts';

/** `chat.update` is of tier 3, 50 a minute, however many channels it is for; some come later than their turn. */
const UPDATES: Allowance = { burst: 15, perMinute: 27 };

/** A turn that nobody takes any more is forgotten after that many milliseconds. */
const KEPT_MS = 600_000;

/** Hands out turns to change cards, so that many at once keep to Slack's pace without asking it again and again. */
export class Turns {
  readonly #bucket: Bucket;
  /** What was done when, because a turn may be taken late: many late ones at once would be more than Slack takes. */
  readonly #taken: Bucket;
  readonly #now: () => number;
  /** Card -> when it is its turn. */
  readonly #promised = new Map<number, number>();

  constructor(now: () => number, allowance = UPDATES) {
    this.#now = now;
    this.#bucket = new Bucket(allowance, now());
    this.#taken = new Bucket(allowance, now());
  }

  /** @returns milliseconds until it is the card's turn; 0 when it is now */
  take(card: number): number {
    const now = this.#now();
    for (const [other, at] of this.#promised) if (at < now - KEPT_MS) this.#promised.delete(other);
    const at = this.#promised.get(card) ?? this.#promise(now);
    const wait = Math.max(at - now, this.#taken.wait(now));
    if (wait > 0) this.#promised.set(card, now + wait);
    else {
      this.#promised.delete(card);
      this.#taken.take(now);
    }
    return wait;
  }

  #promise(now: number): number {
    const wait = this.#bucket.wait(now);
    this.#bucket.take(now);
    return now + wait;
  }
}
