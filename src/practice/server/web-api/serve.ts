/** POST /api/:method — token, faults, rate limits, scopes, the method itself, and Slack's way of answering. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { isAfterwards, type ApiFault } from '../faults/faults.ts';
import { readBody, readFields, sendJson } from '../http/http.ts';
import { asString } from '../json.ts';
import { ApiError, needScope, RateLimited, type Method } from './method.ts';
import { methods } from './methods.ts';

interface CallOutcome {
  status: number;
  body: JsonObject;
  headers?: Record<string, string>;
}

export async function serveApi(world: World, name: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const started = world.clock();
  const fields = await readFields(req, await readBody(req));
  const { token: inBody, ...args } = fields ?? {};
  const token = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? asString(inBody);
  const fault = world.faults.takeApi(name);
  const outcome = spoiltBefore(fault) ?? answer(world, name, token, fields && args);
  const delivered = await respond(world, res, outcome, fault);
  const { body } = outcome;
  world.record.call({ method: name, args, status: delivered, response: body, at: started });
  world.record.exchange({
    at: started,
    direction: 'api',
    name,
    ...userOf(args),
    status: delivered,
    durationMs: world.clock() - started,
    request: readable(args),
    response: delivered === 0 ? (fault?.kind ?? null) : body,
  });
}

const userOf = (args: JsonObject): { user?: string } => {
  const user = asString(args['user'] ?? args['user_id']);
  return user ? { user } : {};
};

/** Arguments that travelled as JSON in a form, as JSON again, so that people can read them. */
const readable = (args: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (typeof value !== 'string' || !/^[[{]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        return [name, value];
      }
    }),
  );

const failed = (error: string, more: JsonObject = {}): CallOutcome => ({
  status: 200,
  body: { ok: false, error, ...more },
});

const tooMany = (retryAfter: number | null): CallOutcome => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  ...(retryAfter === null ? {} : { headers: { 'retry-after': String(retryAfter) } }),
});

/** Faults that come before any work; those that come after it are seen to in `respond`. */
function spoiltBefore(fault: ApiFault | undefined): CallOutcome | undefined {
  if (!fault || isAfterwards(fault)) return undefined;
  if (fault.kind === 'rate_limited') return tooMany(fault.retryAfter === undefined ? 1 : fault.retryAfter);
  return fault.kind === 'error' ? failed(fault.error) : { status: 0, body: {} };
}

function answer(world: World, name: string, token: string, args: JsonObject | null): CallOutcome {
  const method = methods[name];
  const scopes = {
    'x-oauth-scopes': [...world.manifest.scopes].join(','),
    'x-accepted-oauth-scopes': (method?.scopes ?? []).join(','),
  };
  return { headers: scopes, ...run(world, name, method, token, args) };
}

function run(
  world: World,
  name: string,
  method: Method | undefined,
  token: string,
  args: JsonObject | null,
): CallOutcome {
  if (token === '') return failed('not_authed');
  const { botToken, appToken } = world.credentials;
  if (token !== botToken && token !== appToken) return failed('invalid_auth');
  if (token === botToken && world.installation.refusal !== null) return failed(world.installation.refusal);
  if (!method) return failed('unknown_method', { req_method: name });
  if ((method.token === 'app') !== (token === appToken)) return failed('not_allowed_token_type');
  if (!args) return failed('invalid_form_data');
  const retryAfter = world.rateLimits.call(name, method.tier);
  if (retryAfter > 0) return tooMany(retryAfter);
  try {
    needScope(world, ...(method.scopes ?? []));
    return { status: 200, body: { ok: true, ...method.run(world, args) } };
  } catch (error) {
    if (error instanceof RateLimited) return tooMany(error.retryAfter);
    if (error instanceof ApiError) return failed(error.message, error.more);
    throw error;
  }
}

/** Answers, or spoils the answer. Returns the status as the app saw it, 0 for none. */
async function respond(
  world: World,
  res: ServerResponse,
  { status, body, headers }: CallOutcome,
  fault: ApiFault | undefined,
): Promise<number> {
  switch (fault?.kind) {
    case 'http':
      sendJson(res, fault.status, { ok: false, error: 'internal_error' });
      return fault.status;
    case 'reset':
      res.socket?.resetAndDestroy();
      return 0;
    case 'hang':
      void hang(world, res);
      return 0;
    case 'truncated':
      await truncate(res, JSON.stringify(body));
      return 0;
    case 'rate_limited':
    case 'error':
    case undefined:
      sendJson(res, status, body, headers);
      return status;
  }
}

/** Nothing comes back until the other side gives up or the workspace closes. */
async function hang(world: World, res: ServerResponse): Promise<void> {
  const gone = new Promise((resolve) => res.once('close', resolve));
  const closed = new Promise((resolve) => world.closing.addEventListener('abort', resolve, { once: true }));
  if (!world.closing.aborted) await Promise.race([gone, closed]);
  res.destroy();
}

async function truncate(res: ServerResponse, text: string): Promise<void> {
  res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
  res.write(text.slice(0, text.length / 2));
  await wait(0); // so that the half has left before the connection goes
  res.destroy();
}
