/**
 * The practice workspace: a stand-in for Slack on this machine. It speaks Slack's Web API, sends the app what people
 * do as Slack would, and holds both sides to Slack's rules. It knows nothing of the app under it.
 */
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Changes } from './changes.ts';
import { changeChannel, deleteChannel, renumberChannel, type ChannelChange } from './acts/manage.ts';
import { channelFrom, type ChannelRecord } from './channels.ts';
import { driverOf, type PersonDriver } from './driver.ts';
import { Faults } from './faults.ts';
import { newSecret, Timestamps } from './ids.ts';
import { readManifest } from './manifest.ts';
import { tellHistory } from './history.ts';
import { changePerson, peopleOf } from './staff.ts';
import { RateLimits } from './rate-limits.ts';
import { WorkspaceRecord } from './record.ts';
import { ResponseUrls } from './response-urls.ts';
import { serve } from './serve.ts';
import type { PersonSpec, PracticeOptions } from './specs.ts';
import { Store } from './store.ts';
import { Triggers } from './triggers.ts';
import type { AppIdentity, Credentials, Kept, World } from './world.ts';

export type { ChannelSpec, PersonSpec, PracticeOptions, RateLimitSpec, SaidSpec, TeamSpec } from './specs.ts';
export type { PersonDriver } from './driver.ts';
export type { ApiFault, Faults } from './faults.ts';
export type { ApiCall, Delivery, WorkspaceRecord } from './record.ts';
export type { AppIdentity, Credentials } from './world.ts';
export { checkBlocks, checkSuggestions, checkView, phrase, type Problem } from './check.ts';

export interface PracticeWorkspace {
  /** What the app needs to talk to this workspace. */
  readonly credentials: Credentials;
  readonly app: AppIdentity;
  readonly faults: Faults;
  readonly record: WorkspaceRecord;
  /** Answers a request if it is the workspace's own; false if it is not (not found, then). */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Somebody of the workspace, to see and do what they can. Throws when nobody has the id. */
  as(userId: string): PersonDriver;
  /** Somebody's profile or standing changes: they leave, become a guest, move time zones. Sends `user_change`. */
  changePerson(userId: string, change: Partial<PersonSpec>): void;
  /** A channel is renamed, archived, brought back or shared with another company. */
  changeChannel(id: string, change: ChannelChange): void;
  /** A channel gets another id. */
  renumberChannel(id: string, to: string): void;
  /** A channel goes, with all that was said in it. */
  deleteChannel(id: string): void;
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
    record: world.record,
    handle: (req, res) => serve(world, req, res),
    as(userId) {
      const person = world.people.get(userId);
      if (!person) throw new Error(`Nobody in the practice workspace has the id ${userId}.`);
      return driverOf(world, person);
    },
    changePerson: (userId, change) => changePerson(world, userId, change),
    changeChannel: (id, change) => changeChannel(world, channelIn(world, id), change),
    renumberChannel: (id, to) => renumberChannel(world, channelIn(world, id), to),
    deleteChannel: (id) => deleteChannel(world, channelIn(world, id)),
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
  const manifest = readManifest(options.manifest);
  const app = { id: 'A0PRACTICE', name: manifest.appName, botId: 'B0PRACTICE', botUserId: 'U0PRACTICEBOT' };
  const kept = emptyKept(options, app);
  for (const complaint of manifest.complaints) log(complaint);
  const store = options.storeFile ? new Store(options.storeFile, kept, log) : undefined;
  const known = store?.load() ?? false;
  const changes = new Changes();
  const world: World = {
    ...kept,
    ...{ team: options.team, app, manifest, clock, log, deadlineMs, eventRetryMs, closing, changes },
    appUrl: options.appUrl,
    baseUrl: options.baseUrl,
    credentials: credentials(options.baseUrl),
    people: peopleOf(options, manifest, app),
    stacks: new Map(),
    timestamps: timestampsAfter(kept),
    triggers: new Triggers(clock),
    responseUrls: new ResponseUrls(options.baseUrl, clock),
    record: new WorkspaceRecord(changes),
    faults: new Faults(),
    rateLimits: new RateLimits(options.rateLimits ?? {}, clock),
    inFlight: new Set(),
    touched: () => store?.touched(),
  };
  if (!known) tellHistory(world, options.history ?? []);
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
  botToken: `xoxb-practice-${newSecret()}`,
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
