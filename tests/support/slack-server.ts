/** As much of Slack's Web API and Socket Mode as a start needs, answering what a test tells it to. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

type Answer = object | number | Promise<object>;

export interface SlackServer {
  /** For SLACK_API_URL. */
  url: string;
  /** How often each method was called. */
  calls: Record<string, number>;
  /** Method to what it answers: JSON, or a status without any. */
  answers: Record<string, Answer>;
  /** Open sockets of Socket Mode. */
  sockets: Set<Duplex>;
  end: () => Promise<void>;
}

export const IDENTITY = { ok: true, team_id: 'T0TEAM', bot_id: 'B0BOT', user_id: 'U0BOT', user: 'customerhub' };
export const TOKENS = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
};

export const startSlackServer = async (): Promise<SlackServer> => {
  const slack: Omit<SlackServer, 'url' | 'end'> = { calls: {}, answers: { 'auth.test': IDENTITY }, sockets: new Set() };
  const server = createServer((req, res) => void answer(slack, req, res));
  server.on('upgrade', (req, socket) => welcome(slack.sockets, req, socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  slack.answers['apps.connections.open'] = { ok: true, url: `ws://127.0.0.1:${port}/socket` };
  const end = async (): Promise<void> => {
    for (const socket of slack.sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { ...slack, url: `http://127.0.0.1:${port}/api/`, end };
};

const answer = async (
  { calls, answers }: Pick<SlackServer, 'calls' | 'answers'>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> => {
  const method = (req.url ?? '').split('/').at(-1) ?? '';
  calls[method] = (calls[method] ?? 0) + 1;
  req.resume();
  const said = await (answers[method] ?? { ok: false, error: 'unknown_method' });
  if (typeof said === 'number') return void res.writeHead(said).end();
  res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
};

/** The handshake of RFC 6455, and Slack's `hello`; whatever the other side says then is let pass. */
const welcome = (sockets: Set<Duplex>, req: IncomingMessage, socket: Duplex): void => {
  const key = `${String(req.headers['sec-websocket-key'])}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
  const hello = Buffer.from(JSON.stringify({ type: 'hello', num_connections: 1 }));
  socket.write(Buffer.concat([Buffer.from([0x81, hello.length]), hello]));
  sockets.add(socket);
  socket.on('data', () => undefined);
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
};
