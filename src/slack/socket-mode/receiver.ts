import { setTimeout as timer } from 'node:timers/promises';
import type { App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { backoff } from '../delivery/rate-gate.ts';
import { isTurnedAway } from '../requests/checked-app.ts';
import { SignInRefused } from '../sign-in.ts';
import type { SlackStatus } from '../status.ts';
import { openConnection, type Connection, type ConnectionOptions } from './connection.ts';
import type { Envelope } from './frames.ts';
import { answerElsewhere } from './late-answer.ts';
import { readTrouble, SentAway, type ConnectionTrouble } from './trouble.ts';

interface SocketModeOptions extends ConnectionOptions {
  status: SlackStatus;
  log: Logger;
  /** A connection that held so long is no sign of trouble when it ends, in milliseconds. */
  steady?: number;
}

const STEADY_MS = 30_000;
/** So many connections in a row that did not hold are counted: then the pause is some seconds. */
const MOST_BROKEN = 3;
/** Longest pause between two tries, in milliseconds: Slack lets the app open about one connection a minute. */
const MOST_MS = 60_000;

/**
 * Keeps CustomerHub connected to Slack by Socket Mode, for as long as it runs. Slack sends every connection away after
 * some hours: the next one is opened before the old one is closed, and where that fails, it is tried again, ever more
 * patiently. Even a token that Slack refuses does not end the process: messages are still delivered with the bot's own, and a
 * supervisor that starts it anew would only ask Slack faster.
 */
export class SocketReceiver implements Receiver {
  readonly #options: SocketModeOptions;
  readonly #connections = new Set<Connection>();
  readonly #stopping = new AbortController();
  #app: App | null = null;
  #wasConnected = false;
  /** Connections in a row that did not hold. */
  #broken = 0;
  /** The same, and those since the last one that did not come about. */
  #failures = 0;

  constructor(options: SocketModeOptions) {
    this.#options = options;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves when it is connected for the first time, however long that takes. @throws SignInRefused */
  start(): Promise<void> {
    return new Promise((resolve, reject) => void this.#keepConnected(resolve, reject));
  }

  /** Takes nothing more, and closes when what was taken is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(Array.from(this.#connections, (connection) => connection.retire()));
  }

  async #keepConnected(connected: () => void, refused: (error: Error) => void): Promise<void> {
    const { status } = this.#options;
    while (!this.#stopping.signal.aborted) {
      const trouble = await this.#serve(connected).catch(readTrouble);
      if (this.#stopping.signal.aborted) return;
      if (trouble?.wrongToken && !this.#wasConnected) return refused(wrongSetting(trouble.wrongToken));
      if (trouble) status.report('connection', trouble);
      const wait = this.#failures === 0 ? 0 : backoff(this.#failures - 1, Math.random, MOST_MS);
      await this.#pause(trouble?.wait ?? wait);
    }
  }

  /** Serves through a new connection until it is over. @returns null when Slack wants another one in its place */
  async #serve(connected: () => void): Promise<ConnectionTrouble | null> {
    const connection = await openConnection(this.#options, this.#take).catch((error: unknown) => {
      this.#failures += 1;
      // Where ten processes hold one each, the old one is in the way of the new.
      if (error instanceof SentAway) this.#retireAll();
      throw error;
    });
    const since = Date.now();
    this.#retireAll();
    this.#connections.add(connection);
    if (this.#stopping.signal.aborted) return this.#retireAll();
    this.#greeted(connection);
    connected();
    const reason = await connection.over;
    this.#held(Date.now() - since);
    if (reason === 'warning' || reason === 'refresh_requested') return null;
    this.#connections.delete(connection);
    return readTrouble(reason === null ? new Error('the connection broke') : new SentAway(reason));
  }

  /** Where connections do not hold, the pauses between them grow, but not as long as where none comes about. */
  #held(ms: number): void {
    const { steady = STEADY_MS } = this.#options;
    this.#broken = ms >= steady ? 0 : Math.min(this.#broken + 1, MOST_BROKEN);
    this.#failures = this.#broken;
  }

  #greeted({ connections }: Connection): void {
    const { status, log } = this.#options;
    this.#wasConnected = true;
    log.info({ connections }, 'Connected to Slack by Socket Mode');
    status.clear('connection');
  }

  #retireAll(): null {
    for (const connection of this.#connections) void connection.retire();
    this.#connections.clear();
    return null;
  }

  #pause = (ms: number): Promise<void> =>
    timer(ms, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined);

  /** Hands an envelope to Bolt. An event is acknowledged whatever becomes of it: sent again, it would end the same way. */
  #take = (connection: Connection, envelope: Envelope): void => {
    const { id, isEvent, payload: body, retryNum, retryReason } = envelope;
    if (!this.#app || this.#stopping.signal.aborted) return connection.release(id);
    const ack = once((answer?: unknown) => this.#acknowledge(connection, envelope, answer));
    void this.#app
      .processEvent({ body, ack, retryNum, retryReason })
      .catch((err: unknown) => {
        // What was turned away was logged as such; as over HTTP, Slack hears at once that nothing will follow.
        if (isTurnedAway(err)) return ack();
        this.#options.log.error({ err }, 'What Slack sent could not be worked on.');
      })
      .then(() => (isEvent ? ack() : undefined))
      .finally(() => connection.release(id));
  };

  /** Never fails: whoever acknowledged goes on with their work. */
  async #acknowledge(connection: Connection, { id, payload }: Envelope, answer: unknown): Promise<void> {
    const { log, patience } = this.#options;
    const said = answerOf(answer);
    await connection
      .acknowledge(id, said)
      .catch(() => answerElsewhere(payload, said, patience))
      .catch((err: unknown) => log.warn({ err }, 'An acknowledgement did not reach Slack.'));
  }
}

/** Slack takes one acknowledgement of each envelope. */
const once = (acknowledge: (answer?: unknown) => Promise<void>): ((answer?: unknown) => Promise<void>) => {
  let first: Promise<void> | undefined;
  return (answer) => (first ??= acknowledge(answer));
};

const wrongSetting = (code: string): SignInRefused =>
  new SignInRefused(
    `Slack refuses SLACK_APP_TOKEN (${code}). Set it to an app-level token of the app with connections:write.`,
  );

/** What Bolt's listeners acknowledge with: nothing, a text, or an object. */
const answerOf = (answer: unknown): Record<string, unknown> => {
  if (typeof answer === 'string') return { text: answer };
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
};
