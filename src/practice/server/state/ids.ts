/** Slack-looking ids. */
import { randomBytes, randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `newId('V')` is something like V7K2M0QX4BZ. */
export function newId(prefix: string): string {
  return prefix + Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
}

export function newBlockId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}

export function newSecret(bytes = 16): string {
  return randomBytes(bytes).toString('hex');
}

/** A view's hash: new on every change. */
export function newHash(now: number): string {
  return `${Math.floor(now / 1000)}.${newSecret(4)}`;
}

/** Message ids: the time in seconds with six decimals, never the same twice. */
export class Timestamps {
  #last = 0;

  /** Ids given out before (kept from an earlier run) are not given out again. */
  seen(ts: string): void {
    this.#last = Math.max(this.#last, Number(ts.replace('.', '')));
  }

  next(now: number): string {
    this.#last = Math.max(now * 1000, this.#last + 1);
    const digits = String(this.#last);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }
}
