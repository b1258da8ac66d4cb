import type { IncomingMessage, ServerResponse } from 'node:http';
import bolt, { type Receiver } from '@slack/bolt';
import { WebClient, type Logger as SlackLogger, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Studio } from '../charts/studio.ts';
import type { Crm } from '../crm/crm.ts';
import { openPasts } from '../crm/past/pasts.ts';
import { boltLogger } from './bolt-logger.ts';
import { backgroundClient, CALL_TIMEOUT } from './delivery/client.ts';
import { startDelivery, type Delivery, type DeliveryOptions } from './delivery.ts';
import type { Desk } from './desk.ts';
import { openDownloads } from './download.ts';
import { buttonDoor } from './doors/button.ts';
import { channelNewsDoor } from './doors/channel-news.ts';
import { commandDoor } from './doors/command.ts';
import { openAnswers, type Lobby } from './doors/door.ts';
import { homeDoor } from './doors/home.ts';
import { liveFormDoor } from './doors/live-form.ts';
import { shortcutDoor } from './doors/shortcut.ts';
import { submissionDoor } from './doors/submission.ts';
import { typeaheadDoor } from './doors/typeahead.ts';
import { strangerDoor } from './doors/stranger.ts';
import { signIn } from './identity.ts';
import { openPeople } from './people.ts';
import { renderCard, renderOutbox } from './render-outbox.ts';
import { refuseOddRequests } from './odd-requests.ts';

const { App, HTTPReceiver, SocketModeReceiver } = bolt;

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
  /** Stops taking work, waits for what was taken, and ends delivery. */
  stop: () => Promise<void>;
}

interface Parts {
  crm: Crm;
  studio: Studio;
  log: Logger;
  /** How the courier works, where that is not as usual. */
  delivery?: Pick<DeliveryOptions, 'pace' | 'poll' | 'sleep' | 'random'>;
  /** How long one call that nobody waits for may take, in milliseconds. */
  patience?: number;
}

/** A call somebody waits for must be over before Slack gives up on the whole interaction, after 3000 ms. */
const INTERACTIVE_MS = 2500;

/** How long the app waits for what it took before it stops anyway, in milliseconds. */
const DRAIN_MS = 10_000;

/**
 * Signs in and starts serving.
 * @throws SignInRefused when Slack does not accept the token, or cannot be reached
 */
export const startSlackApp = async (
  connection: Connection,
  { crm, studio, log, delivery: how, patience = CALL_TIMEOUT }: Parts,
): Promise<SlackApp> => {
  const { botToken, apiUrl } = connection;
  const logger = boltLogger(log);
  const clientOptions = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: INTERACTIVE_MS,
    logger,
  };
  const me = await signIn(botToken, apiUrl);
  const { receiver, listener } = receiverFor(connection, clientOptions);
  const app = new App({
    receiver,
    authorize: ({ teamId }) =>
      teamId === undefined || teamId === me.teamId
        ? Promise.resolve({ botToken, botId: me.botId, botUserId: me.botUserId, teamId: me.teamId })
        : Promise.reject(new Error(`this CustomerHub belongs to another workspace than ${teamId}`)),
    clientOptions,
    convoStore: false,
    logger,
  });
  const inFlight = track(app);
  const slowClient = backgroundClient(botToken, apiUrl, patience, logger);
  const client = new WebClient(botToken, clientOptions);
  const closing = new AbortController();
  const pasts = openPasts(crm);
  const desk: Desk = {
    crm,
    pasts,
    client,
    people: openPeople({ client, teamId: me.teamId, settings: crm.settings, now: crm.now }),
    teamId: me.teamId,
    slowClient,
    patience,
    studio,
    download: openDownloads({ botToken, apiUrl }),
    closing: closing.signal,
    log,
    tables: { known: 'perhaps' },
    courier: {},
    botUserId: me.botUserId,
    masked: false,
  };
  openDoors(app, desk);
  if (connection.via.kind === 'socket') await app.start();
  const render = { render: renderOutbox(desk), renderCard: renderCard(desk), tables: desk.tables };
  const delivery = startDelivery({ crm, client: slowClient, ...render, log, ...how });
  desk.courier.state = delivery.state;
  const stop = async (): Promise<void> => {
    closing.abort();
    if (connection.via.kind === 'socket') await app.stop();
    await Promise.race([inFlight.idle(), new Promise((done) => setTimeout(done, DRAIN_MS).unref())]);
    await delivery.stop();
    await pasts.close();
  };
  return { delivery, handle: listener, stop };
};

const receiverFor = (
  { via }: Connection,
  clientOptions: WebClientOptions & { logger: SlackLogger },
): { receiver: Receiver; listener: SlackApp['handle'] } => {
  const { logger } = clientOptions;
  if (via.kind === 'socket') {
    const receiver = new SocketModeReceiver({ appToken: via.appToken, logger, installerOptions: { clientOptions } });
    return { receiver, listener: (_req, res) => void res.writeHead(404).end() };
  }
  const receiver = new HTTPReceiver({ signingSecret: via.signingSecret, logger, bodyLimit: '1mb' });
  return { receiver, listener: refuseOddRequests((req, res) => receiver.requestListener(req, res)) };
};

/** Knows when nothing that was taken is still being worked on: Bolt itself does not wait for its listeners. */
const track = (app: InstanceType<typeof App>): { idle: () => Promise<void> } => {
  const running = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const work = next();
    running.add(work);
    await work.finally(() => running.delete(work));
  });
  return { idle: async () => void (await Promise.allSettled(running)) };
};

const openDoors = (app: InstanceType<typeof App>, desk: Desk): void => {
  const lobby: Lobby = { desk, answers: openAnswers(desk.crm.now) };
  for (const door of [
    commandDoor,
    buttonDoor,
    liveFormDoor,
    submissionDoor,
    typeaheadDoor,
    shortcutDoor,
    homeDoor,
    channelNewsDoor,
    strangerDoor,
  ]) {
    door(app, lobby);
  }
};
