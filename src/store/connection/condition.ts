import { unhurried } from '../../model/runtime/deadline.ts';
import type { TroubleKind, Unavailable } from '../../model/runtime/unavailable.ts';
import { codeOf, troubleOf } from './database-trouble.ts';

/** What keeps the database from being used, as long as it lasts. */
export interface Trouble {
  kind: TroubleKind;
  /** The driver's own name for it, such as `SQLITE_FULL`. */
  detail: string;
  /** Milliseconds since 1970. */
  since: number;
}

/** @param now null when it is over; `before` null when it begins; both when it turns into another */
export type OnTrouble = (now: Trouble | null, before: Trouble | null) => void;

/** What may be over in a moment, or may be the fault of a single query: it is looked into before it counts as trouble. */
const PASSING: ReadonlySet<TroubleKind> = new Set(['busy', 'slow', 'read-only']);

/** How often it is tried whether the database can be written to again, in milliseconds. */
const EVERY_MS = 1000;

/**
 * Whether the database can be read and written. What queries run into is reported here; while there is trouble, a small write
 * is tried every second, and its success is the end.
 */
export class Condition {
  readonly #probe: () => Promise<void>;
  readonly #listeners = new Set<OnTrouble>();
  #trouble: Trouble | null = null;
  #probing = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param probe writes a little and takes it back; throws where that fails */
  constructor(probe: () => Promise<void>) {
    this.#probe = probe;
  }

  /** Null while all is well. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  /** A query could not be carried out. */
  report(error: Unavailable): void {
    if (this.#trouble || this.#closed) return;
    if (PASSING.has(error.kind)) void this.#look();
    else this.#begin(error.kind, error.detail);
  }

  /** @returns ends it */
  onChange(parsed: OnTrouble): () => void {
    this.#listeners.add(parsed);
    return () => void this.#listeners.delete(parsed);
  }

  /** Resolves as soon as there is no trouble; rejects when the signal is given before that. */
  wellAgain(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = (): void => settle(() => reject(signal.reason as Error));
      const end = this.onChange((now) => now ?? settle(resolve));
      const settle = (how: () => void): void => {
        end();
        signal.removeEventListener('abort', aborted);
        how();
      };
      signal.addEventListener('abort', aborted);
      if (signal.aborted) aborted();
      else if (!this.#trouble) settle(resolve);
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #begin(kind: TroubleKind, detail: string): void {
    this.#change({ kind, detail, since: this.#trouble?.since ?? Date.now() });
    this.#lookAgain();
  }

  #lookAgain(): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), EVERY_MS).unref();
  }

  async #look(): Promise<void> {
    if (this.#probing || this.#closed) return;
    this.#probing = true;
    try {
      await unhurried(this.#probe);
      this.#change(null);
    } catch (error) {
      // Whatever a probe fails with: as long as nothing can be written, there is trouble.
      const kind = troubleOf(error) ?? 'faulty';
      if (kind === this.#trouble?.kind) this.#lookAgain();
      else this.#begin(kind, codeOf(error) || kind);
    } finally {
      this.#probing = false;
    }
  }

  #change(now: Trouble | null): void {
    const before = this.#trouble;
    this.#trouble = now;
    if (now || before) for (const parsed of this.#listeners) parsed(now, before);
  }
}
