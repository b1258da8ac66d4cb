import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as this small Slack keeps it. */
export interface Posted {
  channel: string;
  text: string;
  ts: string;
  metadata: unknown;
  /** When it came, by the test's clock. */
  at: number;
}

interface Call {
  method: string;
  args: Record<string, string>;
  /** Does what the call asks for, and says what Slack would answer. */
  act: () => object;
  response: ServerResponse;
}

/** How a call is answered. */
export type Answer = (call: Call) => void;

const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

export const well: Answer = ({ act, response }) => json(response, 200, act());
export const refusal =
  (error: string): Answer =>
  ({ response }) =>
    json(response, 200, { ok: false, error });
export const rateLimited =
  (seconds?: number): Answer =>
  ({ response }) =>
    json(response, 429, { ok: false, error: 'ratelimited' }, seconds ? { 'retry-after': String(seconds) } : {});
export const broken: Answer = ({ response }) => json(response, 500, {});
export const brokenAfterwards: Answer = ({ act, response }) => json(response, 502, act());
export const silence: Answer = () => {};
export const silenceAfterwards: Answer = ({ act }) => void act();
export const reset: Answer = ({ response }) => void response.destroy();
export const resetAfterwards: Answer = ({ act, response }) => {
  act();
  response.destroy();
};
export const cutShort: Answer = ({ act, response }) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(act()).slice(0, 20));
};

const read = async (request: IncomingMessage): Promise<Record<string, string>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
};

/** A very small Slack over real HTTP: it takes messages, shows a channel's history and misbehaves on request. */
export class PostOffice {
  readonly posted: Posted[] = [];
  readonly calls: { method: string; args: Record<string, string> }[] = [];
  /** Calls that are not answered yet, and the most there ever were. */
  open = 0;
  mostOpen = 0;
  readonly #now: () => number;
  readonly #answers = new Map<string, Answer[]>();
  readonly #usual = new Map<string, Answer>();
  readonly #server = createServer((request, response) => void this.#take(request, response));

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the base address of its Web API */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next calls of a method (or of a method and channel: `chat.postMessage C1`) are answered like this, then well again. */
  next(method: string, ...answers: Answer[]): void {
    this.#answers.set(method, [...(this.#answers.get(method) ?? []), ...answers]);
  }

  /** From now on every call of the method is answered like this. */
  always(method: string, answer: Answer): void {
    this.#usual.set(method, answer);
  }

  callsOf(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  textsIn(channel: string): string[] {
    return this.posted.filter((message) => message.channel === channel).map(({ text }) => text);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    response.on('close', () => (this.open -= 1));
    const args = await read(request);
    const method = String(request.url).replace('/api/', '');
    this.calls.push({ method, args });
    this.#answerTo(method, String(args['channel']))({ method, args, act: () => this.#act(method, args), response });
  }

  #answerTo(method: string, channel: string): Answer {
    const queues = [`${method} ${channel}`, method];
    const queued = queues.map((queue) => this.#answers.get(queue)?.shift()).find(Boolean);
    return queued ?? queues.map((queue) => this.#usual.get(queue)).find(Boolean) ?? well;
  }

  #act(method: string, args: Record<string, string>): object {
    const channel = String(args['channel']);
    if (method === 'conversations.history') {
      const since = Number(args['oldest'] ?? 0);
      const messages = this.posted.filter((message) => message.channel === channel && Number(message.ts) >= since);
      return { ok: true, messages: messages.toReversed(), has_more: false, response_metadata: { next_cursor: '' } };
    }
    const ts = (this.#now() / 1000 + this.posted.length / 1e6).toFixed(6);
    const metadata: unknown = JSON.parse(args['metadata'] ?? 'null');
    this.posted.push({ channel, text: String(args['text']), ts, metadata, at: this.#now() });
    return { ok: true, channel, ts };
  }
}
