import { SocketModeClient } from '@slack/socket-mode';
import type { Logger, WebClientOptions } from '@slack/web-api';
import { readFrame, type Envelope, type Frame } from './frames.ts';
import { SentAway } from './trouble.ts';

/** What a connection hands on. */
export type Take = (connection: Connection, envelope: Envelope) => void;

export interface ConnectionOptions {
  appToken: string;
  clientOptions: Omit<WebClientOptions, 'logLevel' | 'logger'>;
  logger: Logger;
  /** How long one call may take, in milliseconds; Slack's greeting may take twice as long. */
  patience: number;
}

/** How long Slack waits for the acknowledgement of an envelope, in milliseconds. */
const ACKNOWLEDGED_MS = 3000;

/**
 * Slack's client for one connection: it opens the socket and keeps watch over it by pings. It does not reconnect, because
 * version 3.1 ends the process where that fails, and it does not close the socket when Slack asks to reconnect, because
 * what is being worked on could not be acknowledged any more.
 */
class Client extends SocketModeClient {
  hear: (frame: Frame) => void = () => undefined;

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    const frame = readFrame(data);
    this.hear(frame);
    if (frame.kind === 'hello') await super.onWebSocketMessage(data, isBinary);
  }
}

/** One connection to Slack, from its greeting to its end. */
export class Connection {
  /** Resolves with Slack's reason to send it away, or with null when it broke. */
  readonly over: Promise<string | null>;
  /** How many connections of the app Slack counts, this one included. */
  readonly connections: number;
  readonly #client: Client;
  /** Envelopes that Slack waits to hear of. */
  readonly #open = new Set<string>();
  #idle: () => void = () => undefined;

  constructor(client: Client, connections: number, take: Take) {
    this.#client = client;
    this.connections = connections;
    this.over = new Promise((resolve) => {
      client.once('disconnected', () => resolve(null));
      client.hear = (frame) => {
        if (frame.kind === 'disconnect') resolve(frame.reason);
        if (frame.kind !== 'envelope') return;
        this.#open.add(frame.envelope.id);
        take(this, frame.envelope);
      };
    });
  }

  /** Acknowledges an envelope. @throws Error when the connection is not open any more */
  async acknowledge(envelope_id: string, payload: Record<string, unknown>): Promise<void> {
    const { websocket } = this.#client;
    if (!websocket?.isActive()) throw new Error('the connection to Slack is closed');
    await new Promise<void>((resolve, reject) => {
      websocket.send(JSON.stringify({ envelope_id, payload }), (error) => (error ? reject(error) : resolve()));
    });
    this.release(envelope_id);
  }

  /** Nobody will acknowledge this envelope any more. */
  release(envelope_id: string): void {
    this.#open.delete(envelope_id);
    if (this.#open.size === 0) this.#idle();
  }

  /** Closes the connection once everything that came through it is acknowledged, or too late to be. */
  async retire(): Promise<void> {
    if (this.#open.size > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
        setTimeout(resolve, ACKNOWLEDGED_MS).unref();
      });
    void this.#client.disconnect();
  }
}

/**
 * Opens a connection.
 * @throws SentAway, or whatever keeps it from being opened
 */
export async function openConnection(options: ConnectionOptions, take: Take): Promise<Connection> {
  const { appToken, logger, patience } = options;
  const clientOptions = { ...options.clientOptions, timeout: patience };
  const client = new Client({ appToken, logger, clientOptions, autoReconnectEnabled: false });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Connection>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Slack did not greet in time')), 2 * patience);
      client.hear = (frame) => {
        // At once, so that nothing falls between the greeting and whoever listens from then on.
        if (frame.kind === 'hello') resolve(new Connection(client, frame.connections, take));
        if (frame.kind === 'disconnect') reject(new SentAway(frame.reason));
      };
      // Slack's client rejects with nothing where the socket was closed before the greeting.
      client
        .start()
        .catch((error: unknown) => reject(error ?? new Error('the WebSocket was closed before Slack’s greeting')));
    });
  } catch (error) {
    void client.disconnect();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
