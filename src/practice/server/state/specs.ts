/** What the workspace is made from: plain data, handed in by whoever starts it. */
import type { JsonObject } from '../../protocol.ts';

export interface TeamSpec {
  id: string;
  name: string;
  domain: string;
  /** The organisation it is a workspace of (Enterprise Grid): E… */
  enterprise?: { id: string; name: string };
}

export interface PersonSpec {
  /** U…, or W… on an Enterprise Grid. */
  id: string;
  handle: string;
  realName: string;
  title?: string;
  email?: string;
  /** IANA time zone; UTC unless told. */
  tz?: string;
  locale?: string;
  isBot?: boolean;
  isAdmin?: boolean;
  isOwner?: boolean;
  /** Multi-channel guest. */
  isGuest?: boolean;
  /** Single-channel guest. */
  isSingleChannelGuest?: boolean;
  deleted?: boolean;
  /**
   * What Slack gives as their team where it is not this workspace: another company's (Slack Connect); on an Enterprise
   * Grid the organisation's id, or the workspace that they joined first.
   */
  teamId?: string;
  /** On an Enterprise Grid: the workspaces of the organisation that they are in. */
  workspaces?: string[];
  /** On an Enterprise Grid: their id across the organisation, which Slack takes and gives as well; `id` unless told. */
  enterpriseUserId?: string;
}

export interface ChannelSpec {
  /** C… */
  id: string;
  /** Without #. */
  name: string;
  /** `mpim`: a direct message between several; its name is `mpdm-…`. */
  kind?: 'public' | 'private' | 'mpim';
  members: string[];
  /** The app's bot is a member. */
  hasApp?: boolean;
  topic?: string;
  isExtShared?: boolean;
  isArchived?: boolean;
}

/** Something said before the workspace was started for the first time. */
export interface SaidSpec {
  channel: string;
  user: string;
  /** As typed. */
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Requests per minute of Slack's tiers 1 to 4, and how many messages a channel takes at once before 1 per second. */
export interface RateLimitSpec {
  tiers?: [number, number, number, number];
  channelBurst?: number;
}

export interface PracticeOptions {
  team: TeamSpec;
  people: PersonSpec[];
  channels: ChannelSpec[];
  /** What the channels hold at first, oldest first. Everybody has read it, and no events tell of it. */
  history?: SaidSpec[];
  /** The app's parsed manifest: commands, shortcuts, scopes, events and surfaces are switched on as it declares. */
  manifest: JsonObject;
  /** Where the app takes signed requests, for instance http://127.0.0.1:3000/slack/events. */
  appUrl: () => string;
  /** The workspace's own address, without a slash at the end. */
  baseUrl: () => string;
  /** Keep channels, messages, files and Home views in this file (bytes of files in a folder beside it). */
  storeFile?: string;
  /** Milliseconds since 1970; Date.now unless told. */
  clock?: () => number;
  /** How long the app has to answer, in milliseconds; Slack's 3000 unless told. */
  deadlineMs?: number;
  /**
   * How long Slack looks through a file that the app uploaded before it can be shown, in milliseconds: least and most;
   * 500 and 3000 unless told.
   */
  scanMs?: readonly [number, number];
  /** Waits before the three retries of an undelivered event; Slack's 0, 60 000 and 300 000 unless told. */
  eventRetryMs?: number[];
  /** False switches them off. */
  rateLimits?: RateLimitSpec | false;
  log?: (line: string, error?: unknown) => void;
}
