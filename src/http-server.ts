import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** What a health check is told. */
export interface Health {
  version: string;
  /** Whether the app can serve. */
  status: 'starting' | 'ok' | 'stopping';
  /** Failing where it cannot be read or takes no writes. */
  database: 'ok' | 'failing';
  /** How CustomerHub stands with Slack. While Slack is out of reach, the app can still serve: whoever comes by is told why. */
  slack: { status: string; why: string | null; since: string | null };
  /** Everything that is wrong with the database, in words. */
  problems: string[];
  delivery: { status: string; why: string | null; waiting: number; oldest: string | null; failed: number } | null;
}

interface Routes {
  health: () => Promise<Health>;
  /** `POST /slack/events` */
  slack: Handler;
  /** Everything else: the practice workspace, where there is one. */
  rest: Handler;
}

const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?')[0] ?? '/';

const answerHealth = async (res: ServerResponse, health: () => Promise<Health>): Promise<void> => {
  const state = await health();
  const fine = state.status === 'ok' && state.database === 'ok';
  res
    .writeHead(fine ? 200 : 503, { 'Content-Type': 'application/json; charset=utf-8' })
    .end(`${JSON.stringify(state)}\n`);
};

/** How long a client may take for its headers and for the whole of a request, and how often that is looked at, in milliseconds. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1000 };

/** So long a client may go on sending after it got its answer, in milliseconds: many read it only then. */
const LINGER_MS = 1000;

/** What still arrives of a request that was answered already is dropped unread, and then the connection goes. */
const dropTheRest = (req: IncomingMessage, res: ServerResponse, lingerMs: number): void => {
  res.once('finish', () => {
    if (req.complete) return;
    const cut = setTimeout(() => req.socket.destroy(), lingerMs).unref();
    req.once('close', () => clearTimeout(cut)).resume();
  });
};

/** The one HTTP server of the process. */
export function serverFor({ health, slack, rest }: Routes, patience = PATIENCE, lingerMs = LINGER_MS): Server {
  return createServer(patience, (req, res) => {
    dropTheRest(req, res, lingerMs);
    const path = pathOf(req);
    if (path === '/health') void answerHealth(res, health);
    else if (path === '/slack/events') slack(req, res);
    else rest(req, res);
  });
}

/** Starts listening. @param host undefined listens on every interface. @returns the port, which is a free one for 0 */
export function listen(server: Server, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Takes no more requests and ends when the last is answered; connections that only wait are closed at once. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // A browser's event stream never ends by itself.
    setTimeout(() => server.closeAllConnections(), 3000).unref();
  });
}
