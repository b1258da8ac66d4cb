import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openChartPool } from './charts/pool.ts';
import type { Config } from './config.ts';
import { backlog } from './crm/notifications/outbox/index.ts';
import { watchImports } from './crm/import/index.ts';
import { openCrm, type Crm } from './crm/context/index.ts';
import { startJobWorker, startHousekeeping } from './crm/jobs/index.ts';
import { DOINGS } from './crm/job-handlers/index.ts';
import { startSealing } from './crm/audit/index.ts';
import { startApplyingTotals } from './crm/totals/index.ts';
import { openLog } from './log.ts';
import { openPractice, type Practice } from './practice-workspace.ts';
import { databaseProblems, logTrouble } from './database-health.ts';
import { logOutput } from './log-output.ts';
import { within } from './model/runtime/deadline.ts';
import { Unavailable } from './model/runtime/unavailable.ts';
import { VERSION } from './project.ts';
import { listen, serverFor, stopServer, type Health } from './http-server.ts';
import { startSlackApp, type Connection, type SlackApp } from './slack/app.ts';
import { SlackStatus } from './slack/status.ts';

/** A running CustomerHub. */
export interface CustomerHub {
  /** The one line that says where it is. */
  greeting: string;
  port: number;
  /** The practice workspace under it, where there is one. */
  practice: Practice | null;
  crm: Crm;
  slack: SlackApp;
  log: Logger;
  /** Finishes what was taken, then closes everything. */
  stop: () => Promise<void>;
}

/** Wires everything and starts: database, server, practice workspace or Slack, delivery. */
export async function startCustomerHub(config: Config): Promise<CustomerHub> {
  const log = openLog(config.logLevel, logOutput);
  const crm = await openCrm({
    ...{ url: config.databaseUrl, defaults: config.defaults, defaultRole: config.defaultRole },
    onError: (err) => log.error({ err }, 'audit entries could not be written'),
  });
  logTrouble(crm, log);
  const charts = openChartPool();
  const standing = new SlackStatus(log, crm.now);
  let slack: SlackApp | null = null;
  let practice: Practice | null = null;
  let status: Health['status'] = 'starting';
  const server = serverFor({
    health: () => healthOf(crm, slack, { status, slack: standing.state() }),
    slack: (req, res) => (slack && status === 'ok' ? slack.handle(req, res) : void res.writeHead(503).end()),
    rest: (req, res) => (practice ? practice.handle(req, res) : void res.writeHead(404).end()),
  });
  try {
    const port = await listen(server, config.port, config.mode.kind === 'practice' ? '127.0.0.1' : undefined);
    if (config.mode.kind === 'practice') {
      practice = await openPractice(crm, { port, storeFile: practiceFile(config.databaseUrl), log });
      server.on('upgrade', practice.upgrade);
    }
    slack = await startSlackApp(connectionOf(config, practice), { crm, charts, log, status: standing });
    status = 'ok';
    // That the database is not able to is logged once, by `logTrouble`.
    const failed = (words: string) => (err: unknown) => {
      if (!(err instanceof Unavailable)) log.error({ err }, words);
    };
    const endHousekeeping = startHousekeeping(crm, failed('housekeeping failed'));
    const endWatch = watchImports(crm, failed('checking imports failed'));
    const endSealing = startSealing(crm, failed('sealing the audit log failed'));
    const endDoingDue = startJobWorker(crm, DOINGS, failed('due jobs failed'));
    const endFolding = startApplyingTotals(crm, failed('updating totals failed'));
    const running = slack;
    const stop = (): Promise<void> => within(STOP_MS, end);
    const end = async (): Promise<void> => {
      status = 'stopping';
      endHousekeeping();
      await endDoingDue();
      endWatch();
      await running.stop();
      await practice?.close();
      await stopServer(server);
      await charts.close();
      await endSealing();
      await endFolding();
      await crm.database.close();
    };
    return { greeting: greeting(config, port), port, practice, crm, slack: running, log, stop };
  } catch (error) {
    await close(server, crm, charts);
    throw error;
  }
}

const close = async (server: Server, crm: Crm, charts: { close: () => Promise<void> }): Promise<void> => {
  if (server.listening) await stopServer(server);
  await charts.close();
  await crm.database.close();
};

const connectionOf = ({ mode, slackApiUrl }: Config, practice: Practice | null): Connection => {
  if (mode.kind === 'http')
    return { botToken: mode.botToken, apiUrl: slackApiUrl, via: { kind: 'http', signingSecret: mode.signingSecret } };
  if (mode.kind === 'socket')
    return { botToken: mode.botToken, apiUrl: slackApiUrl, via: { kind: 'socket', appToken: mode.appToken } };
  if (!practice) throw new Error('the practice workspace is not open');
  return practice.connection;
};

const greeting = ({ mode }: Config, port: number): string => {
  const where = {
    practice: `open the practice workspace at http://localhost:${port} (no Slack account needed)`,
    http: `listening for Slack requests on port ${port}, /slack/events`,
    socket: `connected to Slack by Socket Mode; health at http://localhost:${port}/health`,
  }[mode.kind];
  return `CustomerHub ${VERSION} is ready: ${where}`;
};

/** The practice workspace keeps its channels beside the database whose records they talk about. */
const practiceFile = (databaseUrl: string): string | null => {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.replace(/^sqlite:(\/\/)?/, '') : join('data', 'crm.db');
  return file === ':memory:' ? null : `${file.replace(/\.\w+$/, '')}.practice.json`;
};

/** How long the database may take to write down what is left when CustomerHub stops, in milliseconds. */
const STOP_MS = 20_000;

/** Whoever asks how it is hears it soon, whatever the database does: milliseconds. */
const HEALTH_MS = 1000;

const healthOf = async (crm: Crm, slack: SlackApp | null, known: Pick<Health, 'status' | 'slack'>): Promise<Health> => {
  const state = await within(HEALTH_MS, () => backlog(crm)).catch(() => null);
  const worker = slack?.delivery.state();
  const problems = databaseProblems(crm, state !== null);
  return {
    ...{ version: VERSION, ...known, problems },
    database: problems.length === 0 ? 'ok' : 'failing',
    delivery: state && worker ? { status: worker.status, why: worker.why, ...state } : null,
  };
};
