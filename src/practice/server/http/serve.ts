/** Every address of the workspace, in one place. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../../protocol.ts';
import { isAfterwards, spoil } from '../faults/faults.ts';
import type { World } from '../state/world.ts';
import { showFile, showPrivateFile, takeUpload } from './file-server.ts';
import { BodyTooLarge, isLocalHost, readBody, readFields, sendJson, sendText } from './http.ts';
import { servePageApi } from './page-api.ts';
import { reply } from '../delivery/reply.ts';
import type { ReplyTarget } from '../state/response-urls.ts';
import { servePage } from './static.ts';
import { serveApi } from '../web-api/serve.ts';

/** Answers the request if it is one of the workspace's; false if not. */
export async function serve(world: World, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (!isLocalHost(req.headers.host)) {
    sendText(res, 403, 'The practice workspace answers to localhost only.');
    return true;
  }
  const address = req.url ?? '/';
  if (!URL.canParse(address, 'http://localhost')) {
    sendText(res, 400, 'This is no address.');
    return true;
  }
  try {
    return await route(world, new URL(address, 'http://localhost'), req, res);
  } catch (error) {
    fail(world, error, res);
    return true;
  }
}

async function route(world: World, url: URL, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const path = url.pathname;
  const reading = req.method === 'GET' || req.method === 'HEAD';
  if (path.startsWith('/api/')) return handled(serveApi(world, path.slice('/api/'.length), req, res));
  if (path.startsWith('/practice/')) return handled(servePageApi(world, url, req, res));
  if (path.startsWith('/hooks/') && !reading) return handled(serveResponseUrl(world, path, req, res));
  if (path.startsWith('/upload/') && !reading) return handled(takeUpload(world, path, req, res));
  if (path.startsWith('/files/') && reading) return handled(showFile(world, path, res));
  if (path.startsWith('/files-pri/') && reading) {
    const fault = world.faults.takeApi('url_private');
    return handled(fault ? spoil(fault, res) : showPrivateFile(world, path, req, res));
  }
  if (path.startsWith('/archives/') && reading) return handled(openPermalink(path, res));
  return reading && servePage(path, res);
}

const handled = async (answering: void | Promise<void>): Promise<true> => {
  await answering;
  return true;
};

function fail(world: World, error: unknown, res: ServerResponse): void {
  if (error instanceof BodyTooLarge) return sendJson(res, 413, { ok: false, error: 'request_too_large' });
  world.log('The practice workspace failed to answer.', error);
  if (res.headersSent) return void res.destroy();
  sendJson(res, 500, { ok: false, error: 'internal_error' });
}

/** POST to a response URL: the app's later answer. */
async function serveResponseUrl(world: World, path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const at = world.clock();
  const body = (await readFields(req, await readBody(req))) ?? {};
  const fault = world.faults.takeApi('response_url');
  const { target, problem } = fault && !isAfterwards(fault) ? { problem: fault.kind } : answerAt(world, path, body);
  // Slack says 404 to an address that is used up and to blocks it does not take alike: only the body tells.
  const said = problem ? { ok: false, error: problem.split(':')[0]! } : 'ok';
  const status = problem ? 404 : 200;
  if (fault) spoil(fault, res);
  else if (problem) sendJson(res, status, said);
  else sendText(res, status, 'ok');
  world.record.call({ method: 'response_url', args: body, status: fault ? 0 : status, response: said, at });
  world.record.exchange({
    at,
    direction: 'response_url',
    name: target ? `response_url of ${target.typed ?? target.from}` : 'response_url',
    ...(target ? { user: target.user } : {}),
    status: fault ? 0 : status,
    durationMs: world.clock() - at,
    request: body,
    response: problem ?? 'ok',
  });
}

/** Shows what the app answers. Says whose address it was, and why Slack does not take it. */
function answerAt(world: World, path: string, body: JsonObject): { target?: ReplyTarget; problem?: string } {
  const taken = world.responseUrls.take(path);
  if (typeof taken === 'string') return { problem: taken };
  const problem = reply(world, taken, body);
  if (problem) world.log(`response_url: Slack does not take the answer: ${problem}`);
  return { target: taken, ...(problem ? { problem } : {}) };
}

/** A permalink leads to the page, which may scroll to the message. */
function openPermalink(path: string, res: ServerResponse): void {
  const [, , channel = '', message = ''] = path.split('/');
  const ts = message.replace(/^p(\d+)(\d{6})$/, '$1.$2');
  res.writeHead(302, { location: `/#${encodeURIComponent(channel)}/${encodeURIComponent(ts)}` });
  res.end();
}
