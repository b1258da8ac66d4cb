/** As much of Slack's Web API as a start needs, answering what a test tells it to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = object | number | Promise<object>;

export interface SlackServer {
  /** For SLACK_API_URL. */
  url: string;
  /** How often each method was called. */
  calls: Record<string, number>;
  /** Method to what it answers: JSON, or a status without any. */
  answers: Record<string, Answer>;
  end: () => Promise<void>;
}

export const IDENTITY = { ok: true, team_id: 'T0TEAM', bot_id: 'B0BOT', user_id: 'U0BOT', user: 'customerhub' };
export const TOKENS = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
};

export const startSlackServer = async (): Promise<SlackServer> => {
  const answers = { 'auth.test': IDENTITY, 'users.list': { ok: true, members: [] } };
  const slack: Omit<SlackServer, 'url' | 'end'> = { calls: {}, answers };
  const server = createServer((req, res) => void answer(slack, req, res));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const end = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { ...slack, url: `http://127.0.0.1:${port}/api/`, end };
};

const answer = async (
  { calls, answers }: Omit<SlackServer, 'url' | 'end'>,
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
