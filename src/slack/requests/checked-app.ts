import bolt, { type AppOptions, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import type { PayloadReader } from './payload.ts';

const { App, AuthorizationError } = bolt;

/** A body that is none of those which Slack sends to this app. */
export class NotUnderstood extends Error {
  override name = 'NotUnderstood';
}

/** Whether a request was turned away, rather than failed: it was logged as such, and is not worth another attempt. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof NotUnderstood || error instanceof AuthorizationError;
}

interface Checks {
  read: PayloadReader;
  log: Logger;
}

/** Bolt, with two promises kept for every receiver: handlers get only payloads that were understood, and nothing stays unanswered. */
export class CheckedApp extends App {
  readonly #checks: Checks;

  constructor(options: AppOptions, checks: Checks) {
    super(options);
    this.#checks = checks;
    this.error((error) => {
      if (!isTurnedAway(error)) checks.log.error({ err: error }, 'a handler failed');
      return Promise.reject(error);
    });
  }

  /** @throws NotUnderstood, AuthorizationError */
  override async processEvent(event: ReceiverEvent): Promise<void> {
    const { read, log } = this.#checks;
    const reading = read(event.body);
    if (reading.is === 'unused') return event.ack();
    if (reading.is === 'unknown') {
      log.warn({ why: reading.why }, 'Slack sent something that this app does not know; nothing was done');
      throw new NotUnderstood(reading.why);
    }
    let answered = false;
    const ack: ReceiverEvent['ack'] = (response) => {
      answered = true;
      return event.ack(response);
    };
    await super.processEvent({ ...event, body: reading.payload, ack });
    // No handler felt responsible, as for a window of an older version.
    if (!answered) await event.ack();
  }
}
