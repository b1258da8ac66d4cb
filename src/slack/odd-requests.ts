import { buffer } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

const MOST_BYTES = 1024 * 1024;
/** As far as Slack's clock may run ahead of ours, in seconds: Bolt itself checks only the past. */
const AHEAD_SECONDS = 5 * 60;

/** Kinds of interaction that this app takes. */
const INTERACTIONS: ReadonlySet<unknown> = new Set([
  'block_actions',
  'view_submission',
  'view_closed',
  'block_suggestion',
  'shortcut',
  'message_action',
]);

/**
 * Turns away at once what Slack does not send, which Bolt would hold open for three seconds: other methods, bodies that
 * are too long or of another shape, timestamps from the future. Signatures are Bolt's to check, for everything that passes.
 */
export const refuseOddRequests =
  (next: Listener): Listener =>
  (req, res) => {
    void pass(req, res, next).catch(() => refuse(res, 400, 'The request could not be read.'));
  };

const pass = async (req: IncomingMessage, res: ServerResponse, next: Listener): Promise<void> => {
  if (req.method !== 'POST') return refuse(res, 405, 'Slack posts here.', { Allow: 'POST' });
  if (Number(req.headers['content-length'] ?? 0) > MOST_BYTES) return refuse(res, 413, 'The request is too long.');
  if (Number(req.headers['x-slack-request-timestamp']) > Date.now() / 1000 + AHEAD_SECONDS) {
    return refuse(res, 401, 'The request is dated in the future.');
  }
  const body = await buffer(req);
  if (body.length > MOST_BYTES) return refuse(res, 413, 'The request is too long.');
  if (!isSlackShaped(req.headers['content-type'] ?? '', body.toString()))
    return refuse(res, 400, 'This is not what Slack sends.');
  // Bolt takes a body that was read already from here.
  next(Object.assign(req, { rawBody: body }), res);
};

const refuse = (res: ServerResponse, status: number, why: string, headers: Record<string, string> = {}): void => {
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${why}\n`);
};

const isSlackShaped = (contentType: string, body: string): boolean => {
  if (contentType === 'application/json') return typeof typeIn(body) === 'string';
  if (contentType !== 'application/x-www-form-urlencoded') return false;
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  if (payload !== null) return INTERACTIONS.has(typeIn(payload));
  return form.get('ssl_check') === '1' || (form.has('command') && form.has('user_id') && form.has('trigger_id'));
};

const typeIn = (json: string): unknown => {
  try {
    return (JSON.parse(json) as { type?: unknown } | null)?.type;
  } catch {
    return undefined;
  }
};
