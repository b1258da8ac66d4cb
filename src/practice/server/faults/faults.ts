/** Things that go wrong with Slack, on purpose. */
import type { ServerResponse } from 'node:http';
import { sendJson } from '../http/http.ts';

/** What happens to one Web API call. `when: 'after'` means that the work was done before the answer was lost. */
export type ApiFault =
  /** 429; `retryAfter` in seconds, null for an answer without the header. */
  | { kind: 'rate_limited'; retryAfter?: number | null }
  | { kind: 'http'; status: number; when?: 'before' | 'after' }
  | { kind: 'hang'; when?: 'before' | 'after' }
  | { kind: 'reset'; when?: 'before' | 'after' }
  /** The work is done; half of the 200 arrives. */
  | { kind: 'truncated' }
  /** `{ ok: false, error }`: with 200 where the Web API says it, with 404 where a response URL does, unless told. */
  | { kind: 'error'; error: string; status?: number };

/** Is the work done before the answer is lost? */
export function isAfterwards(fault: ApiFault): boolean {
  return fault.kind === 'truncated' || ('when' in fault && fault.when === 'after');
}

/** Spoils an answer that is no JSON of the Web API: of a response URL, or of an upload. */
export function spoil(fault: ApiFault, res: ServerResponse): void {
  if (fault.kind === 'hang') return;
  if (fault.kind === 'reset') return void res.socket?.resetAndDestroy();
  if (fault.kind === 'rate_limited')
    return void res.writeHead(429, { 'retry-after': String(fault.retryAfter ?? 1) }).end();
  if (fault.kind === 'error') return sendJson(res, fault.status ?? 404, { ok: false, error: fault.error });
  res.writeHead(fault.kind === 'http' ? fault.status : 500).end();
}

interface Rule<Fault> {
  left: number;
  fault: Fault;
}

export class Faults {
  readonly #api = new Map<string, Rule<ApiFault>[]>();
  #lateAcks = 0;
  #duplicates = 0;
  #duplicateEnvelopes = 0;
  /** Files that are uploaded from now on are looked through for ever. */
  keepsFiles = false;
  /** Slack shows no picture that the app uploaded, in no message and no view. */
  hidesFiles = false;

  /**
   * The next `times` calls of a method go wrong; `response_url` stands for the answers through those, `upload` for the bytes of files,
   * `url_private` for files that the app reads, `socket` for connections of Socket Mode (an `error` sends them away with that reason), `*`
   * for all. Rules of a method are used up in order.
   */
  next(method: string, fault: ApiFault, times = 1): void {
    this.#api.set(method, [...(this.#api.get(method) ?? []), { left: times, fault }]);
  }

  /** All calls of a method go wrong until `clear`. */
  always(method: string, fault: ApiFault): void {
    this.next(method, fault, Infinity);
  }

  /** The next `times` answers of the app count as too late although the app did the work. */
  lateAcks(times = 1): void {
    this.#lateAcks = times;
  }

  /** The next `times` events arrive twice. */
  duplicateEvents(times = 1): void {
    this.#duplicates = times;
  }

  /** The next `times` envelopes of Socket Mode arrive twice. */
  duplicateEnvelopes(times = 1): void {
    this.#duplicateEnvelopes = times;
  }

  clear(): void {
    this.#api.clear();
    this.#lateAcks = this.#duplicates = this.#duplicateEnvelopes = 0;
    this.keepsFiles = this.hidesFiles = false;
  }

  takeApi(method: string): ApiFault | undefined {
    return this.#take(method) ?? this.#take('*');
  }

  takeLateAck = (): boolean => this.#lateAcks > 0 && this.#lateAcks-- > 0;

  takeDuplicate = (): boolean => this.#duplicates > 0 && this.#duplicates-- > 0;

  takeDuplicateEnvelope = (): boolean => this.#duplicateEnvelopes > 0 && this.#duplicateEnvelopes-- > 0;

  #take(method: string): ApiFault | undefined {
    const rules = this.#api.get(method) ?? [];
    while (rules[0] && rules[0].left <= 0) rules.shift();
    if (!rules[0]) return undefined;
    rules[0].left -= 1;
    return rules[0].fault;
  }
}
