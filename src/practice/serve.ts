/** Every address of the workspace, in one place. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAfterwards, spoil } from './faults.ts';
import type { World } from './world.ts';
import { showFile, showPrivateFile, takeUpload } from './file-server.ts';
import { BodyTooLarge, isLocalHost, readBody, readFields, sendJson, sendText } from './http.ts';
import { servePageApi } from './page-api.ts';
import { reply } from './reply.ts';
import { servePage } from './static.ts';
import { serveApi } from './web-api/serve.ts';

/** Answers the request if it is one of the workspace's; false if not. */
export async function serve(world: World, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (!isLocalHost(req.headers.host)) {
    sendText(res, 403, 'The practice workspace answers to localhost only.');
    return true;
  }
  try {
    return await route(world, new URL(req.url ?? '/', 'http://localhost'), req, res);
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
  const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.log(`practice workspace: ${why}`);
  if (res.headersSent) return void res.destroy();
  sendJson(res, error instanceof BodyTooLarge ? 413 : 500, { ok: false, error: 'internal_error' });
}

/** POST to a response URL: the app's later answer. */
async function serveResponseUrl(world: World, path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const started = world.clock();
  const body = (await readFields(req, await readBody(req))) ?? {};
  const fault = world.faults.takeApi('response_url');
  if (fault && !isAfterwards(fault)) return spoil(fault, res);
  const target = world.responseUrls.take(path);
  const problem = target ? reply(world, target, body) : 'expired_url';
  const status = !target ? 404 : problem ? 400 : 200;
  if (problem) world.log(`response_url: Slack does not take the answer: ${problem}`);
  world.record.exchange({
    at: started,
    direction: 'response_url',
    name: target ? `response_url of ${target.typed ?? target.from}` : 'response_url',
    ...(target ? { user: target.user } : {}),
    status,
    durationMs: world.clock() - started,
    request: body,
    response: problem ?? 'ok',
  });
  if (fault) spoil(fault, res);
  else if (problem) sendJson(res, status, { ok: false, error: problem });
  else sendText(res, 200, 'ok');
}

/** A permalink leads to the page, which may scroll to the message. */
function openPermalink(path: string, res: ServerResponse): void {
  const [, , channel = '', message = ''] = path.split('/');
  const ts = message.replace(/^p(\d+)(\d{6})$/, '$1.$2');
  res.writeHead(302, { location: `/#${encodeURIComponent(channel)}/${encodeURIComponent(ts)}` });
  res.end();
}
