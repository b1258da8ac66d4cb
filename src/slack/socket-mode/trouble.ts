import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { outcomeOf, reasonOf } from '../delivery/outcome.ts';
import type { StatusTrouble } from '../status.ts';

/** Slack sent a connection away, and says why. */
export class SentAway extends Error {
  override name = 'SentAway';
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Why there is no connection, and when the next one may be tried. */
export interface ConnectionTrouble extends StatusTrouble {
  /** Milliseconds; null for ever longer. */
  wait: number | null;
  /** Slack's name for what is wrong with the app-level token itself; null when it is something else. */
  wrongToken: string | null;
}

/** How long Slack is left alone when only a person can mend it, in milliseconds. */
const SLOWLY = 300_000;

const SENT_AWAY: Readonly<Record<string, Pick<ConnectionTrouble, 'why' | 'wait'>>> = {
  link_disabled: {
    why: 'Socket Mode is turned off in the settings of the Slack app. Turn it on there; CustomerHub then connects automatically.',
    wait: SLOWLY,
  },
  too_many_websockets: {
    why: 'Slack allows ten Socket Mode connections per app, and all are taken (too_many_websockets). Stop what else uses this SLACK_APP_TOKEN; CustomerHub then connects automatically.',
    wait: null,
  },
};

const refusedToken = (code: string): ConnectionTrouble => ({
  status: 'refused',
  why: `Slack refuses SLACK_APP_TOKEN (${code}). Create an app-level token with connections:write, set SLACK_APP_TOKEN to it and restart CustomerHub.`,
  wait: SLOWLY,
  wrongToken: code,
});

const unreachable = (reason: string, wait: number | null = null): ConnectionTrouble => ({
  status: 'unreachable',
  why: `CustomerHub can’t connect to Slack (${reason}). Commands, buttons and forms don’t reach it; it keeps trying.`,
  wait,
  wrongToken: null,
});

/** What it means that a connection could not be opened, or was lost. */
export function readTrouble(error: unknown): ConnectionTrouble {
  if (error instanceof SentAway) {
    const known = SENT_AWAY[error.reason];
    return known ? { status: 'refused', ...known, wrongToken: null } : unreachable(`disconnect: ${error.reason}`);
  }
  if (error instanceof WebAPIRateLimitedError) return unreachable('too many tries', error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) {
    const { error: code } = error.data;
    const { is } = outcomeOf(error);
    return is === 'refused' || is === 'shut out' ? refusedToken(code) : unreachable(code);
  }
  return unreachable(reasonOf(error));
}
