/** A practice workspace on a port of its own, with an app behind it. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createPracticeWorkspace,
  type PracticeOptions,
  type PracticeWorkspace,
} from '../../src/practice/server/index.ts';
import { person, type Person } from './person.ts';

export interface Practice {
  workspace: PracticeWorkspace;
  /** http://127.0.0.1:port */
  url: string;
  /** The same person every time, with what they have typed so far. */
  as(userId: string): Person;
  close(): Promise<void>;
}

export type PracticeSetup = Omit<PracticeOptions, 'appUrl' | 'baseUrl'> & {
  /** Takes POST /slack/events; 404 for the workspace's requests when left out. */
  app?: (workspace: PracticeWorkspace) => RequestListener | Promise<RequestListener>;
};

export async function startPractice({ app, ...options }: PracticeSetup): Promise<Practice> {
  let parsed: RequestListener = (_req, res) => void res.writeHead(404).end();
  const server = createServer((req, res) => {
    if (req.method === 'POST' && req.url === '/slack/events') return parsed(req, res);
    return void workspace.handle(req, res).then((done) => done || res.writeHead(404).end());
  });
  server.on('upgrade', (req, socket, head) => workspace.upgrade(req, socket, head) || socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const workspace = createPracticeWorkspace({ ...options, baseUrl: () => url, appUrl: () => `${url}/slack/events` });
  const people = new Map<string, Person>();
  if (app) parsed = await app(workspace);
  return {
    workspace,
    url,
    as(userId) {
      const known = people.get(userId) ?? person(workspace.as(userId));
      people.set(userId, known);
      return known;
    },
    async close() {
      await workspace.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
