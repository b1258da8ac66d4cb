/** An app without a framework: it keeps what it was sent and answers what it is told to. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { parseJson, asObject } from '../../src/practice/server/json.ts';
import { startPractice, type Practice, type PracticeSetup } from '../support/practice.ts';
import { company } from './echo.ts';

export interface Arrived {
  headers: IncomingMessage['headers'];
  body: string;
  /** The fields of a command, the payload of an interaction, the envelope of an event. */
  payload: JsonObject;
}

export interface Reply {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** Never answer. */
  silent?: boolean;
}

export interface Wire extends Practice {
  arrived: Arrived[];
  /** Answers everything from now on: a reply, or one made for each request. */
  answer(with_: Reply | ((arrived: Arrived) => Reply)): void;
  newest(): Arrived;
}

export async function startWire(more: Partial<PracticeSetup> = {}): Promise<Wire> {
  const arrived: Arrived[] = [];
  let make: (one: Arrived) => Reply = () => ({});
  const parsed: RequestListener = (req, res) =>
    void text(req).then((body) => {
      const one = { headers: req.headers, body, payload: payloadOf(req, body) };
      arrived.push(one);
      const { status = 200, body: said = '', headers = {}, silent } = make(one);
      if (!silent) res.writeHead(status, headers).end(said);
    });
  const practice = await startPractice({ ...company, ...more, app: () => parsed });
  return {
    ...practice,
    arrived,
    answer: (with_) => void (make = typeof with_ === 'function' ? with_ : () => with_),
    newest: () => arrived.at(-1)!,
  };
}

function payloadOf(req: IncomingMessage, body: string): JsonObject {
  if (req.headers['content-type'] === 'application/json') return asObject(parseJson(body));
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields['payload'] === undefined ? fields : asObject(parseJson(fields['payload']));
}

export const json = (body: JsonObject): Reply => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
