/** Socket Mode: the app connects to the workspace, and gets through that connection what HTTP would bring. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Answer, Delivering } from './request.ts';
import type { Faults } from '../faults/faults.ts';
import { newSecret } from '../state/ids.ts';
import { disconnectFrame, envelopeFrame, helloFrame, readAck } from './socket-frames.ts';

/** Slack's reasons to send a connection away. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

interface Connection {
  socket: WebSocket;
  /** It was told to go, and is left only to answer what it was sent. */
  isLeaving: boolean;
}

interface Options {
  appId: string;
  baseUrl: () => string;
  /** How long the app has to answer, in milliseconds. */
  deadlineMs: number;
  faults: Faults;
  /** The manifest's `socket_mode_enabled`. */
  isOn: boolean;
  closing: AbortSignal;
}

/** Slack opens ten connections of one app, and no more. */
const MOST_CONNECTIONS = 10;
/** Slack pings at least every 30 s. */
const PING_MS = 10_000;
/** Between a disconnect message and the end of the connection. */
const NOTICE_MS = 10_000;

const NO_CONNECTION: Answer = { status: 0, body: '', noRetry: false, failure: 'connection_failed' };
const TOO_LATE: Answer = { status: 0, body: '', noRetry: false, failure: 'timeout' };

export class SocketMode {
  readonly #options: Options;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<Connection>();
  /** Sockets that are left hanging in the handshake. */
  readonly #hanging = new Set<Duplex>();
  /** Addresses that were given out and not used yet. */
  readonly #tickets = new Set<string>();
  /** Who waits for the answer to an envelope, and through which connection it has to come. */
  readonly #waiting = new Map<string, { from: Connection; take: (answer: Answer) => void }>();

  constructor(options: Options) {
    this.#options = options;
    options.closing.addEventListener('abort', () => this.drop(), { once: true });
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** An address for one connection, as `apps.connections.open` answers it. */
  mintUrl(): string {
    const ticket = newSecret();
    this.#tickets.add(ticket);
    return `${this.#options.baseUrl().replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#options.appId}`;
  }

  /** Takes the upgrade of a connection to an address of its own; false when it is none. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const url = new URL(req.url ?? '/', 'http://localhost');
    if (url.pathname !== '/link/') return false;
    socket.on('error', () => socket.destroy());
    const fault = this.#options.faults.takeApi('socket');
    if (fault?.kind === 'hang') this.#hanging.add(socket);
    else if (fault?.kind === 'reset') socket.destroy();
    else if (fault?.kind === 'http') socket.end(`HTTP/1.1 ${fault.status} Trouble\r\n\r\n`);
    else if (!this.#tickets.delete(url.searchParams.get('ticket') ?? '')) socket.end('HTTP/1.1 408 Used up\r\n\r\n');
    else {
      const refusal = fault?.kind === 'error' ? fault.error : this.#refusal();
      this.#server.handleUpgrade(req, socket, head, (opened) => this.#welcome(opened, refusal));
    }
    return true;
  }

  /** Sends one envelope to one of the connections, whichever, and waits for its acknowledgement through the same one. */
  deliver(delivering: Delivering): Promise<Answer> {
    const from = this.#anyConnection();
    if (!from) return Promise.resolve(NO_CONNECTION);
    const envelope_id = randomUUID();
    return new Promise((resolve) => {
      const take = (answer: Answer): void => {
        clearTimeout(deadline);
        this.#waiting.delete(envelope_id);
        resolve(answer);
      };
      const deadline = setTimeout(take, this.#options.deadlineMs, TOO_LATE);
      this.#waiting.set(envelope_id, { from, take });
      const text = envelopeFrame(envelope_id, delivering);
      from.socket.send(text);
      if (this.#options.faults.takeDuplicateEnvelope()) from.socket.send(text);
    });
  }

  /** Tells every connection to go, as Slack does every few hours; those that stay are closed. */
  disconnect(reason: DisconnectReason, afterMs = NOTICE_MS): void {
    for (const connection of this.#connections) {
      connection.isLeaving = true;
      sendAway(connection.socket, reason, afterMs);
    }
  }

  /** Every connection is gone without a word, as when a cable is cut. */
  drop(): void {
    for (const { socket } of this.#connections) socket.terminate();
    for (const socket of this.#hanging) socket.destroy();
    this.#hanging.clear();
  }

  /** Every connection stays open and says nothing any more, not even to pings. */
  freeze(): void {
    for (const { socket } of this.#connections) socket.pause();
  }

  #refusal(): string | null {
    if (!this.#options.isOn) return 'link_disabled';
    return this.#connections.size >= MOST_CONNECTIONS ? 'too_many_websockets' : null;
  }

  #welcome(socket: WebSocket, refusal: string | null): void {
    socket.on('error', () => socket.terminate());
    if (refusal !== null) return sendAway(socket, refusal, 0);
    const connection = { socket, isLeaving: false };
    this.#connections.add(connection);
    const pings = setInterval(() => socket.ping('Ping from the practice workspace'), PING_MS).unref();
    socket.on('message', (data) => this.#hear(connection, data as Buffer));
    socket.on('close', () => {
      clearInterval(pings);
      this.#connections.delete(connection);
    });
    const { appId } = this.#options;
    socket.send(helloFrame(appId, this.#connections.size));
  }

  #hear(connection: Connection, data: Buffer): void {
    const { id, body } = readAck(data.toString());
    const waiting = this.#waiting.get(id);
    if (waiting?.from === connection) waiting.take({ status: 200, body, noRetry: false });
  }

  #anyConnection(): Connection | undefined {
    const open = [...this.#connections].filter(({ socket }) => socket.readyState === socket.OPEN);
    const staying = open.filter(({ isLeaving }) => !isLeaving);
    const candidates = staying.length > 0 ? staying : open;
    return candidates[Math.floor(Math.random() * candidates.length)];
  }
}

function sendAway(socket: WebSocket, reason: string, afterMs: number): void {
  socket.send(disconnectFrame(reason));
  setTimeout(() => socket.close(), afterMs).unref();
}
