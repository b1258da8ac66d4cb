import { buffer } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

const MOST_BYTES = 1024 * 1024;
/** As far as Slack's clock may run ahead of ours, in seconds: Bolt itself checks only the past. */
const AHEAD_SECONDS = 5 * 60;

const person = z.object({ id: z.string() });
const named = { user: person, callback_id: z.string(), trigger_id: z.string() };

/** What this app reads of each kind of interaction it takes. */
const interaction = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('view_submission'),
    user: person,
    view: z.object({
      id: z.string(),
      callback_id: z.string(),
      private_metadata: z.string(),
      blocks: z.array(z.object({ type: z.string() })),
      state: z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ type: z.string() }))) }),
    }),
  }),
  z.object({ type: z.literal('view_closed'), user: person, view: z.object({ callback_id: z.string() }) }),
  z.object({
    type: z.literal('block_actions'),
    user: person,
    trigger_id: z.string(),
    container: z.object({}),
    actions: z.array(z.object({ type: z.string(), action_id: z.string() })).min(1),
  }),
  z.object({
    type: z.literal('block_suggestion'),
    user: person,
    action_id: z.string(),
    block_id: z.string(),
    value: z.string(),
  }),
  z.object({ type: z.literal('shortcut'), ...named }),
  z.object({
    type: z.literal('message_action'),
    ...named,
    channel: z.object({ id: z.string() }),
    message: z.object({}),
    message_ts: z.string(),
  }),
]);

const command = z.object({ command: z.string(), text: z.string(), user_id: z.string(), trigger_id: z.string() });

const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event_callback'), event: z.object({ type: z.string() }) }),
  z.object({ type: z.literal('url_verification'), challenge: z.string() }),
  z.object({ type: z.literal('app_rate_limited') }),
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
  // Bolt has no answer to it, and there is nothing to do about it.
  if (isRateLimitNotice(req, body)) return void res.writeHead(200).end();
  // Bolt takes a body that was read already from here.
  next(Object.assign(req, { rawBody: body }), res);
};

const isRateLimitNotice = (req: IncomingMessage, body: Buffer): boolean =>
  req.headers['content-type'] === 'application/json' &&
  event.safeParse(read(body.toString())).data?.type === 'app_rate_limited';

const refuse = (res: ServerResponse, status: number, why: string, headers: Record<string, string> = {}): void => {
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${why}\n`);
};

const isSlackShaped = (contentType: string, body: string): boolean => {
  if (contentType === 'application/json') return event.safeParse(read(body)).success;
  if (contentType !== 'application/x-www-form-urlencoded') return false;
  const form = Object.fromEntries(new URLSearchParams(body));
  if (form['payload'] !== undefined) return interaction.safeParse(read(form['payload'])).success;
  return form['ssl_check'] === '1' || command.safeParse(form).success;
};

const read = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};
