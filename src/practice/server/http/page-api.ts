/** What the page asks of the server: /practice/* */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Act, ActRequest, Json } from '../../protocol.ts';
import type { PersonRecord } from '../state/people.ts';
import type { World } from '../state/world.ts';
import { driverOf, type PersonDriver } from '../driver.ts';
import { isSameOrigin, mediaType, mostBytes, readBody, readUpload, sendJson } from './http.ts';
import { asString, isObject, parseJson } from '../json.ts';

export async function servePageApi(world: World, url: URL, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const route = `${req.method} ${url.pathname}`;
  if (req.method === 'POST' && !isSameOrigin(req))
    return sendJson(res, 403, { error: 'Requests from other sites are refused.' });
  if (route === 'POST /practice/act') return serveAct(world, req, res);
  const person = personAsked(world, url.searchParams.get('as') ?? '');
  if (!person) return sendJson(res, 404, { error: 'Nobody here has this id (?as=U…).' });
  const driver = driverOf(world, person);
  if (route === 'GET /practice/snapshot') return sendJson(res, 200, driver.snapshot() as unknown as Json);
  if (route === 'GET /practice/events') return serveEvents(world, driver, res);
  if (route === 'POST /practice/upload') return serveUpload(driver, req, res);
  return sendJson(res, 404, { error: 'There is no such address.' });
}

/** Somebody who comes for the first time says nobody's id, and is the first of the people. */
const personAsked = (world: World, id: string): PersonRecord | undefined =>
  id === '' ? [...world.people.values()].find((one) => !one.isBot && !one.deleted) : world.people.get(id);

async function serveAct(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Only JSON: a form on another site could send anything else without asking first.
  if (mediaType(req) !== 'application/json') return sendJson(res, 415, { error: 'Send application/json.' });
  const asked = readAct(parseJson((await readBody(req)).toString()));
  const person = asked && world.people.get(asked.as);
  if (!asked || !person) return sendJson(res, 400, { error: 'Not a valid ActRequest (see protocol.ts).' });
  return sendJson(res, 200, (await driverOf(world, person).do(asked.act)) as Json);
}

/** The strings that each act needs; what is structured is looked at where it is used. */
const needs: Record<Act['do'], string[]> = {
  message: ['channel', 'text'],
  delete_message: ['channel', 'ts'],
  command: ['channel', 'text'],
  action: ['blockId', 'actionId'],
  suggest: ['blockId', 'actionId', 'query'],
  submit: ['viewId'],
  close: ['viewId'],
  shortcut: ['callbackId'],
  message_shortcut: ['callbackId', 'channel', 'ts'],
  open_home: [],
  seen: ['channel'],
};

/** What each act needs as an object. */
const needsObjects: Partial<Record<Act['do'], string[]>> = {
  action: ['where', 'value', 'state'],
  suggest: ['where', 'state'],
  submit: ['state'],
};

function readAct(body: Json | undefined): ActRequest | undefined {
  if (!isObject(body) || !isObject(body['act'])) return undefined;
  const { act } = body;
  const kind = asString(act['do']) as Act['do'];
  if (!Object.hasOwn(needs, kind) || needs[kind].some((name) => typeof act[name] !== 'string')) return undefined;
  if (needsObjects[kind]?.some((name) => !isObject(act[name]))) return undefined;
  return body as unknown as ActRequest;
}

function serveEvents(world: World, driver: PersonDriver, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  res.write(': hello\n\n');
  const forget = driver.watch((change) => res.write(`data: ${JSON.stringify(change)}\n\n`));
  const end = (): void => {
    res.end();
  };
  world.closing.addEventListener('abort', end, { once: true });
  res.on('close', () => {
    forget();
    world.closing.removeEventListener('abort', end);
  });
}

async function serveUpload(driver: PersonDriver, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const upload = await readUpload(req, await readBody(req, mostBytes.file));
  if (!upload) return sendJson(res, 400, { error: 'Send multipart/form-data with a field `file`.' });
  return sendJson(res, 200, driver.upload(upload.name, upload.bytes));
}
