/**
 * The practice workspace: a stand-in for Slack on this machine. It speaks Slack's Web API, sends the app what people
 * do as Slack would, and holds both sides to Slack's rules. It knows nothing of the app under it.
 */
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Changes } from './state/changes.ts';
import type { BlockKitSwitches } from './check/check.ts';
import { changeChannel, deleteChannel, renumberChannel, type ChannelChange } from './actions/manage.ts';
import { channelFrom } from './state/channels.ts';
import type { ChannelRecord } from './state/records.ts';
import { driverOf, type PersonDriver } from './driver.ts';
import { Faults } from './faults/faults.ts';
import { newSecret, Timestamps } from './state/ids.ts';
import { newBotToken, reinstall, revokeToken, uninstall } from './state/installation.ts';
import { readManifest } from './manifest.ts';
import { tellHistory } from './state/history.ts';
import { changePerson, peopleOf } from './state/staff.ts';
import { RateLimits } from './faults/rate-limits.ts';
import { scanAgain } from './faults/scanning.ts';
import { WorkspaceRecord } from './faults/record.ts';
import { ResponseUrls } from './state/response-urls.ts';
import { serve } from './http/serve.ts';
import { SocketMode } from './delivery/socket-mode.ts';
import type { PersonSpec, PracticeOptions } from './state/specs.ts';
import { Store } from './state/store.ts';
import { Triggers } from './state/triggers.ts';
import { usageOf, type Usage } from './web-api/usage.ts';
import type { AppIdentity, Credentials, Kept, World } from './state/world.ts';

export type { ChannelSpec, PersonSpec, PracticeOptions, RateLimitSpec, SaidSpec, TeamSpec } from './state/specs.ts';
export type { PersonDriver } from './driver.ts';
export type { ApiFault, Faults } from './faults/faults.ts';
export type { ApiCall, Delivery, WorkspaceRecord } from './faults/record.ts';
export type { SocketMode } from './delivery/socket-mode.ts';
export type { AppIdentity, Credentials } from './state/world.ts';
export { crowd } from './state/crowd.ts';
export {
  checkBlocks,
  checkSuggestions,
  checkView,
  phrase,
  type BlockKitSwitches,
  type Problem,
} from './check/check.ts';

export interface PracticeWorkspace {
  /** What the app needs to talk to this workspace. */
  readonly credentials: Credentials;
  readonly app: AppIdentity;
  readonly faults: Faults;
  readonly blockKit: BlockKitSwitches;
  readonly record: WorkspaceRecord;
  /** Answers a request if it is the workspace's own; false if it is not (not found, then). */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Takes the upgrade to a WebSocket if it is one of Socket Mode's; false if it is not. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** The manifest switches Socket Mode on: what people do comes through the app's connections, and not to its address. */
  readonly isInSocketMode: boolean;
  readonly socketMode: SocketMode;
  /** Somebody of the workspace, to see and do what they can. Throws when nobody has the id. */
  as(userId: string): PersonDriver;
  /**
   * Somebody's profile or standing changes: they leave, become a guest, move time zones. Sends `user_change`, unless that
   * event gets lost (`told: false`).
   */
  changePerson(userId: string, change: Partial<PersonSpec>, told?: boolean): void;
  /** A channel is renamed, archived, brought back or shared with another company. */
  changeChannel(id: string, change: ChannelChange): void;
  /** A channel gets another id. */
  renumberChannel(id: string, to: string): void;
  /** A channel goes, with all that was said in it. */
  deleteChannel(id: string): void;
  /** Somebody removes the app. Sends `tokens_revoked` and `app_uninstalled`. */
  uninstall(): void;
  /** Somebody revokes the bot's token. Sends `tokens_revoked`. */
  revokeToken(): void;
  /** The app is installed again. Returns its new token. */
  reinstall(): string;
  /** How much of Slack's rate limits the app used since the record was cleared, method by method. */
  usage(): Usage[];
  /** Waits until every event that is on its way has been taken or given up. */
  quiet(): Promise<void>;
  /** Writes what is kept and ends everything that still waits. */
  close(): Promise<void>;
}

