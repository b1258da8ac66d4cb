import { mkdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import type { Crm } from './crm/context/index.ts';
import { CHANNELS, PEOPLE, TEAM } from './demo/cast.ts';
import { foundCompany } from './demo/company.ts';
import { talkUntil } from './demo/talk.ts';
import { createPracticeWorkspace, type PracticeWorkspace } from './practice/server/index.ts';
import { projectRoot } from './project.ts';
import type { Connection } from './slack/app.ts';
import { isCollision } from './store/connection/collisions.ts';
import { holdFile } from './store/connection/sqlite.ts';

/** The practice workspace with its demo data. */
export interface Practice {
  workspace: PracticeWorkspace;
  connection: Connection;
  handle: (req: IncomingMessage, res: ServerResponse) => void;
  upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => Promise<void>;
}

interface WorkspaceOptions {
  port: number;
  /** Where channels and messages survive a restart; null keeps them in memory. */
  storeFile: string | null;
  log: Logger;
}

const manifest = (): Record<string, never> =>
  parse(readFileSync(join(projectRoot, 'manifest.yml'), 'utf8')) as Record<string, never>;

/** Opens the workspace on the port the process listens to, and founds the company where the database is empty. */
export async function openPractice(crm: Crm, { port, storeFile, log }: WorkspaceOptions): Promise<Practice> {
  const release = storeFile === null ? () => {} : await holdAlone(storeFile);
  const baseUrl = `http://127.0.0.1:${port}`;
  const workspace = createPracticeWorkspace({
    team: TEAM,
    people: PEOPLE,
    channels: CHANNELS,
    history: talkUntil(crm.now()),
    manifest: manifest(),
    appUrl: () => `${baseUrl}/slack/events`,
    baseUrl: () => baseUrl,
    clock: crm.now,
    log: (line, err) => log.info({ part: 'practice', ...(err !== undefined && { err }) }, line),
    ...(storeFile !== null && { storeFile }),
  });
  await foundCompany(crm);
  const { botToken, apiUrl } = workspace.credentials;
  return {
    workspace,
    connection: { botToken, apiUrl, via: viaOf(workspace) },
    handle: (req, res) => void serve(workspace, req, res, log),
    upgrade: (req, socket, head) => workspace.upgrade(req, socket, head) || socket.destroy(),
    close: async () => {
      await workspace.close();
      release();
    },
  };
}

/** As the manifest says: who pasted it with Socket Mode switched on practises that. */
const viaOf = ({ isInSocketMode, credentials }: PracticeWorkspace): Connection['via'] => {
  const { appToken, signingSecret } = credentials;
  return isInSocketMode ? { kind: 'socket', appToken } : { kind: 'http', signingSecret };
};

/** Another process has the practice workspace open: each would write over what happened in the other. */
export class PracticeInUse extends Error {
  override readonly name = 'PracticeInUse';
}

/** Keeps a second process from the same practice workspace, for as long as this one runs. @throws PracticeInUse */
const holdAlone = async (storeFile: string): Promise<() => void> => {
  mkdirSync(dirname(storeFile), { recursive: true });
  return holdFile(`${storeFile}.lock`).catch((error: unknown) => {
    throw isCollision(error) ? new PracticeInUse(storeFile) : error;
  });
};

const serve = async (
  workspace: PracticeWorkspace,
  req: IncomingMessage,
  res: ServerResponse,
  log: Logger,
): Promise<void> => {
  try {
    if (!(await workspace.handle(req, res))) res.writeHead(404).end('Not found\n');
  } catch (error) {
    log.error({ err: error }, 'the practice workspace failed');
    if (!res.headersSent) res.writeHead(500);
    res.end();
  }
};
