import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';
import type { Logger as SlackLogger, WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { ChartPool } from '../charts/pool.ts';
import type { Crm } from '../crm/context/index.ts';
import { openSnapshots } from '../crm/snapshots/index.ts';
import { alertAdmins } from './admin-alerts.ts';
import { boltLogger, quietLogger } from './bolt-logger.ts';
import { CALL_TIMEOUT, ONE_TRY } from './delivery/client.ts';
import { sleep as realSleep, type Sleep } from './delivery/wakeup.ts';
import { startDelivery, type Delivery, type DeliveryOptions } from './delivery/delivery.ts';
import type { SlackContext } from './slack-context.ts';
import { openDownloads } from './messages/download.ts';
import { handleButtons } from './handlers/button.ts';
import { handleChannelEvents } from './handlers/channel-events.ts';
import { handleCommands } from './handlers/command.ts';
import { openAnswers, type HandlerDeps } from './handlers/handler-deps.ts';
import { handleHome } from './handlers/home.ts';
import { hearOfInstallation } from './handlers/installation-events.ts';
import { handlePeopleEvents } from './handlers/people-events.ts';
import { handleLiveForms } from './handlers/live-form.ts';
import { handleShortcuts } from './handlers/shortcut.ts';
import { handleSubmissions } from './handlers/submission.ts';
import { handleTypeahead } from './handlers/typeahead.ts';
import { signIn } from './sign-in.ts';
import { CheckedApp } from './requests/checked-app.ts';
import { HttpReceiver } from './requests/http-receiver.ts';
import { payloadReader } from './requests/payload.ts';
import { Installation, WatchedClient } from './installation.ts';
import { isMeantFor } from './people/installation.ts';
import { startPeople, type PeopleRhythm } from './people/start.ts';
import { renderCard, renderOutbox } from './updates/render-outbox.ts';
import { hurry } from './view-updates.ts';
import { SocketReceiver } from './socket-mode/receiver.ts';
import { SlackStatus } from './status.ts';
import { openLatest } from './messages/latest.ts';
import { untriedTables } from './messages/table-support.ts';

/** How CustomerHub reaches Slack, and Slack CustomerHub. */
export interface Connection {
  botToken: string;
  /** With a slash at its end. */
  apiUrl: string;
  via: { kind: 'http'; signingSecret: string } | { kind: 'socket'; appToken: string };
}

export interface SlackApp {
  delivery: Delivery;
  /** Takes `POST /slack/events`; in Socket Mode nothing comes this way. */
  handle: (req: IncomingMessage, res: ServerResponse) => void;
  /** Waits until everything that was taken is done. */
  idle: () => Promise<void>;
  /** Stops taking work, waits for what was taken, and ends delivery. */
  stop: () => Promise<void>;
}

interface AppServices {
  crm: Crm;
  charts: ChartPool;
  log: Logger;
  /** Hears how CustomerHub stands with Slack, from the first try to sign in on. */
  status?: SlackStatus;
  /** Options of the delivery worker. */
  delivery?: Pick<DeliveryOptions, 'pace' | 'poll' | 'lease' | 'sleep' | 'random' | 'updates'>;
  /** How Slack is asked about people in the background, where that is not as usual. */
  rhythm?: PeopleRhythm;
  /** How long one call that nobody waits for may take, in milliseconds. */
  patience?: number;
  /** How long a connection of Socket Mode must hold to be no sign of trouble when it ends, in milliseconds. */
  steady?: number;
  /** Waits where something is tried again, or Slack is not done with a file. */
  sleep?: Sleep;
}

/** A call somebody waits for must be over before Slack gives up on the whole interaction, after 3000 ms. */
const INTERACTIVE_MS = 2500;

/** How long the app waits for what it took before it stops anyway, in milliseconds. */
const DRAIN_MS = 10_000;

/**
 * Signs in and starts serving.
 * @throws SignInRefused when Slack does not accept a token
 */
export async function startSlackApp(
  connection: Connection,
  { patience = CALL_TIMEOUT, sleep = realSleep, ...parts }: AppServices,
): Promise<SlackApp> {
  const { crm, charts, log, status = new SlackStatus(log, crm.now), delivery: how, rhythm, steady } = parts;
  const { botToken, apiUrl } = connection;
  const logger = boltLogger(log);
  const clientOptions = {
    slackApiUrl: apiUrl,
    ...ONE_TRY,
    timeout: INTERACTIVE_MS,
    logger,
  };
  const me = await signIn(botToken, apiUrl, status);
  const installation = new Installation(status);
  const { receiver, parsed } = receiverFor(connection, clientOptions, {
    log,
    status,
    patience,
    ...(steady !== undefined && { steady }),
  });
  const app = new CheckedApp(
    {
      receiver,
      authorize: ({ teamId }, payload) =>
        isMeantFor(me, payload)
          ? Promise.resolve({ botToken, botId: me.botId, botUserId: me.botUserId, teamId: me.teamId })
          : Promise.reject(new Error(`this CustomerHub belongs to another workspace than ${teamId}`)),
      clientOptions,
      convoStore: false,
      logger,
    },
    { read: payloadReader(apiUrl), log },
  );
  const inFlight = track(app);
  hurry(app);
  const slowClient = new WatchedClient(botToken, { ...clientOptions, timeout: patience }, installation);
  const client = new WatchedClient(botToken, clientOptions, installation);
  const closing = new AbortController();
  const snapshots = openSnapshots(crm);
  const known = startPeople({ crm, client, slowClient, installation: me, log, rhythm });
  const slack: SlackContext = {
    crm,
    snapshots,
    client,
    people: known.people,
    headcounts: known.headcounts,
    teamId: me.teamId,
    slowClient,
    patience,
    charts,
    download: openDownloads({ botToken, apiUrl }),
    closing: closing.signal,
    log,
    sleep,
    latest: openLatest(),
    tables: untriedTables(),
    worker: {},
    botUserId: me.botUserId,
    masked: false,
  };
  registerHandlers(app, slack);
  hearOfInstallation(app, installation);
  if (connection.via.kind === 'socket') await app.start();
  const wait = (ms: number): Promise<void> => sleep(ms, closing.signal);
  const render = { render: renderOutbox(slack), renderCard: renderCard(slack), tables: slack.tables };
  const going = { wait, closing: closing.signal };
  const delivery = startDelivery({ crm, client: slowClient, ...render, ...going, log, ...how });
  slack.worker.state = delivery.state;
  installation.onLost = delivery.pause;
  const endAlerts = alertAdmins(slack);
  const stop = async (): Promise<void> => {
    closing.abort();
    endAlerts();
    if (connection.via.kind === 'socket') await app.stop();
    await Promise.race([inFlight.idle(), new Promise((done) => setTimeout(done, DRAIN_MS).unref())]);
    await delivery.stop();
    known.stop();
    await snapshots.close();
  };
  return { delivery, handle: parsed, idle: inFlight.idle, stop };
}

const receiverFor = (
  { via }: Connection,
  clientOptions: WebClientOptions & { logger: SlackLogger },
  how: { log: Logger; status: SlackStatus; patience: number; steady?: number },
): { receiver: Receiver; parsed: SlackApp['handle'] } => {
  if (via.kind === 'http') {
    const receiver = new HttpReceiver({ signingSecret: via.signingSecret, log: how.log });
    return { receiver, parsed: receiver.handle };
  }
  const quiet = quietLogger(clientOptions.logger);
  const options = { clientOptions: { ...clientOptions, logger: quiet }, logger: quiet, ...how };
  const receiver = new SocketReceiver({ appToken: via.appToken, ...options });
  return { receiver, parsed: (_req, res) => void res.writeHead(404).end() };
};

/** Knows when nothing that was taken is still being worked on: Bolt itself does not wait for its listeners. */
const track = (app: CheckedApp): { idle: () => Promise<void> } => {
  const running = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const work = next();
    running.add(work);
    await work.finally(() => running.delete(work));
  });
  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled(running);
  };
  return { idle };
};

const registerHandlers = (app: CheckedApp, slack: SlackContext): void => {
  const deps: HandlerDeps = { slack, answers: openAnswers(slack.crm.now) };
  for (const register of [
    handleCommands,
    handleButtons,
    handleLiveForms,
    handleSubmissions,
    handleTypeahead,
    handleShortcuts,
    handleHome,
    handlePeopleEvents,
    handleChannelEvents,
  ]) {
    register(app, deps);
  }
};
