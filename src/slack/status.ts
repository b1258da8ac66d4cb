import type { BaseLogger } from 'pino';
import { momentOf } from '../model/dates/time.ts';

/** What can stand between CustomerHub and Slack, the gravest first: its place in the workspace; the way to Slack. */
const PARTS = ['installation', 'connection'] as const;
export type StatusPart = (typeof PARTS)[number];

/** Why something does not work: `refused` until somebody mends it, otherwise until it passes. */
export interface StatusTrouble {
  status: 'refused' | 'unreachable';
  /** For whoever runs CustomerHub: what is wrong, then what helps. */
  why: string;
}

/** How CustomerHub stands with Slack, as `/health` tells it. */
export interface SlackState {
  status: 'ok' | StatusTrouble['status'];
  why: string | null;
  /** ISO moment. */
  since: string | null;
}

/** Gathers what is wrong between CustomerHub and Slack, and writes each change into the log once. */
export class SlackStatus {
  readonly #log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  readonly #now: () => number;
  readonly #troubles = new Map<StatusPart, StatusTrouble & { since: string }>();

  constructor(log: Pick<BaseLogger, 'info' | 'warn' | 'error'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  report(part: StatusPart, { status, why }: StatusTrouble): void {
    const known = this.#troubles.get(part);
    if (known?.why === why) return;
    this.#troubles.set(part, { status, why, since: known?.since ?? momentOf(this.#now()) });
    this.#log[status === 'refused' ? 'error' : 'warn']({ slack: part }, why);
  }

  clear(part: StatusPart): void {
    const known = this.#troubles.get(part);
    if (!known || !this.#troubles.delete(part)) return;
    this.#log.info({ slack: part, since: known.since }, `It is over: ${known.why}`);
  }

  state(): SlackState {
    const worst = PARTS.map((part) => this.#troubles.get(part)).find((trouble) => trouble !== undefined);
    return worst ?? { status: 'ok', why: null, since: null };
  }
}
