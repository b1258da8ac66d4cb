import type { IncomingMessage, ServerResponse } from 'node:http';
import bolt, { type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import getRawBody from 'raw-body';
import { z } from 'zod';
import { decode, isCertificateCheck } from './body.ts';
import { isTurnedAway, NotUnderstood, type CheckedApp } from './checked-app.ts';
import { isSigned } from './signature.ts';

const { buildContentResponse, isRawBodyError } = bolt.HTTPModuleFunctions;

/** Slack’s own requests are far below. */
const MOST_BYTES = 1024 * 1024;

const challenge = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1000) });

interface HttpReceiverOptions {
  signingSecret: string;
  log: Logger;
}

/**
 * Takes what Slack posts. The limit holds while the body is read, the signature is checked before anything in it is looked
 * at, and whatever is not for the app is answered at once.
 */
export class HttpReceiver implements Receiver {
  readonly #options: HttpReceiverOptions;
  #app: CheckedApp | undefined;

  constructor(options: HttpReceiverOptions) {
    this.#options = options;
  }

  init(app: CheckedApp): void {
    this.#app = app;
  }

  readonly start = (): Promise<void> => Promise.resolve();
  readonly stop = (): Promise<void> => Promise.resolve();

  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    void this.#take(req, res).catch((error: unknown) => this.#fail(error, res));
  };

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== 'POST') return refuse(res, 405, 'Slack posts here.', { Allow: 'POST' });
    const { 'content-type': type, 'content-length': length = null } = req.headers;
    const body = (await getRawBody(req, { limit: MOST_BYTES, length })).toString();
    const { signingSecret, log } = this.#options;
    const signed = isSigned(req.headers, body, signingSecret);
    // Slack need not sign this one, and it asks for nothing.
    if (isCertificateCheck(type, body)) return buildContentResponse(res, '');
    if (!signed) {
      log.warn('a request without a valid signature of Slack was refused');
      return refuse(res, 401, 'The signature or its time is not valid.');
    }
    const payload = decode(type, body);
    const asked = challenge.safeParse(payload);
    if (asked.success) return buildContentResponse(res, { challenge: asked.data.challenge });
    const ack = (answer: unknown): Promise<void> => Promise.resolve(buildContentResponse(res, answer));
    await this.#app?.processEvent({ body: payload, ack });
  }

  #fail(error: unknown, res: ServerResponse): void {
    // Whatever fails after the answer was logged where it failed.
    if (res.headersSent) return;
    if (isRawBodyError(error)) return refuse(res, error.statusCode, 'The request is too long, or was cut off.');
    if (error instanceof NotUnderstood) return refuse(res, 400, 'This is not what Slack sends.');
    if (isTurnedAway(error)) return refuse(res, 401, 'This app belongs to another workspace.');
    this.#options.log.error({ err: error }, 'a request of Slack failed');
    return refuse(res, 500, 'Something went wrong.');
  }
}

const refuse = (res: ServerResponse, status: number, why: string, headers: Record<string, string> = {}): void => {
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${why}\n`);
};
