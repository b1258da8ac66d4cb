/** Response URLs: an address where the app can answer what a person did, for half an hour, five times. */
import { newSecret } from './ids.ts';

export interface ReplyTarget {
  /** How Slack names the address: what the person did. */
  from: 'commands' | 'actions' | 'app';
  user: string;
  channel: string;
  /** The message that was clicked. */
  message?: { ts: string; ephemeral: boolean };
  /** The command as typed: shown when the app answers to the whole channel. */
  typed?: string;
  /** It has been shown. */
  typedShown?: boolean;
}

const lifetimeMs = 30 * 60_000;
const uses = 5;

export class ResponseUrls {
  readonly #targets = new Map<string, { target: ReplyTarget; until: number; left: number }>();
  readonly #base: () => string;
  readonly #clock: () => number;

  constructor(base: () => string, clock: () => number) {
    this.#base = base;
    this.#clock = clock;
  }

  mint(team: string, target: ReplyTarget): string {
    for (const [old, { until }] of this.#targets) if (this.#clock() > until) this.#targets.delete(old);
    const path = `/hooks/${target.from}/${team}/${newSecret(6)}/${newSecret(12)}`;
    this.#targets.set(path, { target, until: this.#clock() + lifetimeMs, left: uses });
    return this.#base() + path;
  }

  /** Uses the address once; Slack's error where it is used up, or unknown or too old. */
  take(path: string): ReplyTarget | 'used_url' | 'expired_url' {
    const known = this.#targets.get(path);
    if (!known || this.#clock() > known.until) return 'expired_url';
    if (known.left === 0) return 'used_url';
    known.left -= 1;
    return known.target;
  }
}