export function createPracticeWorkspace(options: PracticeOptions): PracticeWorkspace {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // every open event stream listens to it
  const { world, save } = createWorld(options, closing.signal);
  const quiet = async (): Promise<void> => {
    while (world.inFlight.size > 0) await Promise.all(world.inFlight);
  };
  return {
    credentials: world.credentials,
    app: world.app,
    faults: world.faults,
    blockKit: world.blockKit,
    record: world.record,
    isInSocketMode: world.manifest.socketMode,
    socketMode: world.socketMode,
    handle: (req, res) => serve(world, req, res),
    upgrade: (req, socket, head) => world.socketMode.upgrade(req, socket, head),
    as(userId) {
      const person = world.people.get(userId);
      if (!person) throw new Error(`Nobody in the practice workspace has the id ${userId}.`);
      return driverOf(world, person);
    },
    changePerson: (userId, change, told) => changePerson(world, userId, change, told),
    changeChannel: (id, change) => changeChannel(world, channelIn(world, id), change),
    renumberChannel: (id, to) => renumberChannel(world, channelIn(world, id), to),
    deleteChannel: (id) => deleteChannel(world, channelIn(world, id)),
    uninstall: () => uninstall(world),
    revokeToken: () => revokeToken(world),
    reinstall: () => reinstall(world),
    usage: () => usageOf(world),
    quiet,
    async close() {
      closing.abort();
      await quiet();
      save();
    },
  };
}

function channelIn(world: World, id: string): ChannelRecord {
  const channel = world.channels.get(id);
  if (!channel) throw new Error(`The practice workspace has no channel with the id ${id}.`);
  return channel;
}

function createWorld(options: PracticeOptions, closing: AbortSignal): { world: World; save: () => void } {
  const { clock = Date.now, log = () => undefined, deadlineMs = 3000, eventRetryMs = [0, 60_000, 300_000] } = options;
  const [soonest, latest] = options.scanMs ?? [500, 3000];
  const manifest = readManifest(options.manifest);
  const app = { id: 'A0PRACTICE', name: manifest.appName, botId: 'B0PRACTICE', botUserId: 'U0PRACTICEBOT' };
  const kept = emptyKept(options, app);
  for (const complaint of manifest.complaints) log(complaint);
  const store = options.storeFile ? new Store(options.storeFile, kept, log) : undefined;
  const known = store?.load() ?? false;
  const changes = new Changes();
  const faults = new Faults();
  const { baseUrl } = options;
  const sockets = { appId: app.id, baseUrl, deadlineMs, faults, isOn: manifest.socketMode, closing };
  const world: World = {
    ...kept,
    ...{ team: options.team, app, manifest, clock, log, deadlineMs, eventRetryMs, closing, changes },
    scanMs: () => soonest + Math.random() * (latest - soonest),
    appUrl: options.appUrl,
    baseUrl,
    credentials: credentials(baseUrl),
    people: peopleOf(options, manifest, app),
    stacks: new Map(),
    timestamps: timestampsAfter(kept),
    triggers: new Triggers(clock),
    responseUrls: new ResponseUrls(baseUrl, clock),
    record: new WorkspaceRecord(changes),
    faults,
    installation: { isInstalled: true, refusal: null },
    socketMode: new SocketMode(sockets),
    blockKit: { unknownBlocks: new Set(), oneDataTable: false },
    rateLimits: new RateLimits(options.rateLimits ?? {}, clock),
    inFlight: new Set(),
    touched: () => store?.touched(),
  };
  if (!known) tellHistory(world, options.history ?? []);
  scanAgain(world);
  return { world, save: () => store?.save() };
}

const emptyKept = ({ channels }: PracticeOptions, app: AppIdentity): Kept => ({
  channels: new Map(channels.map((spec) => [spec.id, channelFrom(spec, app.botUserId)])),
  messages: new Map(),
  files: new Map(),
  homes: new Map(),
  lastRead: new Map(),
});

/** New with every start; `apiUrl` follows the address, which is only known once the server listens. */
const credentials = (baseUrl: () => string): Credentials => ({
  botToken: newBotToken(),
  appToken: `xapp-practice-${newSecret()}`,
  signingSecret: newSecret(),
  get apiUrl() {
    return `${baseUrl()}/api/`;
  },
});

function timestampsAfter({ messages }: Kept): Timestamps {
  const timestamps = new Timestamps();
  for (const list of messages.values()) for (const { ts } of list) timestamps.seen(ts);
  return timestamps;
}
