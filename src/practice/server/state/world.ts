/** Everything the workspace knows while it runs: the one value that is handed around. */
import type { StateValues, View } from '../../protocol.ts';
import type { Manifest } from '../manifest.ts';
import type { PersonRecord } from './people.ts';
import type { ChannelRecord } from './records.ts';
import type { MessageRecord } from './records.ts';
import type { FileRecord } from './records.ts';
import type { TeamSpec } from './specs.ts';
import type { Changes } from './changes.ts';
import type { WorkspaceRecord } from '../faults/record.ts';
import type { BlockKitSwitches } from '../check/check.ts';
import type { Faults } from '../faults/faults.ts';
import type { Installation } from './records.ts';
import type { RateLimits } from '../faults/rate-limits.ts';
import type { Triggers } from './triggers.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Timestamps } from './ids.ts';

/** What the app needs to talk to the workspace: the counterparts of SLACK_BOT_TOKEN and so on. */
export interface Credentials {
  botToken: string;
  appToken: string;
  signingSecret: string;
  apiUrl: string;
}

export interface AppIdentity {
  id: string;
  name: string;
  botId: string;
  botUserId: string;
}

/** What outlives a restart when there is a store file. */
export interface Kept {
  channels: Map<string, ChannelRecord>;
  /** By channel, oldest first. */
  messages: Map<string, MessageRecord[]>;
  files: Map<string, FileRecord>;
  /** The published Home of each person. */
  homes: Map<string, View>;
  /** `person channel` to the ts up to which it was read. */
  lastRead: Map<string, string>;
}

export interface World extends Kept {
  readonly team: TeamSpec;
  readonly app: AppIdentity;
  readonly manifest: Manifest;
  readonly credentials: Credentials;
  readonly people: Map<string, PersonRecord>;
  /** Open modals of each person, bottom first. */
  readonly stacks: Map<string, View[]>;
  readonly timestamps: Timestamps;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly changes: Changes;
  readonly record: WorkspaceRecord;
  readonly faults: Faults;
  readonly installation: Installation;
  readonly socketMode: SocketMode;
  readonly blockKit: BlockKitSwitches;
  readonly rateLimits: RateLimits;
  readonly clock: () => number;
  readonly appUrl: () => string;
  readonly baseUrl: () => string;
  readonly deadlineMs: number;
  /** How long a file is looked through, in milliseconds: never quite alike. */
  readonly scanMs: () => number;
  readonly eventRetryMs: number[];
  readonly log: (line: string, error?: unknown) => void;
  /** Work that nobody waits for: events on their way. */
  readonly inFlight: Set<Promise<void>>;
  /** Aborted when the workspace closes, so that nothing waits on. */
  readonly closing: AbortSignal;
  /** Something that is kept has changed. */
  touched: () => void;
}

export type { StateValues };

/** Lets a promise run on its own; `close` and `quiet` know of it. */
export function inBackground(world: World, work: Promise<unknown>): void {
  const tracked: Promise<void> = work
    .then(
      () => undefined,
      (error: unknown) => world.log('The practice workspace failed at something that nobody waits for.', error),
    )
    .finally(() => world.inFlight.delete(tracked));
  world.inFlight.add(tracked);
}
